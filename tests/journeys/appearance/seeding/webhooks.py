"""Endpoints in each state, and deliveries in each. Nothing is due, so no worker changes them."""

from datetime import timedelta

from django.utils import timezone

from organizations.models import Organization
from organizations.owed_work.owing import owe
from organizations.tenancy import organization_schema
from webhooks.endpoints import registration
from webhooks.event_types import EventType
from webhooks.models import Attempt, Delivery, Endpoint
from webhooks.owed_work import DELIVER
from webhooks.publishing import write_event

Reason, Status = Endpoint.DisabledReason, Delivery.Status
ADDRESS = "https://platform.example.com/hooks/interviews/with/a/path/that/is/as/long/as/they/are/in/real/life"


def seed(organization: Organization, interview_id: str) -> dict[str, str]:
    with organization_schema(organization):
        endpoint = listening("live", event_types=["interview.completed", "interview.started"])
        rotating = listening("rotating")
        registration.rotate_secret(rotating)
        made = {"endpoint_id": endpoint, "rotating_endpoint": rotating, **switched_off()}
        listening("test", livemode=False)
        sent = {f"{status}_delivery": delivery(endpoint, status, interview_id) for status in Status}
        return {name: row.pk for name, row in (made | sent).items()} | {"delivery_id": sent["dead_delivery"].pk}


def listening(name: str, *, livemode: bool = True, event_types: list[str] | None = None) -> Endpoint:
    address = f"{ADDRESS}/{name}"
    return registration.create(address, livemode=livemode, event_types=event_types or [], description="Production")[0]


def switched_off() -> dict[str, Endpoint]:
    made = {f"{reason}_endpoint": listening(reason) for reason in Reason}
    for reason in Reason:
        changes = {"disabled_at": timezone.now(), "disabled_reason": reason}
        Endpoint.objects.filter(pk=made[f"{reason}_endpoint"].pk).update(**changes)
    return made


def delivery(endpoint: Endpoint, status: str, interview_id: str) -> Delivery:
    told = {"endpoint_id": endpoint.pk, "message": "If you can read this, your endpoint works."}
    event = write_event(EventType.PING, told, livemode=True, interview_id=interview_id)
    over, later = status != Status.PENDING, timezone.now() + timedelta(hours=1)
    row = Delivery.objects.create(
        event=event,
        endpoint=endpoint,
        status=status,
        attempt_count=2,
        next_attempt_at=None if over else later,
        ended_at=timezone.now() if over else None,
    )
    if not over:
        owe(DELIVER, row.pk, stream=endpoint.pk, due_at=later)
    attempt(row, 1, status_code=None, error="timeout")
    attempt(row, 2, status_code=500, error="status", response_excerpt="Internal error. " * 30, trigger="replay")
    return row


def attempt(row: Delivery, number: int, **columns: object) -> None:
    Attempt.objects.create(delivery=row, number=number, started_at=timezone.now(), duration_ms=320, **columns)
