"""What came of the attempts, as rows: one transaction an organization, however many outcomes have come in."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import random
from typing import Any, NamedTuple

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from organizations.owed_work.batches import Settled, settle
from organizations.owed_work.claims import LeaseLost
from organizations.tenancy import current_organization, organization_schema
from webhooks import owed_work
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
UNRECORDABLE = (LeaseLost, DataError, IntegrityError)


class Outcome(NamedTuple):
    parcel: Parcel
    answer: Answer
    started_at: datetime
    ended_at: datetime


class Record(NamedTuple):
    """What is written of an outcome: with the attempt, and in the index of owed work."""

    row: dict[str, Any]
    settled: Settled


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
        found.setdefault(outcome.parcel.batch.organization_id, []).append(outcome)
    return found


def record(outcomes: Sequence[Outcome]) -> None:
    """In the organization's schema. One that cannot be recorded, or whose lease is lost, leaves the others theirs."""
    records = [record_of(outcome) for outcome in outcomes]
    try:
        write(records)
    except UNRECORDABLE:
        for each in records:
            write_alone(each)


def write_alone(record: Record) -> None:
    try:
        write([record])
    except UNRECORDABLE as error:
        reason, number = type(error).__name__, record.row["number"]
        logger.warning("attempt %s of %s is not recorded: %s", number, record.settled.row_id, reason)


@transaction.atomic
def write(records: list[Record]) -> None:
    """Raises LeaseLost, with nothing written. The delivery is locked before what is owed, as `endpoints` does it."""
    rows = [each.row for each in records]
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [json.dumps(rows), max(row["now"] for row in rows)])
        recorded = {delivery_id for (delivery_id,) in cursor.fetchall()}
    if any(row["status"] == Delivery.Status.DEAD for row in rows):
        alerts.owe_alert()
    settled = settle(owed_work.DELIVER, current_organization().id, [each.settled for each in records])
    if not recorded == settled == {row["delivery_id"] for row in rows}:
        raise LeaseLost(owed_work.DELIVER)


def record_of(outcome: Outcome) -> Record:
    parcel, answer = outcome.parcel, outcome.answer
    status, again_at = decision(outcome)
    now = outcome.ended_at.isoformat()
    row = {
        "id": new_attempt_id(),
        "delivery_id": parcel.delivery_id,
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
    return Record(row, parcel.batch.settled(parcel.delivery_id, again_at))


def decision(outcome: Outcome) -> tuple[Delivery.Status, datetime | None]:
    parcel, answer = outcome.parcel, outcome.answer
    if not answer.failure:
        return Delivery.Status.DELIVERED, None
    asked = None if answer.retry_after_s is None else timedelta(seconds=answer.retry_after_s)
    failures = parcel.round_attempts + 1
    again_at = retries.next_attempt(parcel.round_started_at, failures, outcome.ended_at, random(), asked)  # noqa: S311
    return (Delivery.Status.PENDING, again_at) if again_at else (Delivery.Status.DEAD, None)
