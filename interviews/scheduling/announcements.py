"""Events about interviews, each written in the transaction of the change that it tells of."""

from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviewai.kernel.moments import iso
from interviews.models import Interview
from interviews.scheduling.event_data import told
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


def unannounced_starts() -> QuerySet[Interview, str]:
    """Ids. Whatever ends an interview announces its start before, so only running ones are looked at."""
    running = Interview.objects.filter(status=Interview.Status.IN_PROGRESS)
    return running.filter(started_at__isnull=False, start_announced_at=None).values_list("id", flat=True)


def announce_missed_starts() -> None:
    for interview_id in unannounced_starts()[:200]:
        try:
            announce_start(interview_id)
        except Exception as error:  # One that cannot be told of keeps none of the others.
            log.error("start_not_announced", interview_id=interview_id, error=type(error).__name__)
