"""Events about interviews, each written in the transaction of the change that it tells of."""

from collections.abc import Iterable
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from interviewai.kernel.moments import iso
from interviews.models import Interview
from interviews.scheduling.event_data import told
from organizations.owed_work.claims import Piece
from webhooks.event_types import EventType
from webhooks.publishing import publish

log = structlog.get_logger(__name__)


def announce(interview_id: str, kind: EventType, **more: Any) -> None:
    """Inside the transaction that changed the interview."""
    interview = Interview.objects.select_related("candidate", "job").get(id=interview_id)
    publish(kind, told(interview) | more, livemode=interview.livemode, interview_id=interview.id)


@transaction.atomic
def announce_start(interview_id: str) -> bool:
    """Whether this call did it. A candidate's request may not write webhooks, so it only sets `started_at`."""
    unannounced = Interview.objects.filter(id=interview_id, started_at__isnull=False, start_announced_at=None)
    if not unannounced.update(start_announced_at=timezone.now()):
        return False
    started_at = Interview.objects.values_list("started_at", flat=True).get(id=interview_id)
    assert started_at is not None  # noqa: S101  # by the condition above
    announce(interview_id, EventType.INTERVIEW_STARTED, started_at=iso(started_at), status=Interview.Status.IN_PROGRESS)
    return True


@transaction.atomic
def announce_owed_start(piece: Piece) -> None:
    announce_start(piece.row_id)
    piece.done()


def leave_unannounced(piece: Piece) -> None:
    """Whatever ends the interview announces its start before."""
    log.error("start_not_announced", interview_id=piece.row_id, attempt=piece.tries)


def unannounced_starts() -> Iterable[tuple[str, str]]:
    """(interview, interview): of running ones."""
    running = Interview.objects.filter(status=Interview.Status.IN_PROGRESS, started_at__isnull=False)
    return ((each, each) for each in running.filter(start_announced_at=None).values_list("id", flat=True))
