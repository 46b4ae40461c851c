"""One loop delivers in a process; a hint that comes while it runs wakes it instead of starting another."""

import threading
from collections.abc import Callable

Wake = Callable[[], object]


class Bell:
    """No ring is lost: whoever rings after the loop has last looked keeps it from going to rest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rung = False
        self._wake: Wake | None = None

    def ring(self, wake: Wake) -> bool:
        """True: nobody is awake, so the caller delivers now, and is woken by `wake`, from any thread."""
        with self._lock:
            self._rung = True
            if self._wake is None:
                self._wake = wake
                return True
            self._wake()
            return False

    def heard(self) -> None:
        """Before looking for what is due."""
        with self._lock:
            self._rung = False

    def rest(self, wake: Wake) -> bool:
        """False when it was rung since it was last heard."""
        with self._lock:
            return not self._rung and self._forget(wake)

    def leave(self, wake: Wake) -> None:
        """Whoever rings next delivers."""
        with self._lock:
            self._forget(wake)

    def _forget(self, wake: Wake) -> bool:
        if self._wake == wake:
            self._wake = None
        return True
