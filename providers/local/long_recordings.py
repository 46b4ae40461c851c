"""How a recording of minutes is listened to: in pieces, and giving way to those who are in a conversation.

So it takes no more memory at once than a short one. Between two pieces others are heard: it waits while a short one
is, and for other long ones, though not for ever, as it has a deadline of its own to keep.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from providers.local.downmix import SAMPLE_RATE, Samples

LONG_S = 60  # A page cuts what somebody says without a pause after 15 s.
WINDOW_S = 28  # What fits into one window of Whisper, which needs no timestamps then to find the next one.
SEARCHED_S = 8  # The end of it in which a quiet place is looked for.
QUIET_S = 0.1
LONGEST_WAIT_S = 2.0  # Of each piece: those of the longest recording take a third of the deadline like that.


def is_long(samples: Samples) -> bool:
    return len(samples) > LONG_S * SAMPLE_RATE


def pieces(samples: Samples) -> Iterator[Samples]:
    """All of it, in order; each but the last one ends where it is quietest."""
    while len(samples) > WINDOW_S * SAMPLE_RATE:
        end = (WINDOW_S - SEARCHED_S) * SAMPLE_RATE
        end += quietest(samples[end : WINDOW_S * SAMPLE_RATE])
        yield samples[:end]
        samples = samples[end:]
    yield samples


def quietest(samples: Samples) -> int:
    """The middle of the quietest tenth of a second."""
    length = round(QUIET_S * SAMPLE_RATE)
    blocks = samples[: len(samples) // length * length].reshape(-1, length)
    return int(np.argmin((blocks**2).sum(axis=1))) * length + length // 2


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
