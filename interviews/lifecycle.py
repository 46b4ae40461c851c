"""The one place that changes an interview's status. Each change is a conditional update; a repeat does nothing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from interviews.events import interview_completed, tell_page
from interviews.models import Interview

CONSENT_VERSION = "2026-11"
REVIEW_TIME = timedelta(minutes=10)

Status = Interview.Status


def consent(interview: Interview) -> None:
    Interview.objects.filter(id=interview.id, consented_at=None).update(
        consented_at=timezone.now(), consent_version=CONSENT_VERSION
    )


def begin(interview: Interview) -> bool:
    """From scheduled to in progress: the candidate has come."""
    return _change(interview, Status.SCHEDULED, status=Status.IN_PROGRESS, last_seen_at=timezone.now())


def start_clock(interview: Interview) -> bool:
    """The first scored question is asked: the time budget runs from here."""
    return bool(Interview.objects.filter(id=interview.id, started_at=None).update(started_at=timezone.now()))


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
    changes: dict[str, object] = {"status": Status.COMPLETED, "completed_at": timezone.now()}
    if reason:
        changes["end_reason"] = reason
    if not _change(interview, Status.IN_PROGRESS, **changes):
        return False
    interview.refresh_from_db()
    interview_completed.send(sender=Interview, interview=interview)
    tell_page(interview.id)
    return True


def cancel(interview: Interview) -> bool:
    cancelled = _change(interview, Status.SCHEDULED, Status.IN_PROGRESS, status=Status.CANCELLED)
    tell_page(interview.id)
    return cancelled


def expire_overdue(now: datetime) -> int:
    overdue = Interview.objects.filter(status=Status.SCHEDULED, expires_at__lte=now)
    return sum(expire(interview, now) for interview in overdue)


def expire(interview: Interview, now: datetime) -> bool:
    overdue = Interview.objects.filter(id=interview.id, status=Status.SCHEDULED, expires_at__lte=now)
    return bool(overdue.update(status=Status.EXPIRED))


def _change(interview: Interview, *expected: str, **changes: object) -> bool:
    return bool(Interview.objects.filter(id=interview.id, status__in=expected).update(**changes))
