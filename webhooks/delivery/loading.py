"""What is needed to send the claimed deliveries of one organization: two queries, however many they are."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from organizations.owed_work.batches import Batch
from organizations.sealing import Unsealable
from webhooks.delivery.endpoint_health import SUCCESS_NOTED_EVERY
from webhooks.endpoints import alerts, registration
from webhooks.models import Delivery, Endpoint

logger = logging.getLogger(__name__)

LOAD = """
SELECT delivery.id, delivery.endpoint_id, delivery.event_id, event.payload,
       delivery.attempt_count, delivery.round_attempts, delivery.round_started_at,
       delivery.round_attempts = 0 AND delivery.round_started_at > delivery.created_at, delivery.next_attempt_at
FROM webhooks_delivery AS delivery JOIN webhooks_event AS event ON event.id = delivery.event_id
WHERE delivery.id = ANY(%s) AND delivery.status = 'pending'
"""
Keys = tuple[str, ...]
TARGETS = """
SELECT id, url, secret, previous_secret, previous_secret_expires_at,
       first_failure_at IS NULL AND last_success_at > %s
FROM webhooks_endpoint WHERE id = ANY(%s) AND disabled_at IS NULL AND deleted_at IS NULL
"""


class Target(NamedTuple):
    """`keys` is None when the signing secret cannot be opened; `is_well`: one more success is no news."""

    endpoint_id: str
    url: str
    keys: Keys | None
    is_well: bool


class Parcel(NamedTuple):
    """One attempt that is to be made."""

    batch: Batch
    target: Target
    delivery_id: str
    event_id: str
    payload: str
    attempts: int
    round_attempts: int
    round_started_at: datetime
    is_replay: bool


class Keyring:
    """Opened once a run, not once a request. A previous secret may sign that much longer."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str], Keys | None] = {}

    def of(self, secret: str, previous_secret: str, previous_expires_at: datetime | None) -> Keys | None:
        if (secret, previous_secret) not in self._opened:
            sealed = Endpoint(
                secret=secret, previous_secret=previous_secret, previous_secret_expires_at=previous_expires_at
            )
            self._opened[secret, previous_secret] = self._open(sealed)
        return self._opened[secret, previous_secret]

    def _open(self, endpoint: Endpoint) -> Keys | None:
        try:
            return tuple(registration.active_secrets(endpoint))
        except Unsealable:
            return None


def load(batch: Batch, keyring: Keyring) -> list[Parcel]:
    """In the organization's schema. What need not be sent now is settled here."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [batch.row_ids])
        rows = {row[0]: row for row in cursor.fetchall()}
    early = {delivery_id: row[-1] for delivery_id, row in rows.items() if row[-1] and row[-1] > batch.taken_at}
    targets = open_targets({row[1] for row in rows.values()}, keyring)
    parcels = [
        Parcel(batch, targets[endpoint_id], delivery_id, *rest)
        for delivery_id, endpoint_id, *rest, _ in rows.values()
        if endpoint_id in targets and delivery_id not in early
    ]
    off = {delivery_id for delivery_id, row in rows.items() if row[1] not in targets}
    settle_unsent(batch, off, early, parcels)
    return parcels


def open_targets(endpoint_ids: set[str], keyring: Keyring) -> dict[str, Target]:
    with connection.cursor() as cursor:
        cursor.execute(TARGETS, [timezone.now() - SUCCESS_NOTED_EVERY, list(endpoint_ids)])
        return {row[0]: Target(row[0], row[1], keyring.of(*row[2:5]), bool(row[5])) for row in cursor.fetchall()}


def give_up(batch: Batch) -> None:
    """In the organization's schema: what was lost again and again is dead, and its owners are told."""
    now = timezone.now()
    with transaction.atomic():
        lost = Delivery.objects.filter(id__in=batch.worn_out, status=Delivery.Status.PENDING)
        endpoint_ids = set(lost.values_list("endpoint_id", flat=True))
        count = lost.update(status=Delivery.Status.DEAD, ended_at=now, next_attempt_at=None)
        Endpoint.objects.filter(id__in=endpoint_ids, alert_owed_at=None).update(alert_owed_at=now)
        if count:
            alerts.owe_alert()
        batch.done(batch.worn_out)
    if count:
        logger.error("%s deliveries are given up: whatever took them died, or could not record them", count)


def settle_unsent(batch: Batch, off: set[str], early: Mapping[str, datetime], parcels: Sequence[Parcel]) -> None:
    """`off`: their endpoint was switched off or removed. `early`: the audit found them before they are due.

    The others that are no parcels have ended, or were erased.
    """
    unsent = set(batch.row_ids) - {parcel.delivery_id for parcel in parcels}
    if not unsent:
        return
    with transaction.atomic():
        pending = Delivery.objects.filter(id__in=off, status=Delivery.Status.PENDING)
        pending.update(status=Delivery.Status.CANCELLED, ended_at=timezone.now(), next_attempt_at=None)
        batch.settle({each: None if each in off else early.get(each) for each in unsent})
