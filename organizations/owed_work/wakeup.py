"""Tells the workers of a queue that something is owed. A hint carries no work: a thousand of them are one.

It may be lost; the beat schedule asks every few seconds anyway.
"""

import logging
from functools import partial

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

TASK = "organizations.owed_work.tasks.work"
PENDING_S = 5  # A hint that was lost on its way keeps no others back for longer.


def wake(queue: str) -> None:
    """After the commit of the open transaction."""
    transaction.on_commit(partial(_send, queue))


def heard(queue: str) -> None:
    """Before looking: whoever is told from now on needs a hint of their own."""
    try:
        cache.delete(_key(queue))
    except (RedisError, OSError):
        logger.warning("Redis does not answer; hints wait for %s s", PENDING_S)


def _send(queue: str) -> None:
    try:
        if cache.add(_key(queue), "pending", PENDING_S):
            current_app.tasks[TASK].apply_async((queue,), queue=queue, expires=PENDING_S, retry=False)
    except (RedisError, OperationalError, OSError):
        logger.warning("the broker took no hint for %s; the beat schedule finds its work", queue)


def _key(queue: str) -> str:
    return f"owed-work:hint:{queue}"
