"""How often a piece of live work is tried, whatever ends a try; then follows the step that cannot fail."""

from providers.errors import ProviderUnavailable

TRIES = 4
PLAIN_TRIES = 2  # After these, without whatever may be left out.


class WorkersLost(ProviderUnavailable):
    """Each worker that took it died, or was silent for too long."""

    def __init__(self) -> None:
        super().__init__("Each worker that took this died.", provider="worker")


def refuse_after(tries: int) -> None:
    """What kills whoever works on it must not kill the workers of everybody, again and again. Raises WorkersLost."""
    if tries > TRIES:
        raise WorkersLost
