"""New interviews and their links."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews import hints
from interviews.access import new_token, token_hash
from interviews.events import tell_page
from interviews.models import Candidate, Interview
from interviews.planning import freeze
from jobs.models import JobDescription
from organizations.tenancy import current_organization

LINK_LIFETIME = timedelta(days=14)


@transaction.atomic
def create_interview(
    job: JobDescription,
    *,
    candidate_name: str,
    candidate_email: str = "",
    expires_in: timedelta = LINK_LIFETIME,
    created_by_id: str = "",
) -> tuple[Interview, str]:
    """The interview and the token of its link, which is told here once: only its hash is stored.

    Raises Invalid for a job without questions.
    """
    organization = current_organization()
    token = new_token(organization)
    plan = freeze(job)
    interview = Interview.objects.create(
        candidate=Candidate.objects.create(name=candidate_name, email=candidate_email),
        job=job,
        plan=plan,
        token_hash=token_hash(token),
        expires_at=timezone.now() + expires_in,
        tier=organization.tier,
        time_budget_s=settings.INTERVIEW_MINUTES * 60,
        turn_budget=settings.INTERVIEW_TURNS,
        created_by_id=created_by_id,
    )
    hints.prepare_speech(plan.id, interview.tier, interview.language)
    return interview, token


@transaction.atomic
def reissue_link(interview: Interview, expires_in: timedelta = LINK_LIFETIME) -> str:
    """A new token; the old link is dead. Raises Conflict when the interview is over."""
    token = new_token(current_organization())
    changed = Interview.objects.filter(
        id=interview.id,
        status__in=[Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS, Interview.Status.EXPIRED],
    ).update(token_hash=token_hash(token), expires_at=timezone.now() + expires_in)
    if not changed:
        raise Conflict("This interview is over; it needs no link any more.")
    Interview.objects.filter(id=interview.id, status=Interview.Status.EXPIRED).update(status=Interview.Status.SCHEDULED)
    tell_page(interview.id)
    return token


def link(token: str) -> str:
    return f"{settings.PUBLIC_URL}/i/{token}/"
