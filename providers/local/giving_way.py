"""A long recording gives way to short ones: whoever is in a conversation is not kept waiting by a recording of minutes.

An engine takes a long one apart into windows. Before each of them it waits while a short one is being heard, though
not for ever: it has a deadline of its own to keep.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Step = TypeVar("Step")

LONGEST_WAIT_S = 2.0  # Before each window: those of the longest recording take a third of the deadline like that.


class GivingWay:
    """One for each engine of a process."""

    def __init__(self, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        self._longest_wait_s = longest_wait_s
        self._short = 0
        self._changed = threading.Condition()

    @contextmanager
    def short(self) -> Iterator[None]:
        with self._changed:
            self._short += 1
        try:
            yield
        finally:
            with self._changed:
                self._short -= 1
                self._changed.notify_all()

    def between(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Steps that are done as they are asked for."""
        remaining = iter(steps)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._short, self._longest_wait_s)
            try:
                step = next(remaining)
            except StopIteration:
                return
            yield step
