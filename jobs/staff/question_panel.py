"""What the templates of a job are given, and how a change of its questions is answered, with htmx and without."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import reswap, retarget, trigger_client_event

from jobs.models import GenerationStatus, JobDescription, Origin
from organizations.access import OrganizationRequest, reaches
from organizations.models import Role
from providers.text.language import is_english

SLOW_AFTER = timedelta(seconds=60)


def access(request: OrganizationRequest) -> dict[str, Any]:
    return {"slug": request.organization.slug, "may_write": reaches(request.membership, Role.RECRUITER)}


def is_htmx(request: OrganizationRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def job_url(request: OrganizationRequest, job_id: str) -> str:
    return reverse("jobs:detail", kwargs={"slug": request.organization.slug, "job_id": job_id})


def job_context(request: OrganizationRequest, job: JobDescription) -> dict[str, Any]:
    shared = access(request)
    questions = list(job.questions.all())
    pending = job.generation_status == GenerationStatus.PENDING
    asked_at = job.generation_requested_at
    return shared | {
        "job": job,
        "questions": questions,
        "in_another_language": not is_english(job.description),
        "without_points": sum(not question.expected_points for question in questions),
        "pending": pending,
        "slow": pending and asked_at is not None and timezone.now() - asked_at > SLOW_AFTER,
        "editable": shared["may_write"] and not pending and not job.archived_at,
        "has_generated": any(question.origin == Origin.GENERATED for question in questions),
    }


def section(request: OrganizationRequest, job_id: str, said: str = "", *, notice: str = "") -> HttpResponse:
    """The questions as they stand now. `said` is for screen readers, `notice` says what did not work."""
    context = job_context(request, JobDescription.objects.get(pk=job_id))
    return render(request, "jobs/_questions.html", context | {"announcement": said or notice, "notice": notice})


def changed(request: OrganizationRequest, job_id: str, said: str = "", *, notice: str = "") -> HttpResponse:
    """The answer to a change: the section for htmx (and its dialog closes), else back to the page with a message."""
    if is_htmx(request):
        response = reswap(retarget(section(request, job_id, said, notice=notice), "#questions"), "outerHTML")
        return trigger_client_event(response, "questions-changed", after="swap")
    messages.add_message(request, messages.WARNING if notice else messages.SUCCESS, notice or said)
    return redirect(job_url(request, job_id) + "#questions")


def dialog(request: OrganizationRequest, body: str, job: JobDescription, context: dict[str, Any]) -> HttpResponse:
    """A dialog's contents for htmx, a page of its own without JavaScript or in a tab of its own."""
    in_dialog = is_htmx(request)
    shown = {"job": job, "body": body, "back": job_url(request, job.pk) + "#questions", "in_dialog": in_dialog}
    everything = access(request) | context | shown | {"heading": "h2" if in_dialog else "h1"}
    return render(request, body if in_dialog else "jobs/dialog_page.html", everything)
