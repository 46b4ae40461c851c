"""The pages of results. Every member of the organization may read them."""

from typing import Any

import structlog
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evaluations.asking_again import lost_of
from evaluations.loading import get_interview, read
from evaluations.models import Evaluation
from evaluations.results import results
from evaluations.staff import exports, listing
from evaluations.staff.report_page import render_report
from evaluations.start_evaluation import try_again
from interviewai.kernel.errors import DomainError
from interviews import asking_again
from interviews.scheduling import invitations
from interviews.staff import links
from organizations.access import OrganizationRequest, reaches, requires
from organizations.models import Role

PER_PAGE = 25
SUMMARIES_AT_ONCE = 200

log = structlog.get_logger(__name__)


@require_safe
@requires(Role.REVIEWER)
def show(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    return render_report(request, slug, get_interview(interview_id))


@require_safe
@requires(Role.REVIEWER)
def as_json(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    return exports.as_json(results(get_interview(interview_id)), f"{interview_id}.json")


@require_safe
@requires(Role.REVIEWER)
def as_csv(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    return exports.report_csv(read(get_interview(interview_id)), f"{interview_id}.csv")


@require_POST
@requires(Role.RECRUITER)
def score_again(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    """What a failure of ours left without a score, or the whole without an evaluation."""
    interview = get_interview(interview_id)
    try:
        try_again(interview)
    except Exception as error:  # It has failed before: that is why somebody asks.
        log.error("evaluation_not_tried_again", interview_id=interview_id, error=type(error).__name__)
        messages.error(request, "That did not work. Nothing is lost; please try again later.")
    return redirect("evaluations:report", slug=slug, interview_id=interview_id)


@require_POST
@requires(Role.RECRUITER)
@never_cache
def ask_again(request: OrganizationRequest, slug: str, interview_id: str) -> HttpResponse:
    """The lost questions once more: shows the new link, once."""
    interview = get_interview(interview_id)
    try:
        token = asking_again.ask_again(interview, lost_of(interview))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("evaluations:report", slug=slug, interview_id=interview_id)
    interview.refresh_from_db()
    return links.tell(request, [(interview, invitations.link(token))])


@require_safe
@requires(Role.REVIEWER)
def index(request: OrganizationRequest, slug: str) -> HttpResponse:
    form, sort, found = filtered(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sort": sort,
        "page": page,
        "rows": [listing.listed(evaluation) for evaluation in page],
        "filtered": any(value not in (None, "") for value in form.cleaned_data.values()),
        "slug": slug,
        "may_audit": reaches(request.membership, Role.OWNER),
    }
    return render(request, "evaluations/list.html", context)


@require_safe
@requires(Role.REVIEWER)
def index_csv(request: OrganizationRequest, slug: str) -> HttpResponse:
    _, _, found = filtered(request)
    return exports.list_csv(found, "evaluations.csv")


def filtered(request: OrganizationRequest) -> tuple[listing.Filter, str, QuerySet[Evaluation]]:
    form = listing.Filter(request.GET)
    form.is_valid()
    sort = listing.known_sort(request.GET.get("sort", ""))
    wanted: dict[str, Any] = form.cleaned_data
    return form, sort, listing.evaluations(wanted, sort)


@require_safe
@requires(Role.REVIEWER)
def summary(request: OrganizationRequest, slug: str) -> HttpResponse:
    """?interview=<id>, repeated: for each that is evaluated, what replaces #evaluation-<id> on the page that asks."""
    asked = request.GET.getlist("interview")[:SUMMARIES_AT_ONCE]
    ids = [each for each in asked if "\0" not in each]  # Postgres refuses to compare with such text.
    rows = [listing.listed(evaluation) for evaluation in Evaluation.objects.filter(interview_id__in=ids)]
    return render(request, "evaluations/summary.html", {"rows": rows, "slug": slug})
