"""The one place that changes an interview's status. Each change is a conditional update; a repeat does nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from interviewai.kernel.moments import iso
from interviews import owed_work
from interviews.events import interview_completed, tell_page
from interviews.models import Interview
from interviews.scheduling.announcements import announce, announce_start
from organizations.tenancy import current_organization, organization_schema
from webhooks.event_types import EventType

CONSENT_VERSION = "2026-11"
REVIEW_TIME = timedelta(minutes=10)
RESUME_WITHIN = timedelta(hours=settings.INTERVIEW_RESUME_HOURS)

Status = Interview.Status

# Nobody has to be told of the link of an interview that is over.
LINK_FORGOTTEN: dict[str, object] = {"sealed_token": ""}


def consent(interview: Interview) -> None:
    Interview.objects.filter(id=interview.id, consented_at=None).update(
        consented_at=timezone.now(), consent_version=CONSENT_VERSION
    )


@transaction.atomic
def begin(interview: Interview) -> bool:
    """From scheduled to in progress: the candidate has come. Their page's own role may change no status."""
    now = timezone.now()
    with organization_schema(current_organization()):
        begun = _change(interview, Status.SCHEDULED, status=Status.IN_PROGRESS, last_seen_at=now)
    if begun:
        owed_work.watch_interview(interview.id, now + RESUME_WITHIN)
    return begun


@transaction.atomic
def start_clock(interview: Interview) -> bool:
    """The first scored question is asked: the time budget runs from here."""
    started = Interview.objects.filter(id=interview.id, started_at=None).update(started_at=timezone.now())
    if started:
        owed_work.announce_start(interview.id)
        owed_work.watch_interview(interview.id, timezone.now() + timedelta(seconds=interview.time_budget_s))
    return bool(started)


def lock_asking(interview: Interview) -> bool:
    """Whether questions are still asked, and keeps it so until the transaction ends."""
    asking = Interview.objects.select_for_update().filter(id=interview.id, status=Status.IN_PROGRESS, review_until=None)
    return asking.first() is not None


@transaction.atomic
def enter_review(interview: Interview, reason: str) -> bool:
    """The asking is over; the candidate may correct the transcripts before they are scored."""
    review_until = timezone.now() + REVIEW_TIME
    entered = Interview.objects.filter(id=interview.id, status=Status.IN_PROGRESS, review_until=None).update(
        review_until=review_until, end_reason=reason
    )
    if entered:
        owed_work.complete_interview(interview.id, review_until)
    tell_page(interview.id)
    return bool(entered)


@transaction.atomic
def close_review(interview: Interview) -> bool:
    """The candidate is content: the review ends now. A worker completes the interview."""
    now = timezone.now()
    in_review = Interview.objects.filter(id=interview.id, status=Status.IN_PROGRESS, review_until__gt=now)
    closed = in_review.update(review_until=now)
    if closed:
        owed_work.complete_interview(interview.id)
    return bool(closed)


@transaction.atomic
def complete(interview: Interview, reason: str = "") -> bool:
    """From in progress to completed, with everything that hears of it in the same transaction."""
    if not _change(interview, Status.IN_PROGRESS, **_completed(), **({"end_reason": reason} if reason else {})):
        return False
    announce_start(interview.id)
    interview.refresh_from_db()
    interview_completed.send(sender=Interview, interview=interview)
    tell_page(interview.id)
    return True


def complete_alone(interview: Interview) -> bool:
    """When `complete` cannot: it is over all the same. Nobody hears of it until a person asks for its evaluation."""
    completed = _change(interview, Status.IN_PROGRESS, **_completed())
    tell_page(interview.id)
    return completed


def _completed() -> dict[str, object]:
    return {"status": Status.COMPLETED, "completed_at": timezone.now(), **LINK_FORGOTTEN}


def open_again(interview: Interview, keys: Sequence[str], **changes: object) -> bool:
    """From completed to scheduled, for these questions. `completed_at` and what came of it stand meanwhile."""
    same = Interview.objects.filter(
        id=interview.id, status=Status.COMPLETED, times_asked_again=interview.times_asked_again
    )
    return bool(
        same.update(
            status=Status.SCHEDULED,
            asked_again=list(keys),
            times_asked_again=F("times_asked_again") + 1,
            review_until=None,
            started_at=None,
            last_seen_at=None,
            away_s=0,
            connection_id="",
            **changes,
        )
    )


def leave_as_it_stood(interview: Interview, **condition: object) -> bool:
    """An interview that was opened again, and whose candidate has not come."""
    waiting = Interview.objects.filter(id=interview.id, status=Status.SCHEDULED, completed_at__isnull=False)
    closed = bool(waiting.filter(**condition).update(status=Status.COMPLETED, **LINK_FORGOTTEN))
    tell_page(interview.id)
    return closed


@transaction.atomic
def cancel(interview: Interview) -> bool:
    """Of one that was opened again only the opening: it is completed, with what it has."""
    if interview.is_asked_again:
        return leave_as_it_stood(interview) or complete(interview)
    if not _change(interview, Status.SCHEDULED, Status.IN_PROGRESS, status=Status.CANCELLED, **LINK_FORGOTTEN):
        return False
    announce_start(interview.id)
    announce(interview.id, EventType.INTERVIEW_CANCELLED)
    tell_page(interview.id)
    return True


@transaction.atomic
def expire(interview: Interview, now: datetime) -> bool:
    if interview.is_asked_again:
        return leave_as_it_stood(interview, expires_at__lte=now)
    overdue = Interview.objects.filter(id=interview.id, status=Status.SCHEDULED, expires_at__lte=now)
    if not overdue.update(status=Status.EXPIRED, **LINK_FORGOTTEN):
        return False
    announce(interview.id, EventType.INTERVIEW_EXPIRED, expires_at=iso(interview.expires_at))
    return True


def _change(interview: Interview, *expected: str, **changes: object) -> bool:
    return bool(Interview.objects.filter(id=interview.id, status__in=expected).update(**changes))
