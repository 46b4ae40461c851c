"""How often one link may ask, over all its connections and both ways. Without Redis, everything passes."""

from django.conf import settings

from interviews.protocol import NotNow
from organizations.platform_api.rate_limits import counters
from organizations.tenancy import current_organization


class TooManyMessages(NotNow):
    """What was refused is lost by no one: a page repeats itself until it is answered."""

    status = 429
    code = "too_many_messages"


def refuse_too_many(interview_id: str) -> None:
    """Counts one message. Raises TooManyMessages."""
    name = f"candidate:{current_organization().id}:{interview_id}"
    standing = counters(settings.REDIS_URL).count(name, settings.INTERVIEW_MESSAGES_PER_MINUTE)
    if standing and standing.is_over:
        raise TooManyMessages(f"This page asks too often. It goes on in {standing.reset_s} seconds.")
