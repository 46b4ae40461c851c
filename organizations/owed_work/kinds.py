"""What work there is. An app registers its kinds in its `tasks.py`; whoever makes work owed only names them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from organizations.owed_work.batches import Batch
from organizations.owed_work.claims import Piece

WAITS = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 45))
Outstanding = Callable[[], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Kind:
    """`outstanding` looks into the organization's rows and tells what should be owed there: (row id, stream).

    After `tries` tries, whatever ended them, comes a last step; it has to be safe, and needs no vendor.
    """

    name: str
    queue: str
    outstanding: Outstanding
    tries: int


@dataclass(frozen=True)
class PieceKind(Kind):
    """`run` and `last_step` work in the organization's schema. Returning means done, unless they said `later`.

    `patience` is how long one try may take altogether: after that it counts as hung, and others may take it.
    """

    run: Callable[[Piece], object]
    last_step: Callable[[Piece], object]
    patience: timedelta
    waits: Sequence[timedelta]

    def wait(self, tries: int) -> timedelta:
        """After that many failures. The last step follows at once, and again where it fails itself."""
        if tries == self.tries:
            return timedelta(0)
        return self.waits[min(tries, len(self.waits)) - 1]


@dataclass(frozen=True)
class BatchKind(Kind):
    """Has its queue for itself. `loop` takes and settles what waits there, until nothing is due (batches.py).

    It asks for hints itself (wakeup.heard), and may tell one that runs in this process already instead of beginning.
    """

    loop: Callable[[], object]
    last_step: Callable[[Batch], object]


KINDS: dict[str, Kind] = {}


def register(
    name: str,
    *,
    queue: str,
    run: Callable[[Piece], object],
    last_step: Callable[[Piece], object],
    outstanding: Outstanding,
    tries: int,
    patience: timedelta = timedelta(minutes=5),
    waits: Sequence[timedelta] = WAITS,
) -> None:
    KINDS[name] = PieceKind(name, queue, outstanding, tries, run, last_step, patience, waits)


def register_batches(
    name: str,
    *,
    queue: str,
    loop: Callable[[], object],
    last_step: Callable[[Batch], object],
    outstanding: Outstanding,
    tries: int,
) -> None:
    KINDS[name] = BatchKind(name, queue, outstanding, tries, loop, last_step)


def of_queue(queue: str) -> dict[str, PieceKind]:
    """What this process knows of, by name. A newer version's kinds are left to its processes."""
    return {kind.name: kind for kind in KINDS.values() if isinstance(kind, PieceKind) and kind.queue == queue}


def in_batches(queue: str) -> BatchKind | None:
    """What has this queue for itself, if one does."""
    batched = (kind for kind in KINDS.values() if isinstance(kind, BatchKind) and kind.queue == queue)
    return next(batched, None)
