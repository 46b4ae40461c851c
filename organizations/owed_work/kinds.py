"""What work there is. An app registers its kinds in its `tasks.py`; whoever makes work owed only names them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from organizations.owed_work.claims import Piece

WAITS = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 45))
Outstanding = Callable[[], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Kind:
    """`run` and `last_step` work in the organization's schema. Returning means done, unless they said `later`.

    `patience` is how long one try may take altogether: after that it counts as hung, and others may take it.
    `last_step` follows on `tries` tries, whatever ended them; it has to be safe, and needs no vendor.
    `outstanding` looks into the organization's rows and tells what should be owed there: (row id, stream).
    """

    name: str
    queue: str
    run: Callable[[Piece], object]
    last_step: Callable[[Piece], object]
    outstanding: Outstanding
    tries: int
    patience: timedelta
    waits: Sequence[timedelta]

    def wait(self, tries: int) -> timedelta:
        """After that many failures. The last step follows at once, and again where it fails itself."""
        if tries == self.tries:
            return timedelta(0)
        return self.waits[min(tries, len(self.waits)) - 1]


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
    KINDS[name] = Kind(name, queue, run, last_step, outstanding, tries, patience, waits)


def of_queue(queue: str) -> list[str]:
    """What this process knows of. A newer version's kinds are left to its processes."""
    return [kind.name for kind in KINDS.values() if kind.queue == queue]
