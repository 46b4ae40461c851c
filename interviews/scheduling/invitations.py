"""New interviews and their links."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews import owed_work
from interviews.access import new_token, token_hash
from interviews.events import tell_page
from interviews.models import Candidate, Interview, InterviewPlan
from interviews.scheduling.planning import freeze
from interviews.scheduling.waiting_for_questions import must_wait, wait
from jobs.authoring import locked
from jobs.models import JobDescription
from organizations.budgets import daily
from organizations.sealing import seal
from organizations.tenancy import current_organization

LINK_LIFETIME = timedelta(days=14)


@transaction.atomic(savepoint=False)
def create_interview(
    job: JobDescription,
    *,
    candidate_name: str,
    candidate_email: str = "",
    external_id: str = "",
    expires_in: timedelta = LINK_LIFETIME,
    expires_at: datetime | None = None,
    redirect_url: str = "",
    language: str = "en",
    metadata: Mapping[str, str] | None = None,
    created_by_id: str = "",
    may_wait: bool = False,
    link_is_owed: bool = False,
) -> tuple[Interview, str]:
    """The interview, in the mode of its job, and the token of its link, which is told here once: its hash is stored.

    With `may_wait` the questions may still be being written. With `link_is_owed` the token is kept, sealed, until
    somebody has been told; the sandbox opens test interviews, so theirs is kept until they are over.
    Raises Invalid for a job without questions, BudgetSpent when today's interviews are spent.
    """
    daily.spend(daily.INTERVIEWS)
    organization = current_organization()
    token = new_token(organization)
    plan = _plan_or_wait(job) if may_wait else freeze(job)
    interview = Interview.objects.create(
        candidate=Candidate.objects.create(name=candidate_name, email=candidate_email, external_id=external_id),
        job=job,
        plan=plan,
        livemode=job.livemode,
        metadata=dict(metadata or {}),
        redirect_url=redirect_url,
        language=language,
        token_hash=token_hash(token),
        sealed_token=seal(token) if link_is_owed or not job.livemode else "",
        expires_at=expires_at or timezone.now() + expires_in,
        tier=organization.tier,
        time_budget_s=settings.INTERVIEW_MINUTES * 60,
        turn_budget=settings.INTERVIEW_TURNS,
        created_by_id=created_by_id,
    )
    owed_work.expire_interview(interview.id, interview.expires_at)
    if plan:
        owed_work.prepare_speech(plan.id, interview.tier, interview.language)
    else:
        wait(interview, timezone.now())
    return interview, token


def _plan_or_wait(job: JobDescription) -> InterviewPlan | None:
    """None while the first questions are being written. The lock keeps these from being stored before the interview
    is: they would not see that it waits."""
    if not must_wait(job):
        return freeze(job)
    with locked(job.pk) as fresh:
        return None if must_wait(fresh) else freeze(fresh)


@transaction.atomic
def reissue_link(interview: Interview, expires_in: timedelta = LINK_LIFETIME) -> str:
    """A new token; the old link is dead. Raises Conflict when the interview is over."""
    token = new_token(current_organization())
    expires_at = timezone.now() + expires_in
    nobody_is_owed = When(livemode=True, sealed_token="", then=Value(""))
    changed = Interview.objects.filter(
        id=interview.id,
        status__in=[Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS, Interview.Status.EXPIRED],
    ).update(
        token_hash=token_hash(token),
        sealed_token=Case(nobody_is_owed, default=Value(seal(token))),
        expires_at=expires_at,
    )
    if not changed:
        raise Conflict("This interview is over; it needs no link any more.")
    Interview.objects.filter(id=interview.id, status=Interview.Status.EXPIRED).update(status=Interview.Status.SCHEDULED)
    owed_work.expire_interview(interview.id, expires_at)
    tell_page(interview.id)
    return token


def link(token: str) -> str:
    return f"{settings.PUBLIC_URL}/i/{token}/"
