"""The page of one report, as the one who asks may use it."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from evaluations.asking_again import lost_of
from evaluations.loading import read
from evaluations.staff import report
from evaluations.staff.review_form import ReviewForm
from interviews.models import Interview
from organizations.access import OrganizationRequest, reaches
from organizations.models import Role


def render_report(
    request: OrganizationRequest,
    slug: str,
    interview: Interview,
    *,
    refused: Mapping[str, ReviewForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`refused` holds, by the score's id, what a person has entered and has to correct."""
    recruiter = reaches(request.membership, Role.RECRUITER)
    access = {"slug": slug, "may_score_again": recruiter, "may_decide": recruiter}
    shown = report.shown(read(interview), refused or {}) | {"lost": lost_of(interview)} | access
    return render(request, "evaluations/report.html", shown, status=status)
