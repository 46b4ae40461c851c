"""Sending again what has ended: a new round of tries for one delivery, or for all that a filter names."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from webhooks.listing import deliveries as listed
from webhooks.models import Delivery, Endpoint
from webhooks.publishing import make_due

Status = Delivery.Status


@transaction.atomic
def replay(delivery: Delivery) -> Delivery:
    """As it is now. Raises Conflict when it is on its way already, or its endpoint is off or removed."""
    if not listening(pk=delivery.endpoint_id):
        raise Conflict("Its endpoint is switched off or removed: nothing is sent there.")
    if not begin_round([delivery.pk]):
        raise Conflict("This delivery is on its way already.")
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def replay_many(
    *,
    livemode: bool,
    endpoint_id: str | None = None,
    status: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> int:
    """How many are sent again: dead ones when no status is named, of endpoints that are on. Raises Conflict."""
    endpoints = listening(livemode=livemode, **({"pk": endpoint_id} if endpoint_id else {}))
    if endpoint_id and not endpoints:
        raise Conflict("This endpoint is switched off or removed: nothing is sent there.")
    found = listed(livemode=livemode, status=status or Status.DEAD, since=since, until=until)
    return begin_round(list(found.filter(endpoint_id__in=endpoints).values_list("pk", flat=True)))


def listening(**narrower: object) -> list[str]:
    """Locked, so that none of them is switched off between this look and the commit."""
    rows = Endpoint.objects.select_for_update(no_key=True).filter(disabled_at=None, deleted_at=None, **narrower)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def begin_round(delivery_ids: list[str]) -> int:
    """Of those that have ended; the rows stay locked until the commit, so a second replay finds none."""
    ended = Delivery.objects.select_for_update().filter(pk__in=delivery_ids).exclude(status=Status.PENDING)
    deliveries, now = list(ended.order_by("pk")), timezone.now()
    for delivery in deliveries:
        delivery.next_attempt_at = now
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).exclude(status=Status.PENDING).update(
        status=Status.PENDING, round_started_at=now, round_attempts=0, next_attempt_at=now, ended_at=None
    )
    make_due(deliveries)
    return len(deliveries)
