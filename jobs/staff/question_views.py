"""Authoring: the recruiter adds, edits, moves and removes questions."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviewai.kernel.errors import Conflict
from jobs import authoring
from jobs.access import get_job, get_question
from jobs.models import GenerationStatus, Question
from jobs.staff.forms import QuestionForm
from jobs.staff.question_panel import changed, dialog, is_htmx, job_url, section
from organizations.access import OrganizationRequest, requires
from organizations.models import Role

FORM = "jobs/_question_form.html"


@require_safe
@requires(Role.REVIEWER)
def questions(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    """The section that the page asks for again while questions are being written."""
    job = get_job(job_id)
    if not is_htmx(request):
        return redirect(job_url(request, job_id))
    said = "The questions are ready." if job.generation_status == GenerationStatus.READY else ""
    return section(request, job_id, said)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def add(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    job = get_job(job_id)
    form = QuestionForm(request.POST or None, instance=Question(job=job))
    notice = ""
    if form.is_valid():
        try:
            authoring.add_question(form.filled())
            return changed(request, job_id, "The question is added.")
        except Conflict as error:
            notice = error.message
    return dialog(request, FORM, job, {"form": form, "notice": notice})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def edit(request: OrganizationRequest, slug: str, job_id: str, question_id: str) -> HttpResponse:
    question = get_question(job_id, question_id)
    form = QuestionForm(request.POST or None, instance=question)
    notice = ""
    if form.is_valid():
        try:
            authoring.save_question(form.filled(), form.written)
            return changed(request, job_id, f"Question {question.position} is saved.")
        except Conflict as error:
            notice = error.message
    return dialog(request, FORM, question.job, {"form": form, "notice": notice})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def remove(request: OrganizationRequest, slug: str, job_id: str, question_id: str) -> HttpResponse:
    question = get_question(job_id, question_id)
    if request.method != "POST":
        return dialog(request, "jobs/_remove.html", question.job, {"question": question})
    authoring.remove_question(question)
    return changed(request, job_id, f"Question {question.position} is removed.")


@require_POST
@requires(Role.RECRUITER)
def move(request: OrganizationRequest, slug: str, job_id: str, question_id: str) -> HttpResponse:
    question = get_question(job_id, question_id)
    try:
        place = authoring.move_question(question, "down" if request.POST.get("direction") == "down" else "up")
    except Conflict as error:
        return changed(request, job_id, notice=error.message)
    return changed(request, job_id, f"The question stands at place {place} now.")


@require_POST
@requires(Role.RECRUITER)
def order(request: OrganizationRequest, slug: str, job_id: str) -> HttpResponse:
    try:
        authoring.order_questions(get_job(job_id).pk, request.POST.getlist("question"))
    except Conflict as error:
        return changed(request, job_id, notice=error.message)
    return changed(request, job_id, "The order is saved.")
