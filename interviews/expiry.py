"""A link that nobody came to in time."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from interviews import lifecycle
from interviews.models import Interview
from organizations.owed_work.claims import Piece

LATE = timedelta(minutes=1)

log = structlog.get_logger(__name__)


@transaction.atomic
def expire(piece: Piece) -> None:
    now = timezone.now()
    interview = Interview.objects.filter(id=piece.row_id, status=Interview.Status.SCHEDULED).first()
    if interview is None:
        piece.done()
    elif interview.expires_at > now:
        piece.later(interview.expires_at)
    else:
        lifecycle.expire(interview, now)
        piece.done()


def leave_unexpired(piece: Piece) -> None:
    """Its page is closed by the clock all the same; the event is tried again on another day."""
    log.error("interview_not_expired", interview_id=piece.row_id, attempt=piece.tries)
    piece.later(timezone.now() + timedelta(days=1))


def overdue() -> Iterable[tuple[str, str]]:
    """(interview, interview)"""
    late = Interview.objects.filter(status=Interview.Status.SCHEDULED, expires_at__lte=timezone.now() - LATE)
    return ((each, each) for each in late.values_list("id", flat=True))
