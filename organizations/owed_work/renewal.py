"""One thread a process renews what its workers have in hand, so that nothing is begun twice because it is slow."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error, connection

from organizations.owed_work import claims

logger = logging.getLogger(__name__)

EVERY_S = claims.LEASE.total_seconds() / 4


class Renewal:
    """The thread lives while something is in hand."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._give_up_at: dict[str, float] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def of(self, token: str, patience: timedelta) -> Iterator[None]:
        """Until the work ends, or has taken longer than it ever should: then others may take it."""
        with self._lock:
            self._give_up_at[token] = time.monotonic() + patience.total_seconds()
            if self._thread is None:
                self._thread = threading.Thread(target=self._renew, name="owed-work-renewal", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                del self._give_up_at[token]

    def _renew(self) -> None:
        while True:
            threading.Event().wait(EVERY_S)
            with self._lock:
                if not self._give_up_at:
                    self._thread = None
                    return
                now = time.monotonic()
                tokens = [token for token, give_up_at in self._give_up_at.items() if now < give_up_at]
            self._renew_all(tokens)

    def _renew_all(self, tokens: list[str]) -> None:
        try:
            claims.renew(tokens)
        except Error as error:  # Once more before the leases run out.
            logger.warning("leases could not be renewed: %s", type(error).__name__)
        finally:
            connection.close()


renewal = Renewal()
