"""Which rows of the due index this worker sends now. A claim is a lease: of a worker that died, others take it over.

Of each organization the oldest comes first, then the second of each: whoever has thousands waits behind their own.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.db import connection

from organizations.tenancy import shared_schema
from webhooks.delivery.endpoint_concurrency import Rooms

MARGIN = timedelta(seconds=30)
LEASES_MAX = 20  # Lost in a row: whatever takes it dies, or cannot load or record it. A quarter of an hour at least.
WRONG_CLOCK = timedelta(hours=1)  # A lease that ends later than now by so much was given by a clock that was wrong.
LOOKED_AT = 1000  # rows a claim chooses from, so that a long queue costs no more than this

CLAIM = """
WITH head AS (
    SELECT delivery_id, endpoint_id, organization_id, next_attempt_at FROM outbox_duedelivery
    WHERE next_attempt_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s OR lease_until > %(latest)s)
      AND NOT endpoint_id = ANY(%(full_endpoints)s::text[])
      AND NOT organization_id = ANY(%(full_organizations)s::text[])
    ORDER BY next_attempt_at LIMIT %(looked_at)s
), at_endpoint AS (
    SELECT *, row_number() OVER (PARTITION BY endpoint_id ORDER BY next_attempt_at) AS place FROM head
), placed AS (
    SELECT delivery_id, organization_id,
           row_number() OVER (PARTITION BY organization_id ORDER BY next_attempt_at) AS place
    FROM at_endpoint WHERE place <= coalesce((%(endpoints)s::json ->> endpoint_id)::int, %(other_endpoints)s)
), chosen AS (
    SELECT due.delivery_id FROM outbox_duedelivery AS due JOIN placed USING (delivery_id)
    WHERE placed.place <= coalesce((%(organizations)s::json ->> placed.organization_id)::int, %(other_organizations)s)
      AND due.next_attempt_at <= %(now)s
      AND (due.lease_until IS NULL OR due.lease_until <= %(now)s OR due.lease_until > %(latest)s)
    ORDER BY placed.place, due.next_attempt_at LIMIT %(at_most)s FOR UPDATE OF due SKIP LOCKED
)
UPDATE outbox_duedelivery AS due SET lease_until = %(until)s, lease_token = %(token)s, leases = due.leases + 1
FROM chosen WHERE due.delivery_id = chosen.delivery_id
RETURNING due.delivery_id, due.organization_id, due.leases
"""
FORGET = "DELETE FROM outbox_duedelivery WHERE delivery_id = ANY(%s) AND lease_token = %s"


class Claim(NamedTuple):
    """Rows of one organization, to be sent before `send_before`. Others may take them at `expires_at`.

    `worn_out` are to be given up: their leases were lost too often.
    """

    organization_id: str
    delivery_ids: tuple[str, ...]
    token: str
    expires_at: datetime
    send_before: datetime
    worn_out: tuple[str, ...] = ()


def lease() -> timedelta:
    return timedelta(seconds=settings.WEBHOOK_DEADLINE_SECONDS) + MARGIN


def claim(now: datetime, at_most: int, endpoints: Rooms, organizations: Rooms) -> list[Claim]:
    """Committed when it returns."""
    token, until = uuid4().hex, now + lease()
    values: dict[str, Any] = {
        "now": now,
        "until": until,
        "latest": until + WRONG_CLOCK,
        "token": token,
        "at_most": at_most,
        "looked_at": LOOKED_AT,
        "full_endpoints": full(endpoints),
        "endpoints": json.dumps(endpoints.known),
        "other_endpoints": endpoints.other,
        "full_organizations": full(organizations),
        "organizations": json.dumps(organizations.known),
        "other_organizations": organizations.other,
    }
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        rows = cursor.fetchall()
    fit = by_organization([row for row in rows if row[2] <= LEASES_MAX])
    worn_out = by_organization([row for row in rows if row[2] > LEASES_MAX])
    return [
        Claim(each, fit.get(each, ()), token, until, now + MARGIN / 2, worn_out.get(each, ()))
        for each in fit | worn_out
    ]


def full(rooms: Rooms) -> list[str]:
    return [each for each, room in rooms.known.items() if room <= 0]


def by_organization(rows: Sequence[tuple[str, str, int]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for delivery_id, organization_id, _ in rows:
        found.setdefault(organization_id, []).append(delivery_id)
    return {organization_id: tuple(ids) for organization_id, ids in found.items()}


def forget(delivery_ids: Collection[str], token: str) -> None:
    """They have ended, or are no more."""
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(FORGET, [list(delivery_ids), token])
