"""Where work waits, and how much of it is done at once. Queues do not wait for one another."""

from dataclasses import dataclass
from threading import BoundedSemaphore

from django.conf import settings


@dataclass(frozen=True)
class Queue:
    """`at_once` is of one process, the others of the whole installation: of one organization, of one interview."""

    name: str
    at_once: int
    per_organization: int
    per_stream: int = 2

    def seats(self) -> BoundedSemaphore:
        return _seats.setdefault(self.name, BoundedSemaphore(self.at_once))


QUEUES = {
    queue.name: queue
    for queue in (
        Queue("live", settings.LIVE_CONCURRENCY, settings.LIVE_PER_ORGANIZATION),
        Queue("speech", 1, 1),  # prepared: nobody waits for it yet
        Queue("scoring", settings.SCORING_CONCURRENCY, max(1, settings.SCORING_CONCURRENCY // 2)),
        Queue("questions", 2, 1),
        Queue("mail", 2, 1),
        Queue("default", 3, 2),  # short: what the clock ends, announcements
        Queue("sandbox", 4, 2),
        Queue("webhooks", 0, 0),  # of one loop a process, which makes its own room (kinds.BatchKind)
    )
}
_seats: dict[str, BoundedSemaphore] = {}
