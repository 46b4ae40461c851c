"""A worker's thread takes one piece after the other until nothing is due, and wakes another where there is more."""

import threading
import time
from contextlib import suppress

import structlog
from django.db import Error, connection
from django.utils import timezone

from interviewai.kernel.errors import NotFound
from organizations.owed_work import claims, kinds, wakeup
from organizations.owed_work.claims import LeaseLost, Piece
from organizations.owed_work.kinds import PieceKind
from organizations.owed_work.queues import QUEUES, Queue
from organizations.owed_work.renewal import renewal
from organizations.tenancy import organization_schema

log = structlog.get_logger(__name__)

RUN_S = 60.0  # Then the hint is handed on, long before the broker would hand it out again.
_at_work = threading.local()
_told: set[str] = set()  # queues of which somebody said something since this process looked last


def work(queue_name: str) -> None:
    """Where all seats of this process are taken, those who sit there look once more."""
    if batched := kinds.in_batches(queue_name):
        batched.loop()
        return
    queue = QUEUES[queue_name]
    wakeup.heard(queue.name)
    _told.add(queue.name)
    if getattr(_at_work, "queue", "") != queue.name:
        while queue.name in _told and queue.seats().acquire(blocking=False):
            sit(queue)


def sit(queue: Queue) -> None:
    before, _at_work.queue = getattr(_at_work, "queue", ""), queue.name
    try:
        work_off(queue)
    finally:
        _at_work.queue = before
        queue.seats().release()


def work_off(queue: Queue) -> None:
    give_up_at = time.monotonic() + RUN_S
    known = kinds.of_queue(queue.name)
    while time.monotonic() < give_up_at:
        _told.discard(queue.name)
        piece, more = claims.take(queue, known)
        if piece is None:
            return
        if more:
            wakeup.wake(queue.name)
        carry_out(piece, known[piece.kind])
    wakeup.wake(queue.name)


def carry_out(piece: Piece, kind: PieceKind) -> None:
    """Whatever goes wrong has been counted before, and is tried again a little later."""
    try:
        with renewal.of(piece.token, kind.patience), organization_schema(piece.organization_id):
            try_once(piece, kind)
    except NotFound:
        with suppress(LeaseLost):
            forget(piece)
    except LeaseLost:
        log.warning("owed_work_lease_lost", kind=piece.kind, row=piece.row_id, attempt=piece.tries)
    except Error as error:
        log.error("owed_work_not_settled", kind=piece.kind, row=piece.row_id, error=type(error).__name__)
        connection.close()


def try_once(piece: Piece, kind: PieceKind) -> None:
    step = kind.run if piece.tries <= kind.tries else kind.last_step
    try:
        step(piece)
    except LeaseLost:
        raise
    except Exception as error:  # Its text may hold what somebody said.
        log.error(
            "owed_work_failed", kind=piece.kind, row=piece.row_id, attempt=piece.tries, error=type(error).__name__
        )
        piece.later(timezone.now() + kind.wait(piece.tries), counted=True)
    else:
        if not piece.settled:
            piece.done()


def forget(piece: Piece) -> None:
    """Its organization is gone."""
    log.warning("owed_work_of_nobody", kind=piece.kind, row=piece.row_id)
    piece.done()
