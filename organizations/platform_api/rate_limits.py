"""How often one key may ask: a sliding window over two counters in Redis, at one round trip a request.

The minute before counts with the share of it that lies within the last sixty seconds. Its counter does not change any
more, so each process reads it once. A refused request is taken off again. Without Redis, everything passes.
"""

import hashlib
import logging
import math
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from limits.storage import RedisStorage
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from organizations.models import ApiKey

WINDOW_S = 60
FAILURES_PER_MINUTE = 30  # with unusable keys, from one address
REDIS_WAIT_S = 0.25
AWAY_S = 2.0  # so long nobody waits for a Redis that did not answer
REMEMBERED_MAX = 10_000
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """`used` counts this request too. `reset_s`: until the window ends; for a refused request, until there is room."""

    limit: int
    used: int
    reset_s: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit


def headers(standing: Standing | None) -> dict[str, str]:
    """draft-ietf-httpapi-ratelimit-headers-11."""
    policy = {"RateLimit-Policy": f'"default";q={settings.API_REQUESTS_PER_MINUTE};w={WINDOW_S}'}
    if standing is None:
        return policy
    return policy | {"RateLimit": f'"default";r={max(standing.limit - standing.used, 0)};t={standing.reset_s}'}


class KeyRateThrottle(BaseThrottle):
    """ApiMiddleware has counted; here REST framework is told."""

    standing: Standing | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.standing = getattr(request._request, "rate_standing", None)
        return self.standing is None or not self.standing.is_over

    def wait(self) -> float | None:
        return self.standing.reset_s if self.standing else None


def count_request(key: ApiKey) -> Standing | None:
    """None: Redis is away."""
    return counters(settings.REDIS_URL).count(f"{key.organization_id}:{key.id}", settings.API_REQUESTS_PER_MINUTE)


def count_failure(request: HttpRequest) -> Standing | None:
    """Of requests with unusable keys. A key that works is never refused for what its neighbours do: behind one address
    may stand many, and 190 random bits are not guessed. The address itself is not stored."""
    address = hashlib.sha256(address_of(request).encode()).hexdigest()[:32]
    return counters(settings.REDIS_URL).count(f"failures:{address}", FAILURES_PER_MINUTE)


def address_of(request: HttpRequest) -> str:
    """Empty where the server tells none: those share one count."""
    try:
        return cast("str", get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


@lru_cache(maxsize=4)
def counters(redis_url: str) -> "Counters":
    return Counters(redis_url)


class Counters:
    def __init__(self, redis_url: str) -> None:
        self.storage = RedisStorage(
            redis_url,
            key_prefix="api-requests",
            socket_timeout=REDIS_WAIT_S,
            socket_connect_timeout=REDIS_WAIT_S,
            retry=Retry(NoBackoff(), 1),  # type: ignore[arg-type]  # once: a pooled connection may be a dead one
        )
        self.away_until = 0.0
        self.ended: dict[str, tuple[int, int]] = {}

    def count(self, name: str, limit: int) -> Standing | None:
        now = time.time()
        if time.monotonic() < self.away_until:
            return None
        try:
            window = int(now // WINDOW_S)
            current = self.storage.incr(f"{name}:{window}", 2 * WINDOW_S)
            found = standing(limit, self._ended(name, window - 1), current, now % WINDOW_S)
            if found.is_over:
                self.storage.incr(f"{name}:{window}", 2 * WINDOW_S, -1)
        except (RedisError, OSError) as error:
            self.away_until = time.monotonic() + AWAY_S
            logger.warning("requests are not counted: Redis does not answer (%s)", type(error).__name__)
            return None
        return found

    def _ended(self, name: str, window: int) -> int:
        remembered = self.ended.get(name)
        if remembered and remembered[0] == window:
            return remembered[1]
        if len(self.ended) >= REMEMBERED_MAX:
            self.ended.clear()
        found = self.storage.get(f"{name}:{window}")
        self.ended[name] = window, found
        return found


def standing(limit: int, before: int, current: int, elapsed_s: float) -> Standing:
    """`before` and `current`: requests of the two windows; `elapsed_s`: how much of the current one is over."""
    used = math.floor(before * (WINDOW_S - elapsed_s) / WINDOW_S) + current
    if used <= limit:
        return Standing(limit, used, math.ceil(WINDOW_S - elapsed_s))
    room_at_s = WINDOW_S * (before - (limit + 1 - current)) / before if current <= limit else WINDOW_S
    return Standing(limit, used, math.floor(room_at_s - elapsed_s) + 1)
