"""Tells the workers that something is due. A hint may be lost: the beat schedule asks every few seconds anyway."""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

TASK = "webhooks.tasks.deliver_due"
# After a hint this process gives no other for so long: whoever heard it looks once more after that (dispatch.LINGER_S).
QUIET_S = 0.1
_quiet_until = 0.0


def deliver_due() -> None:
    """After the commit of the open transaction."""
    transaction.on_commit(_send)


def _send() -> None:
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return
    try:
        current_app.tasks[TASK].apply_async(queue="webhooks", retry=False)
        _quiet_until = time.monotonic() + QUIET_S
    except (OperationalError, OSError):
        logger.warning("the broker did not take %s; the beat schedule will find its work", TASK, exc_info=True)
