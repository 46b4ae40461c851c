"""The one place that changes an interview's status. Each change is a conditional update; a repeat does nothing."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from interviewai.kernel.moments import iso
from interviews import hints
from interviews.events import interview_completed, tell_page
from interviews.models import Interview
from interviews.scheduling.announcements import announce, announce_start
from webhooks.event_types import EventType

CONSENT_VERSION = "2026-11"
REVIEW_TIME = timedelta(minutes=10)
EXPIRED_AT_ONCE = 500  # Of one organization; the next sweeps find the rest.

Status = Interview.Status
log = structlog.get_logger(__name__)

# Nobody has to be told of the link of an interview that is over.
LINK_FORGOTTEN: dict[str, object] = {"sealed_token": ""}


def consent(interview: Interview) -> None:
    Interview.objects.filter(id=interview.id, consented_at=None).update(
        consented_at=timezone.now(), consent_version=CONSENT_VERSION
    )


def begin(interview: Interview) -> bool:
    """From scheduled to in progress: the candidate has come."""
    return _change(interview, Status.SCHEDULED, status=Status.IN_PROGRESS, last_seen_at=timezone.now())


def start_clock(interview: Interview) -> bool:
    """The first scored question is asked: the time budget runs from here."""
    started = Interview.objects.filter(id=interview.id, started_at=None).update(started_at=timezone.now())
    if started:
        hints.announce_start(interview.id)
    return bool(started)


def lock_asking(interview: Interview) -> bool:
    """Whether questions are still asked, and keeps it so until the transaction ends."""
    asking = Interview.objects.select_for_update().filter(id=interview.id, status=Status.IN_PROGRESS, review_until=None)
    return asking.first() is not None


def enter_review(interview: Interview, reason: str) -> bool:
    """The asking is over; the candidate may correct the transcripts before they are scored."""
    entered = Interview.objects.filter(id=interview.id, status=Status.IN_PROGRESS, review_until=None).update(
        review_until=timezone.now() + REVIEW_TIME, end_reason=reason
    )
    tell_page(interview.id)
    return bool(entered)


def close_review(interview: Interview) -> bool:
    """The candidate is content: the review ends now. A worker completes the interview."""
    return bool(
        Interview.objects.filter(id=interview.id, status=Status.IN_PROGRESS, review_until__gt=timezone.now()).update(
            review_until=timezone.now()
        )
    )


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


@transaction.atomic
def cancel(interview: Interview) -> bool:
    if not _change(interview, Status.SCHEDULED, Status.IN_PROGRESS, status=Status.CANCELLED, **LINK_FORGOTTEN):
        return False
    announce_start(interview.id)
    announce(interview.id, EventType.INTERVIEW_CANCELLED)
    tell_page(interview.id)
    return True


def expire_overdue(now: datetime) -> int:
    """How many. One at a time: the event of each is written with its change, and none holds up the others."""
    overdue = Interview.objects.filter(status=Status.SCHEDULED, expires_at__lte=now).order_by("expires_at")
    return sum(_expire(interview, now) for interview in overdue[:EXPIRED_AT_ONCE])


def _expire(interview: Interview, now: datetime) -> bool:
    try:
        return expire(interview, now)
    except Exception as error:
        log.error("interview_not_expired", interview_id=interview.id, error=type(error).__name__)
        return False


@transaction.atomic
def expire(interview: Interview, now: datetime) -> bool:
    overdue = Interview.objects.filter(id=interview.id, status=Status.SCHEDULED, expires_at__lte=now)
    if not overdue.update(status=Status.EXPIRED, **LINK_FORGOTTEN):
        return False
    announce(interview.id, EventType.INTERVIEW_EXPIRED, expires_at=iso(interview.expires_at))
    return True


def _change(interview: Interview, *expected: str, **changes: object) -> bool:
    return bool(Interview.objects.filter(id=interview.id, status__in=expected).update(**changes))
