"""The end of an interview, when its last answer has been heard."""

import structlog
from django.db.models import F
from django.utils import timezone

from interviews import claims
from interviews.lifecycle import complete, complete_alone
from interviews.models import Interview, Turn

ATTEMPTS_MAX = 20  # A quarter of an hour of claims; nobody waits at a page for it.

log = structlog.get_logger(__name__)


def complete_if_over(interview_id: str) -> bool:
    """Whether this call completed it. Answers still being transcribed are waited for (a sweep asks again)."""
    interview = Interview.objects.filter(id=interview_id, review_until__lte=timezone.now()).first()
    if interview is None or interview.turns.filter(status__in=[Turn.Status.ANSWERED, Turn.Status.DECIDING]).exists():
        return False
    if not _claim(interview):
        return False
    if interview.completion_attempts > ATTEMPTS_MAX:
        log.error("interview_completed_alone", interview_id=interview_id, attempt=interview.completion_attempts)
        return complete_alone(interview)
    try:
        return complete(interview)
    except Exception as error:  # Tried again when the claim has run out.
        attempt = interview.completion_attempts
        log.error("interview_not_completed", interview_id=interview_id, attempt=attempt, error=type(error).__name__)
        return False


def _claim(interview: Interview) -> bool:
    free = Interview.objects.filter(
        claims.free("completion_claimed_at"), id=interview.id, status=Interview.Status.IN_PROGRESS
    )
    claimed = free.update(completion_claimed_at=timezone.now(), completion_attempts=F("completion_attempts") + 1)
    interview.refresh_from_db(fields=["completion_attempts"])
    return bool(claimed)
