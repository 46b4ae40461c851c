"""The outbox: an event and its deliveries are rows of the transaction that they tell of.

So an event is never lost between the change and its sending, and never sent for a change that was rolled back.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from interviewai.kernel.moments import iso
from webhooks import owed_work
from webhooks.event_types import SCHEMA_VERSION, EventType, checked
from webhooks.models import Delivery, Endpoint, Event, new_event_id


class OutsideTransaction(RuntimeError):
    """An event that is not written with its change may tell of what never was: a mistake of the programmer."""


def publish(kind: EventType, data: Mapping[str, Any], *, livemode: bool, interview_id: str = "") -> Event:
    """To every endpoint that listens. Only inside the transaction of the change, in the organization's schema."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{kind} was published outside of a transaction.")
    event = write_event(kind, data, livemode=livemode, interview_id=interview_id)
    enqueue(event, [endpoint for endpoint in listening(livemode) if hears(endpoint, kind)])
    return event


@transaction.atomic
def publish_to(endpoint: Endpoint, kind: EventType, data: Mapping[str, Any]) -> Delivery:
    """To this endpoint alone, whatever it listens to: a test event."""
    event = write_event(kind, data, livemode=endpoint.livemode)
    return enqueue(event, [endpoint])[0]


def write_event(kind: EventType, data: Mapping[str, Any], *, livemode: bool, interview_id: str = "") -> Event:
    event_id, now = new_event_id(), timezone.now()
    payload = {
        "schema_version": SCHEMA_VERSION,
        "event": kind.value,
        "event_id": event_id,
        "occurred_at": iso(now),
        "livemode": livemode,
        "data": checked(kind, data),
    }
    return Event.objects.create(
        id=event_id,
        type=kind.value,
        livemode=livemode,
        interview_id=interview_id,
        payload=json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
        occurred_at=now,
    )


def enqueue(event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    """The deliveries, and what is owed of them."""
    deliveries = Delivery.objects.bulk_create(Delivery(event=event, endpoint=endpoint) for endpoint in endpoints)
    make_due(deliveries)
    return deliveries


def make_due(deliveries: list[Delivery]) -> None:
    """In the transaction that made them pending."""
    if deliveries:
        owed_work.deliver({delivery.id: delivery.endpoint_id for delivery in deliveries})


def listening(livemode: bool) -> list[Endpoint]:
    return list(Endpoint.objects.filter(livemode=livemode, disabled_at=None, deleted_at=None).order_by("id"))


def hears(endpoint: Endpoint, kind: EventType) -> bool:
    return not endpoint.event_types or kind.value in endpoint.event_types
