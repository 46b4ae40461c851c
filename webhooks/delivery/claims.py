"""Which deliveries this worker sends now, and for how long they are its own."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from organizations.owed_work import batches
from organizations.owed_work.batches import Batch
from organizations.owed_work.kinds import in_batches
from organizations.owed_work.rooms import Rooms

QUEUE = "webhooks"
MARGIN = timedelta(seconds=30)
LEASES_MAX = 20  # Lost in a row: whatever takes it dies, or cannot load or record it. A quarter of an hour at least.


def lease() -> timedelta:
    return timedelta(seconds=settings.WEBHOOK_DEADLINE_SECONDS) + MARGIN


def claim(at_most: int, endpoints: Rooms, organizations: Rooms) -> list[Batch]:
    """Committed when it returns."""
    kind = in_batches(QUEUE)
    assert kind, "tasks.py has registered it"  # noqa: S101
    return batches.take(kind, lease(), at_most, endpoints, organizations)


def is_late(batch: Batch) -> bool:
    """What is sent from now on may be others' by the time that it is answered."""
    return timezone.now() >= batch.taken_at + MARGIN / 2
