"""What staff see of interviews: the list, one interview with its recordings, and the way to cancel it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import FloatField, Prefetch, Sum
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from interviews import lifecycle
from interviews.models import Interview, Segment
from interviews.recordings.serving import recording
from interviews.staff import listing
from interviews.staff.access import get_interview, get_segment
from interviews.staff.forms import ListFilter
from organizations.access import OrganizationRequest, reaches, requires
from organizations.models import Role
from organizations.usage.models import ProviderCall

COST_USD = Cast("cost_micros", FloatField()) / 1_000_000
OPEN = (Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS)


def access(request: OrganizationRequest) -> dict[str, Any]:
    return {"slug": request.organization.slug, "may_write": reaches(request.membership, Role.RECRUITER)}


@require_safe
@requires(Role.REVIEWER)
def interview_list(request: OrganizationRequest, slug: str) -> HttpResponse:
    form = ListFilter(request.GET)
    form.is_valid()
    sort = listing.known_sort(request.GET.get("sort", ""))
    found = listing.interviews(form.cleaned_data, sort)
    page = Paginator(found, listing.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "sort": sort, "filtered": any(form.cleaned_data.values())}
    return render(request, "interviews/staff/list.html", access(request) | context)


@require_safe
@requires(Role.REVIEWER)
def detail(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    interview = get_interview(interview_id)
    segments = Prefetch("segments", Segment.objects.order_by("sequence"))
    calls = ProviderCall.objects.filter(interview_id=interview.pk).annotate(cost_usd=COST_USD).order_by("created_at")
    context = {
        "interview": interview,
        "metadata": interview.metadata.items(),  # In a template, a key called `items` would take the method's place.
        "turns": interview.turns.order_by("position").prefetch_related(segments),
        "calls": calls,
        "cost_usd": calls.aggregate(sum=Sum(COST_USD))["sum"] or 0,
        "is_open": interview.status in OPEN,
        "may_have_link": interview.status in (*OPEN, Interview.Status.EXPIRED),
    }
    return render(request, "interviews/staff/detail.html", access(request) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Role.RECRUITER)
def cancel(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    interview = get_interview(interview_id)
    if request.method != "POST":
        return render(request, "interviews/staff/cancel.html", access(request) | {"interview": interview})
    if lifecycle.cancel(interview):
        messages.success(request, "The interview is cancelled. Its link opens nothing any more.")
    else:
        messages.warning(request, "This interview is over already; there is nothing to cancel.")
    return redirect("interviews:detail", slug=slug, interview_id=interview_id)


@require_safe
@requires(Role.REVIEWER)
def segment(request: OrganizationRequest, slug: str, interview_id: str, segment_id: str) -> HttpResponse:
    return recording(request, get_segment(interview_id, segment_id))
