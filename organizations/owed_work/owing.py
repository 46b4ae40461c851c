"""Work becomes owed here, in the transaction that makes it so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from organizations.owed_work import wakeup
from organizations.owed_work.kinds import KINDS
from organizations.tenancy import current_organization, shared_schema

OWE = """
INSERT INTO owed_work (organization_id, kind, row_id, stream, queue, due_at, ready, lease_token, tries, revision)
SELECT %(organization)s, %(kind)s, row_id, stream, %(queue)s, %(due_at)s, %(ready)s, '', 0, 0
  FROM unnest(%(rows)s::text[], %(streams)s::text[]) AS owed (row_id, stream)
ON CONFLICT (row_id, kind, organization_id)
DO UPDATE SET due_at = least(owed_work.due_at, excluded.due_at), revision = owed_work.revision + 1
"""
WAIVE = "DELETE FROM owed_work WHERE row_id = ANY(%s) AND kind = %s AND organization_id = %s"


def owe(kind: str, row_id: str, *, stream: str = "", due_at: datetime | None = None) -> None:
    """In the organization's schema. What is owed already is owed no later than `due_at`; without it, now.

    Somebody who works on it at this moment will have it looked at once more.
    """
    owe_all(kind, {row_id: stream}, due_at=due_at)


def owe_all(kind: str, rows: Mapping[str, str], *, due_at: datetime | None = None) -> None:
    """`rows` are row id -> stream: one statement, however many they are, in the one order in which all take them."""
    now, queue, row_ids = timezone.now(), KINDS[kind].queue, sorted(rows)
    values: dict[str, Any] = {
        "organization": current_organization().id,
        "kind": kind,
        "rows": row_ids,
        "streams": [rows[row_id] for row_id in row_ids],
        "queue": queue,
        "due_at": due_at or now,
        "ready": due_at is None or due_at <= now,
    }
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(OWE, values)
    if values["ready"]:
        wakeup.wake(queue)


def waive(kind: str, row_ids: Iterable[str]) -> None:
    """Owed no more: whoever has one of them in hand records nothing."""
    organization_id = current_organization().id
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(WAIVE, [list(row_ids), kind, organization_id])
