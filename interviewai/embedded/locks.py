"""Who runs what in an INTERVIEWAI_HOME, told by locks that the kernel drops when their holders are gone.

Two kinds. The launcher's lock is held by one process. A store's lock is inherited by the store and every process it
forks, so it is free exactly when nothing of that store is left, however its end came about.
"""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewai.embedded.errors import AlreadyRunningError, EmbeddedError

STEP_S = 0.05


def _take(descriptor: int, patience_s: float) -> bool:
    give_up_at = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                return False
            time.sleep(STEP_S)


def is_held(path: Path) -> bool:
    if not path.exists():
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)


@contextmanager
def sole(path: Path, refusal: str) -> Iterator[None]:
    """Held by this process alone; a second one is refused with the sentence given."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # Longer than `is_held` needs to look.
        if not _take(descriptor, patience_s=0.5):
            raise AlreadyRunningError(refusal)
        yield
    finally:
        os.close(descriptor)


def inherited(path: Path, *, patience_s: float = 20) -> int:
    """A descriptor that holds the lock and is to be handed to the child; waits for an older child that is still ending.

    Where the death of a launcher does not end its children (macOS), the one left behind is ended here: it wrote its
    process id into the lock, and it is alive, for it holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if _take(descriptor, patience_s=2):
        return descriptor
    left_behind = os.read(descriptor, 20).decode()
    if left_behind.isdecimal():
        os.kill(int(left_behind), signal.SIGINT)
    if _take(descriptor, patience_s):
        return descriptor
    os.close(descriptor)
    raise EmbeddedError(
        f"An older process ({left_behind or 'unknown'}) still holds {path.name}. End it and start again."
    )


def sign(descriptor: int, pid: int) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(pid).encode(), 0)
