"""A person decides on a score that is held."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations import reviewing
from evaluations.loading import get_interview
from evaluations.models import Score
from evaluations.staff.report_page import render_report
from evaluations.staff.review_form import ReviewForm, automatic_id
from interviewai.kernel.errors import Conflict
from organizations.access import OrganizationRequest, requires
from organizations.models import Role


@require_POST
@requires(Role.RECRUITER)
def review(request: OrganizationRequest, slug: str, interview_id: str, score_id: str) -> HttpResponse:
    interview = get_interview(interview_id)
    score = get_object_or_404(Score, id=score_id, evaluation__interview=interview)
    form = ReviewForm(request.POST, auto_id=automatic_id(score))
    if not form.is_valid():
        return render_report(request, slug, interview, refused={score.id: form}, status=422)
    try:
        reviewing.decide(score, form.cleaned_data["revision"], form.decision(request.user.pk))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Your decision is recorded, and the totals follow from it.")
    report = reverse("evaluations:report", kwargs={"slug": slug, "interview_id": interview.id})
    return redirect(f"{report}#{score.question_key}")
