"""A long recording gives way to short ones: whoever is in a conversation is not kept waiting by a recording of minutes.

Between two pieces of a long one others are heard: it waits while a short one is, and for other long ones, though not
for ever, as it has a deadline of its own to keep.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_WAIT_S = 2.0  # Of each piece: those of the longest recording take a third of the deadline like that.


class GivingWay:
    """One for each engine of a process."""

    def __init__(self, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        self._longest_wait_s = longest_wait_s
        self._short = 0
        self._changed = threading.Condition()
        self._one_long = threading.Lock()

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

    @contextmanager
    def piece_of_long(self) -> Iterator[None]:
        """One at a time in this process."""
        with self._one_long:
            with self._changed:
                self._changed.wait_for(lambda: not self._short, self._longest_wait_s)
            yield
