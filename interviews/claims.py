"""How long a worker may be silent over a piece of live work before another one takes it over.

Longer than any live call of a provider: a claim that ran out under a worker that still works would be paid for twice,
and one that always runs out would never be done.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from providers.errors import ProviderUnavailable

ATTEMPTS_MAX = 4
HOLDS = timedelta(seconds=settings.CLAIM_SECONDS)


def lost() -> Q:
    return Q(claimed_at__lt=timezone.now() - HOLDS)


def free() -> Q:
    return Q(claimed_at=None) | lost()


class WorkersLost(ProviderUnavailable):
    """Each worker that took it died, or was silent for too long."""

    def __init__(self) -> None:
        super().__init__("Each worker that took this died.", provider="worker")


def refuse_after(attempts: int) -> None:
    """What kills whoever works on it must not kill the workers of everybody, again and again. Raises WorkersLost."""
    if attempts > ATTEMPTS_MAX:
        raise WorkersLost
