"""Tells the workers that something is due. A hint may be lost: the beat schedule asks every few seconds anyway."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

TASK = "webhooks.tasks.deliver_due"


def deliver_due() -> None:
    """After the commit of the open transaction."""
    transaction.on_commit(_send)


def _send() -> None:
    try:
        current_app.tasks[TASK].apply_async(retry=False)
    except (OperationalError, OSError):
        logger.warning("the broker did not take %s; the beat schedule will find its work", TASK, exc_info=True)
