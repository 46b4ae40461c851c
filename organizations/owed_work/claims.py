"""Which piece of work a worker does next. A claim is a lease that its process renews: of one that died, others take it.

Taken fairly: of the organizations that wait, the one with the least in hand comes first and of equals the next in turn,
and nobody has more than a share of a queue, be it an organization or an interview. Whoever floods waits behind their
own flood.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from organizations.owed_work import due
from organizations.owed_work.queues import Queue
from organizations.tenancy import shared_schema

LEASE = timedelta(seconds=settings.CLAIM_SECONDS)

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('owed_work'), hashtext(%s))"
TAKE = f"""{due.WAITING}, in_hand AS (
    SELECT organization_id, stream, count(*) AS held FROM owed_work
     WHERE queue = %(queue)s AND lease_until > %(now)s AND lease_until <= %(latest)s GROUP BY organization_id, stream
), found AS (
    SELECT free.id, free.due_at, waiting.organization_id, coalesce(share.held, 0) AS held
      FROM waiting
      LEFT JOIN (SELECT organization_id, sum(held) AS held FROM in_hand GROUP BY organization_id) AS share
        USING (organization_id)
     CROSS JOIN LATERAL (
        SELECT id, due_at FROM owed_work AS work
         WHERE work.queue = %(queue)s AND work.ready AND work.organization_id = waiting.organization_id
           AND {due.FREE} AND work.kind = ANY(%(kinds)s)
           AND (work.stream = '' OR work.stream NOT IN (SELECT stream FROM in_hand WHERE held >= %(per_stream)s))
         ORDER BY work.due_at LIMIT 2) AS free
     WHERE coalesce(share.held, 0) < %(per_organization)s
), chosen AS (
    SELECT work.id FROM owed_work AS work JOIN found USING (id)
     ORDER BY found.held, found.organization_id <= %(after)s, found.organization_id, found.due_at
     LIMIT 1 FOR UPDATE OF work SKIP LOCKED
)
UPDATE owed_work AS work SET lease_until = %(until)s, lease_token = %(token)s, tries = tries + 1
  FROM chosen WHERE work.id = chosen.id
RETURNING work.organization_id, work.kind, work.row_id, work.tries, work.revision, (SELECT count(*) FROM found) > 1
"""  # noqa: S608
# By what is unique of a row: of tokens there is no index.
HELD = "row_id = %(row)s AND kind = %(kind)s AND organization_id = %(organization)s AND lease_token = %(token)s"
DONE = f"DELETE FROM owed_work WHERE {HELD} AND revision = %(revision)s"  # noqa: S608
# Owed again meanwhile, by somebody whose change this try may not have seen.
AGAIN = f"""
UPDATE owed_work SET lease_until = NULL, lease_token = '', tries = 0, ready = true, due_at = %(now)s
 WHERE {HELD}
"""  # noqa: S608
LATER = f"""
UPDATE owed_work SET lease_until = NULL, lease_token = '', tries = CASE WHEN %(counted)s THEN tries ELSE 0 END,
       due_at = CASE WHEN revision = %(revision)s THEN %(at)s ELSE %(now)s END,
       ready = revision <> %(revision)s OR %(at)s <= %(now)s
 WHERE {HELD}
"""  # noqa: S608
RENEW = "UPDATE owed_work SET lease_until = %s WHERE lease_until IS NOT NULL AND lease_token = ANY(%s)"


_served: dict[str, str] = {}  # by this process: the organization that had the last turn, by queue


class LeaseLost(Exception):
    """Another worker has it now, or it is owed no more: what this one found out is not recorded."""


@dataclass
class Piece:
    """One row of the index in the hands of this worker. `tries` counts this one."""

    organization_id: str
    kind: str
    row_id: str
    tries: int
    revision: int
    token: str = field(repr=False)
    settled: bool = False

    def done(self) -> None:
        """In the transaction that does the work, which a raised LeaseLost takes back."""
        self._settle(DONE) or self._settle(AGAIN) or self._lost()

    def later(self, at: datetime, *, counted: bool = False) -> None:
        """Not yet: to be looked at again. `counted`: this was a try that failed. Raises LeaseLost."""
        self._settle(LATER, at=at, counted=counted) or self._lost()

    def _settle(self, statement: str, **values: datetime | bool) -> bool:
        known: dict[str, Any] = {
            "row": self.row_id,
            "kind": self.kind,
            "organization": self.organization_id,
            "token": self.token,
            "revision": self.revision,
            "now": timezone.now(),
        }
        with shared_schema(), connection.cursor() as cursor:
            cursor.execute(statement, known | values)
            found = bool(cursor.rowcount)
        if found:
            self._note_settled()
        return found

    def _note_settled(self) -> None:
        """Once that is committed: a transaction that is taken back leaves the piece in hand."""

        def note() -> None:
            self.settled = True

        transaction.on_commit(note)

    def _lost(self) -> bool:
        raise LeaseLost(self.kind)


def take(queue: Queue, kinds: Iterable[str]) -> tuple[Piece | None, bool]:
    """The next piece, and whether there is more for others. Committed when it returns."""
    now, token = timezone.now(), uuid4().hex
    values: dict[str, Any] = {
        "queue": queue.name,
        "kinds": list(kinds),
        "now": now,
        "until": now + LEASE,
        "latest": now + 2 * LEASE,
        "token": token,
        "after": _served.get(queue.name, ""),
        "per_organization": queue.per_organization,
        "per_stream": queue.per_stream,
    }
    with shared_schema(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [queue.name])
        cursor.execute(due.RIPEN, values)
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
    if row is None:
        return None, False
    organization_id, kind, row_id, tries, revision, more = row
    _served[queue.name] = organization_id
    return Piece(organization_id, kind, row_id, tries, revision, token), more


def renew(tokens: list[str]) -> None:
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(RENEW, [timezone.now() + LEASE, tokens])
