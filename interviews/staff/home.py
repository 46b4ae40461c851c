"""The start page of an organization: where things stand, and for a new one what to do next."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from interviews.models import Interview
from jobs.models import JobDescription
from organizations.access import OrganizationRequest, reaches, requires
from organizations.models import Role

LATEST = 6
Status = Interview.Status


@require_safe
@requires(Role.REVIEWER)
def overview(request: OrganizationRequest, slug: str) -> HttpResponse:
    """A part for htmx; without JavaScript the whole page."""
    latest = list(live_interviews().select_related("candidate", "job").order_by("-created_at")[:LATEST])
    context = {
        "slug": slug,
        "latest": latest,
        "counts": counts(),
        "may_write": reaches(request.membership, Role.RECRUITER),
    }
    if not latest:
        context["job"] = newest_job()
    is_part = "HX-Request" in request.headers
    return render(request, "interviews/staff/_overview.html" if is_part else "organizations/home.html", context)


def live_interviews() -> QuerySet[Interview]:
    return Interview.objects.filter(livemode=True)


def counts() -> dict[str, int]:
    return live_interviews().aggregate(
        waiting=Count("pk", filter=Q(status=Status.SCHEDULED, expires_at__gt=timezone.now())),
        running=Count("pk", filter=Q(status=Status.IN_PROGRESS)),
        completed=Count("pk", filter=Q(status=Status.COMPLETED)),
    )


def newest_job() -> JobDescription | None:
    """With the number of its questions as `question_count`."""
    return (
        JobDescription.objects.filter(archived_at=None, livemode=True)
        .annotate(question_count=Count("questions"))
        .first()
    )
