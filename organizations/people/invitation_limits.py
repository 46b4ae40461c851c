"""How many invitations an address gets in an hour, from all organizations together: no mailbox is there to be filled.

Counted in Redis by a hash of the address. Without Redis nothing is counted.
"""

import hashlib
import logging
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from limits import RateLimitItemPerHour
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from interviewai.kernel.errors import NotReady

MAILS = RateLimitItemPerHour(5)
REDIS_WAIT_S = 1.0
logger = logging.getLogger(__name__)


def count(address: str) -> None:
    """Raises NotReady, with the time when there is room again, when the address had enough of them."""
    mailbox = hashlib.sha256(address.lower().encode()).hexdigest()
    counted = limiter(settings.REDIS_URL)
    try:
        if counted.hit(MAILS, mailbox):
            return
        free_at = datetime.fromtimestamp(counted.get_window_stats(MAILS, mailbox).reset_time, UTC)
    except (RedisError, OSError) as error:
        logger.warning("invitations are not counted: Redis does not answer (%s)", type(error).__name__)
        return
    raise too_early("This address was sent enough invitations for now.", free_at)


def too_early(reason: str, free_at: datetime) -> NotReady:
    return NotReady(f"{reason} It can be sent another one from {free_at:%H:%M} UTC on.")


@lru_cache(maxsize=4)
def limiter(redis_url: str) -> MovingWindowRateLimiter:
    storage = RedisStorage(
        redis_url, key_prefix="invitations", socket_timeout=REDIS_WAIT_S, socket_connect_timeout=REDIS_WAIT_S
    )
    return MovingWindowRateLimiter(storage)
