"""Work that one loop a process does by the dozen: it is told how much room there is, takes that much, settles at once.

Of each organization the oldest comes first, then the second of each: whoever has thousands waits behind their own. A
claim waits for nobody: rows in other hands are passed over. Its lease is not renewed, so it is given for as long as
the work may take.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from organizations.owed_work import due
from organizations.owed_work.rooms import Rooms
from organizations.tenancy import shared_schema

if TYPE_CHECKING:
    from organizations.owed_work.kinds import BatchKind

LOOKED_AT = 1000  # rows that a claim chooses from, so that a long queue costs no more than this,
LOOKED_AT_OF_EACH = 20  # but so many of each organization, however many wait

TAKE = f"""{due.WAITING}, head AS (
    SELECT found.* FROM waiting
     CROSS JOIN LATERAL (
        SELECT id, stream, organization_id, due_at FROM owed_work AS work
         WHERE work.queue = %(queue)s AND work.ready AND work.organization_id = waiting.organization_id
           AND work.kind = %(kind)s AND {due.FREE} AND NOT work.stream = ANY(%(full_streams)s::text[])
         ORDER BY work.due_at
         LIMIT greatest(%(of_each)s, %(looked_at)s / (SELECT count(*) FROM waiting))) AS found
     WHERE NOT waiting.organization_id = ANY(%(full_organizations)s::text[])
), in_stream AS (
    SELECT *, row_number() OVER (PARTITION BY organization_id, stream ORDER BY due_at, id) AS place FROM head
), placed AS (
    SELECT id, organization_id, row_number() OVER (PARTITION BY organization_id ORDER BY due_at, id) AS place
      FROM in_stream
     WHERE stream = '' OR place <= coalesce((%(streams)s::json ->> stream)::int, %(other_streams)s)
), chosen AS (
    SELECT work.id FROM owed_work AS work JOIN placed USING (id)
     WHERE placed.place <= coalesce((%(organizations)s::json ->> placed.organization_id)::int, %(other_organizations)s)
       AND {due.FREE}
     ORDER BY placed.place, work.due_at, work.id LIMIT %(at_most)s FOR UPDATE OF work SKIP LOCKED
)
UPDATE owed_work AS work SET lease_until = %(until)s, lease_token = %(token)s, tries = work.tries + 1
  FROM chosen WHERE work.id = chosen.id
RETURNING work.organization_id, work.row_id, work.revision, work.tries
"""  # noqa: S608
# The ids stand here twice, so that Postgres knows how few they are, and looks them up whatever the table has.
HELD = """work.row_id = ANY(%(row_ids)s::text[]) AND work.kind = %(kind)s AND work.organization_id = %(organization)s
       AND work.row_id = settled.row_id AND work.lease_token = settled.token"""
# What was owed again meanwhile is looked at once more, whatever came of this try.
SETTLE = f"""
WITH settled AS (
    SELECT * FROM json_to_recordset(%(settled)s::json)
        AS settled(row_id text, token text, revision int, due_at timestamptz)
), done AS (
    DELETE FROM owed_work AS work USING settled
     WHERE {HELD} AND work.revision = settled.revision AND settled.due_at IS NULL
    RETURNING work.row_id
), later AS (
    UPDATE owed_work AS work
       SET lease_until = NULL, lease_token = '', tries = 0,
           due_at = CASE WHEN work.revision = settled.revision THEN settled.due_at ELSE %(now)s END,
           ready = work.revision <> settled.revision OR settled.due_at <= %(now)s
      FROM settled
     WHERE {HELD} AND (work.revision <> settled.revision OR settled.due_at IS NOT NULL)
    RETURNING work.row_id
)
SELECT row_id FROM done UNION ALL SELECT row_id FROM later
"""  # noqa: S608


@dataclass(frozen=True)
class Batch:
    """Rows of one organization in the hands of this process, as revisions by id. Others may take them at `expires_at`.

    `worn_out` are for the last step: they were taken as often as their kind allows, and nothing was ever settled.
    """

    kind: "BatchKind"
    organization_id: str
    token: str = field(repr=False)
    taken_at: datetime
    expires_at: datetime
    revisions: dict[str, int] = field(default_factory=dict)
    worn_out: set[str] = field(default_factory=set)

    @property
    def row_ids(self) -> list[str]:
        """Those that are to be worked on."""
        return [row_id for row_id in self.revisions if row_id not in self.worn_out]

    def settled(self, row_id: str, due_at: datetime | None = None) -> "Settled":
        return Settled(row_id, self.token, self.revisions[row_id], due_at)

    def last_step(self) -> None:
        """In the organization's schema."""
        if self.worn_out:
            self.kind.last_step(self)

    def done(self, row_ids: Iterable[str]) -> None:
        self.settle(dict.fromkeys(row_ids))

    def settle(self, due_at: Mapping[str, datetime | None]) -> None:
        """Each is done, or due again. Those that were lost meanwhile are others'."""
        settle(self.kind.name, self.organization_id, [self.settled(*each) for each in due_at.items()])


class Settled(NamedTuple):
    """A try came to an end: done, or due again."""

    row_id: str
    token: str
    revision: int
    due_at: datetime | None = None


def take(kind: "BatchKind", lease: timedelta, at_most: int, streams: Rooms, organizations: Rooms) -> list[Batch]:
    """Committed when it returns. A batch each organization."""
    now, token = timezone.now(), uuid4().hex
    values: dict[str, Any] = {
        "queue": kind.queue,
        "kind": kind.name,
        "now": now,
        "until": now + lease,
        "latest": now + 2 * lease,
        "token": token,
        "at_most": at_most,
        "looked_at": LOOKED_AT,
        "of_each": LOOKED_AT_OF_EACH,
        "full_streams": streams.full,
        "streams": json.dumps(streams.known),
        "other_streams": streams.other,
        "full_organizations": organizations.full,
        "organizations": json.dumps(organizations.known),
        "other_organizations": organizations.other,
    }
    with shared_schema(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(due.RIPEN, values)
        cursor.execute(TAKE, values)
        rows = cursor.fetchall()
    found: dict[str, Batch] = {}
    for organization_id, row_id, revision, tries in rows:
        batch = found.setdefault(organization_id, Batch(kind, organization_id, token, now, now + lease))
        batch.revisions[row_id] = revision
        if tries > kind.tries:
            batch.worn_out.add(row_id)
    return list(found.values())


def settle(kind: str, organization_id: str, settled: Sequence[Settled]) -> set[str]:
    """In the transaction that records what came of them. The ids of those that were still in these hands."""
    rows = [each._asdict() | {"due_at": each.due_at and each.due_at.isoformat()} for each in settled]
    values: dict[str, Any] = {
        "kind": kind,
        "organization": organization_id,
        "now": timezone.now(),
        "row_ids": [each.row_id for each in settled],
        "settled": json.dumps(rows),
    }
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(SETTLE, values)
        return {row_id for (row_id,) in cursor.fetchall()}
