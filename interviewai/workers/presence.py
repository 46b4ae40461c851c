"""Workers say every two seconds that they are there, so that a readiness check need not ask and wait for them."""

from typing import Any

from celery.signals import heartbeat_sent
from django.core.cache import cache

HOLDS_S = 15


def is_present(role: str) -> bool:
    """Whether any worker of that role ("live", "background") was heard of in the last seconds."""
    return cache.get(_key(role)) is not None


@heartbeat_sent.connect
def note_presence(sender: Any, **_kwargs: Any) -> None:
    """A worker's name is `<role>@<host>`; `sender` is its heart."""
    role = str(sender.eventer.hostname).partition("@")[0]
    cache.set(_key(role), "present", timeout=HOLDS_S)


def _key(role: str) -> str:
    return f"worker_present:{role}"
