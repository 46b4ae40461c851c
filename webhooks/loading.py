"""What is needed to send the claimed deliveries of one organization: two queries, however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from organizations.sealing import Unsealable
from webhooks import claims, endpoints
from webhooks.claims import Claim
from webhooks.models import Delivery, Endpoint

LOAD = """
SELECT delivery.id, delivery.endpoint_id, delivery.event_id, event.payload,
       delivery.attempt_count, delivery.round_attempts, delivery.round_started_at,
       delivery.round_attempts = 0 AND delivery.round_started_at > delivery.created_at
FROM webhooks_delivery AS delivery JOIN webhooks_event AS event ON event.id = delivery.event_id
WHERE delivery.id = ANY(%s) AND delivery.status = 'pending'
"""


@dataclass(frozen=True, slots=True)
class Target:
    """`keys` is None when the signing secret cannot be opened."""

    endpoint_id: str
    url: str
    keys: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One attempt that is to be made."""

    claim: Claim
    target: Target
    delivery_id: str
    event_id: str
    payload: str
    attempts: int
    round_attempts: int
    round_started_at: datetime
    is_replay: bool


class Keys:
    """Opened once a run, not once a request. A previous secret may sign that much longer."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str], tuple[str, ...] | None] = {}

    def of(self, endpoint: Endpoint) -> tuple[str, ...] | None:
        sealed = (endpoint.secret, endpoint.previous_secret)
        if sealed not in self._opened:
            self._opened[sealed] = self._open(endpoint)
        return self._opened[sealed]

    def _open(self, endpoint: Endpoint) -> tuple[str, ...] | None:
        try:
            return tuple(endpoints.active_secrets(endpoint))
        except Unsealable:
            return None


def load(claim: Claim, keys: Keys) -> list[Parcel]:
    """In the organization's schema. What need not be sent any more is settled here."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [list(claim.delivery_ids)])
        rows = cursor.fetchall()
    targets = open_targets({row[1] for row in rows}, keys)
    parcels = [
        Parcel(claim, targets[endpoint_id], delivery_id, *rest)
        for delivery_id, endpoint_id, *rest in rows
        if endpoint_id in targets
    ]
    settle(claim, {row[0] for row in rows} - {parcel.delivery_id for parcel in parcels}, parcels)
    return parcels


def open_targets(endpoint_ids: set[str], keys: Keys) -> dict[str, Target]:
    rows = Endpoint.objects.filter(id__in=endpoint_ids, disabled_at=None, deleted_at=None)
    return {endpoint.id: Target(endpoint.id, endpoint.url, keys.of(endpoint)) for endpoint in rows}


def settle(claim: Claim, off: set[str], parcels: Sequence[Parcel]) -> None:
    """`off`: their endpoint was switched off or removed. The others that are no parcels have ended, or were erased."""
    ended = set(claim.delivery_ids) - {parcel.delivery_id for parcel in parcels}
    if not ended:
        return
    with transaction.atomic():
        pending = Delivery.objects.filter(id__in=off, status=Delivery.Status.PENDING)
        pending.update(status=Delivery.Status.CANCELLED, ended_at=timezone.now(), next_attempt_at=None)
        claims.forget(ended, claim.token)
