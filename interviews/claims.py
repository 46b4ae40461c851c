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
PLAIN_ATTEMPTS_MAX = 2  # After these, without whatever may be left out.
HOLDS = timedelta(seconds=settings.CLAIM_SECONDS)


def lost(claimed_at: str = "claimed_at") -> Q:
    """`claimed_at` is the name of the column."""
    return Q(**{f"{claimed_at}__lt": timezone.now() - HOLDS})


def free(claimed_at: str = "claimed_at") -> Q:
    return Q(**{claimed_at: None}) | lost(claimed_at)


class WorkersLost(ProviderUnavailable):
    """Each worker that took it died, or was silent for too long."""

    def __init__(self) -> None:
        super().__init__("Each worker that took this died.", provider="worker")


def refuse_after(attempts: int) -> None:
    """What kills whoever works on it must not kill the workers of everybody, again and again. Raises WorkersLost."""
    if attempts > ATTEMPTS_MAX:
        raise WorkersLost


def is_last_resort(attempts: int) -> bool:
    """Also the plain way has failed: what is left is the step that cannot."""
    return attempts > ATTEMPTS_MAX + PLAIN_ATTEMPTS_MAX
