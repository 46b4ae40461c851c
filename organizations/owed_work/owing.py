"""Work becomes owed here, in the transaction that makes it so."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from organizations.owed_work import wakeup
from organizations.owed_work.kinds import KINDS
from organizations.tenancy import current_organization, shared_schema

OWE = """
INSERT INTO owed_work (organization_id, kind, row_id, stream, queue, due_at, ready, lease_token, tries, revision)
VALUES (%(organization)s, %(kind)s, %(row)s, %(stream)s, %(queue)s, %(due_at)s, %(ready)s, '', 0, 0)
ON CONFLICT (row_id, kind, organization_id)
DO UPDATE SET due_at = least(owed_work.due_at, excluded.due_at), revision = owed_work.revision + 1
"""


def owe(kind: str, row_id: str, *, stream: str = "", due_at: datetime | None = None) -> None:
    """In the organization's schema. What is owed already is owed no later than `due_at`; without it, now.

    Somebody who works on it at this moment will have it looked at once more.
    """
    now = timezone.now()
    queue = KINDS[kind].queue
    values: dict[str, Any] = {
        "organization": current_organization().id,
        "kind": kind,
        "row": row_id,
        "stream": stream,
        "queue": queue,
        "due_at": due_at or now,
        "ready": due_at is None or due_at <= now,
    }
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(OWE, values)
    if values["ready"]:
        wakeup.wake(queue)
