"""How long a change of a table waits for those who use it: not long, for all who come later wait behind the change."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

# The one who waited gives way: what it did is rolled back, and can be tried again.
IN_USE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


@dataclass(frozen=True)
class Patience:
    lock_timeout_ms: int = 2_000
    waits_s: tuple[float, ...] = (1, 2, 4, 8, 16)

    def tries(self) -> Iterator[None]:
        """Once at once, and once more after each wait."""
        yield
        for wait_s in self.waits_s:
            time.sleep(wait_s)
            yield


def in_use(error: BaseException) -> bool:
    """Also as Django wraps it."""
    return isinstance(error, IN_USE) or isinstance(error.__cause__, IN_USE)
