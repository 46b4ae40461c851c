"""What came of the attempts, as rows: one transaction an organization, however many outcomes have come in."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import random
from typing import Any, NamedTuple

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from organizations.tenancy import organization_schema, shared_schema
from webhooks.delivery import endpoint_health, retries
from webhooks.delivery.egress import Answer
from webhooks.delivery.loading import Parcel
from webhooks.endpoints import alerts
from webhooks.models import Attempt, Delivery, new_attempt_id

logger = logging.getLogger(__name__)

# The conditions are those of the claim: the delivery is as it was loaded, and the lease is still ours.
RECORD = """
WITH outcome AS (
    SELECT * FROM json_to_recordset(%s::json) AS outcome(
        id text, delivery_id text, number int, "trigger" text, started_at timestamptz, duration_ms int,
        status_code int, error text, response_excerpt text,
        status text, next_attempt_at timestamptz, ended_at timestamptz)
), locked AS (
    SELECT id FROM webhooks_delivery WHERE id IN (SELECT delivery_id FROM outcome) ORDER BY id FOR UPDATE
), changed AS (
    UPDATE webhooks_delivery AS delivery
    SET status = outcome.status, attempt_count = outcome.number, round_attempts = delivery.round_attempts + 1,
        next_attempt_at = outcome.next_attempt_at, ended_at = outcome.ended_at
    FROM outcome JOIN locked ON locked.id = outcome.delivery_id
    WHERE delivery.id = locked.id AND delivery.status = 'pending' AND delivery.attempt_count = outcome.number - 1
    RETURNING delivery.id, delivery.endpoint_id, delivery.status
), owed AS (
    UPDATE webhooks_endpoint AS endpoint SET alert_owed_at = %s
    WHERE alert_owed_at IS NULL AND id IN (SELECT endpoint_id FROM changed WHERE status = 'dead')
)
INSERT INTO webhooks_attempt
    (id, delivery_id, number, trigger, started_at, duration_ms, status_code, error, response_excerpt)
SELECT outcome.id, delivery_id, number, "trigger", started_at, duration_ms, status_code, error, response_excerpt
FROM outcome JOIN changed ON changed.id = outcome.delivery_id
RETURNING delivery_id
"""
RELEASE = """
WITH outcome AS (
    SELECT * FROM json_to_recordset(%s::json) AS outcome(delivery_id text, token text, next_attempt_at timestamptz)
), ended AS (
    DELETE FROM outbox_duedelivery AS due USING outcome
    WHERE due.delivery_id = outcome.delivery_id AND due.lease_token = outcome.token
      AND outcome.next_attempt_at IS NULL
    RETURNING due.delivery_id
), later AS (
    UPDATE outbox_duedelivery AS due
    SET next_attempt_at = outcome.next_attempt_at, lease_until = NULL, lease_token = '', leases = 0
    FROM outcome
    WHERE due.delivery_id = outcome.delivery_id AND due.lease_token = outcome.token
      AND outcome.next_attempt_at IS NOT NULL
    RETURNING due.delivery_id
)
SELECT delivery_id FROM ended UNION ALL SELECT delivery_id FROM later
"""


class LostLease(Exception):
    """Somebody else has the delivery by now."""


UNRECORDABLE = (LostLease, DataError, IntegrityError)


class Outcome(NamedTuple):
    parcel: Parcel
    answer: Answer
    started_at: datetime
    ended_at: datetime


def record_all(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Of any organizations. Returns those that the database could not take now."""
    refused: list[Outcome] = []
    for organization_id, batch in by_organization(outcomes).items():
        try:
            with organization_schema(organization_id):
                record(batch)
                note_health(batch)
        except (OperationalError, InterfaceError):
            logger.warning("%s attempts could not be recorded yet", len(batch), exc_info=True)
            connection.close()
            refused += batch
    return refused


def note_health(batch: Sequence[Outcome]) -> None:
    news = (each for each in batch if each.answer.failure or not each.parcel.target.is_well)
    told = [(each.parcel.target.endpoint_id, each.answer) for each in news]
    if told:
        endpoint_health.note(endpoint_health.examine(told), timezone.now())


def by_organization(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.parcel.claim.organization_id, []).append(outcome)
    return found


def record(outcomes: Sequence[Outcome]) -> None:
    """In the organization's schema. One that cannot be recorded, or whose lease is lost, leaves the others theirs."""
    rows = [row_of(outcome) for outcome in outcomes]
    try:
        write(rows)
    except UNRECORDABLE:
        for row in rows:
            record_alone(row)


def record_alone(row: dict[str, Any]) -> None:
    try:
        write([row])
    except UNRECORDABLE as error:
        reason = type(error).__name__
        logger.warning("attempt %s of %s is not recorded: %s", row["number"], row["delivery_id"], reason)


@transaction.atomic
def write(rows: list[dict[str, Any]]) -> None:
    """Raises LostLease, with nothing written. The delivery is locked before its due row, as `endpoints` does it."""
    text = json.dumps(rows)
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [text, max(row["now"] for row in rows)])
        recorded = {delivery_id for (delivery_id,) in cursor.fetchall()}
    if any(row["status"] == Delivery.Status.DEAD for row in rows):
        alerts.owe_alert()
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(RELEASE, [text])
        released = {delivery_id for (delivery_id,) in cursor.fetchall()}
    if not recorded == released == {row["delivery_id"] for row in rows}:
        raise LostLease


def row_of(outcome: Outcome) -> dict[str, Any]:
    parcel, answer = outcome.parcel, outcome.answer
    status, again_at = decision(outcome)
    now = outcome.ended_at.isoformat()
    return {
        "id": new_attempt_id(),
        "delivery_id": parcel.delivery_id,
        "token": parcel.claim.token,
        "number": parcel.attempts + 1,
        "trigger": Attempt.Trigger.REPLAY if parcel.is_replay else Attempt.Trigger.SCHEDULED,
        "started_at": outcome.started_at.isoformat(),
        "duration_ms": answer.duration_ms,
        "status_code": answer.status_code,
        "error": answer.failure or "",
        "response_excerpt": answer.excerpt,
        "status": status,
        "next_attempt_at": again_at.isoformat() if again_at else None,
        "ended_at": None if again_at else now,
        "now": now,
    }


def decision(outcome: Outcome) -> tuple[Delivery.Status, datetime | None]:
    parcel, answer = outcome.parcel, outcome.answer
    if not answer.failure:
        return Delivery.Status.DELIVERED, None
    asked = None if answer.retry_after_s is None else timedelta(seconds=answer.retry_after_s)
    failures = parcel.round_attempts + 1
    again_at = retries.next_attempt(parcel.round_started_at, failures, outcome.ended_at, random(), asked)  # noqa: S311
    return (Delivery.Status.PENDING, again_at) if again_at else (Delivery.Status.DEAD, None)
