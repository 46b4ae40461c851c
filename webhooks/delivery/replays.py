"""Sending again what was sent, given up or cancelled: a new round of tries. A repeat does nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviewai.kernel.errors import Conflict, Invalid
from webhooks.models import Delivery, Endpoint
from webhooks.publishing import make_due

BATCH = 500
Status = Delivery.Status
ENDED = (Status.DELIVERED, Status.DEAD, Status.CANCELLED)


def replay(delivery: Delivery) -> bool:
    """False when it is on its way already. Raises Conflict when its endpoint is off or removed."""
    refuse_off(delivery.endpoint)
    return bool(replay_ids([delivery.pk]))


def replay_range(
    livemode: bool,
    *,
    endpoint: Endpoint | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    status: str | None = None,
) -> int:
    """How many begin a new round: those created in [since, until), of endpoints that are on, with the status if given.

    Raises Invalid for a status that has not ended, Conflict for an endpoint that is off or removed.
    """
    if status is not None and status not in ENDED:
        raise Invalid(f"Only these can be replayed: {', '.join(ENDED)}.", code="invalid_status")
    if endpoint:
        refuse_off(endpoint)
    wanted = replayable(livemode, [status] if status else ENDED)
    bounds = {"endpoint": endpoint, "created_at__gte": since, "created_at__lt": until}
    return replay_all(wanted.filter(**{name: value for name, value in bounds.items() if value is not None}))


def replayable(livemode: bool, statuses: Sequence[str]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        status__in=statuses, endpoint__livemode=livemode, endpoint__disabled_at=None, endpoint__deleted_at=None
    )


def refuse_off(endpoint: Endpoint) -> None:
    if endpoint.disabled_at or endpoint.deleted_at:
        raise Conflict("This endpoint is off or removed. Switch it on first.", code="endpoint_off")


def replay_all(deliveries: QuerySet[Delivery]) -> int:
    """In batches, locked in the one order in which everybody locks deliveries: by id."""
    return sum(replay_ids(ids) for ids in batches(deliveries))


def batches(deliveries: QuerySet[Delivery]) -> Iterator[list[str]]:
    ids = list(deliveries.order_by("id").values_list("id", flat=True))
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


@transaction.atomic
def replay_ids(ids: list[str]) -> int:
    now = timezone.now()
    ended = Delivery.objects.filter(id__in=ids, status__in=ENDED)
    locked = list(ended.order_by("id").select_for_update(of=("self",)))
    Delivery.objects.filter(id__in=[delivery.id for delivery in locked]).update(
        status=Status.PENDING, ended_at=None, round_started_at=now, round_attempts=0, next_attempt_at=now
    )
    make_due(locked)
    return len(locked)
