from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from interviewai.kernel.errors import DomainError
from jobs import generation
from jobs.access import get_job
from jobs.models import GenerationMode, JobDescription, Origin
from jobs.staff.question_panel import changed, dialog
from organizations.access import OrganizationRequest, requires
from organizations.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def generate(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    """GET asks what may be replaced; POST `mode` keep or replace starts it."""
    job = get_job(job_id)
    counts = hand_made(job)
    if request.method != "POST":
        return dialog(request, "jobs/_generate.html", job, counts)
    replacing = request.POST.get("mode") == GenerationMode.REPLACE
    if replacing and request.POST.get("seen") != counts["fingerprint"]:
        return changed(request, job_id, notice="Questions were edited in the meantime. Nothing was replaced.")
    try:
        generation.request(job, GenerationMode.REPLACE if replacing else GenerationMode.KEEP)
    except DomainError as error:
        return changed(request, job_id, notice=error.message)
    return changed(request, job_id, "The questions are being written.")


def hand_made(job: JobDescription) -> dict[str, object]:
    questions = list(job.questions.all())
    generated = [question for question in questions if question.origin == Origin.GENERATED]
    edits = [question.edited_at for question in generated if question.edited_at]
    return {
        "own": len(questions) - len(generated),
        "edited": len(edits),
        "untouched": len(generated) - len(edits),
        "fingerprint": f"{len(edits)} {max(edits).isoformat()}" if edits else "",
    }
