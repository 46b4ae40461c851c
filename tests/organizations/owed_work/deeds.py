"""Work of tests: kinds of their own in a queue of their own, owed and taken as the product does it."""

from collections.abc import Callable
from datetime import datetime

from organizations.models import Organization
from organizations.owed_work import claims, kinds
from organizations.owed_work.claims import Piece
from organizations.owed_work.models import OwedWork
from organizations.owed_work.owing import owe
from organizations.owed_work.queues import Queue
from organizations.tenancy import organization_schema

QUEUE = Queue("tests", at_once=2, per_organization=2, per_stream=1)
Register = Callable[..., None]


def nothing(piece: Piece) -> None:
    """Done."""


def owe_rows(
    organization: Organization, *row_ids: str, kind: str = "test_deed", stream: str = "", due_at: datetime | None = None
) -> None:
    with organization_schema(organization):
        for row_id in row_ids:
            owe(kind, row_id, stream=stream, due_at=due_at)


def take() -> Piece | None:
    """What the next free worker of any process gets."""
    piece, _ = claims.take(QUEUE, kinds.of_queue(QUEUE.name))
    return piece


def taken() -> Piece:
    piece = take()
    assert piece, "nothing is to be had"
    return piece


def row(row_id: str) -> OwedWork | None:
    return OwedWork.objects.filter(queue=QUEUE.name, row_id=row_id).first()
