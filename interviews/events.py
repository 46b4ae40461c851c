"""What the rest of the product, and the candidate's page, hear of an interview."""

import structlog
from asgiref.sync import async_to_sync
from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import channel_layers
from django.db import transaction
from django.dispatch import Signal

from organizations.tenancy import current_organization, group_name

log = structlog.get_logger(__name__)

interview_completed = Signal()
"""Sent inside the completing transaction with `interview`. Receivers write rows; what they enqueue waits."""


def tell_page(interview_id: str) -> None:
    """After the commit, whoever watches the interview reads it again. A lost message costs at most one heartbeat."""
    group = group_name(current_organization(), interview_id)
    transaction.on_commit(lambda: _send(group, interview_id))


def _send(group: str, interview_id: str) -> None:
    try:
        async_to_sync(channel_layers[DEFAULT_CHANNEL_LAYER].group_send)(group, {"type": "interview.changed"})
    except Exception as error:  # Redis may be lost at any moment; the page asks again by itself.
        log.warning("page_not_told", interview_id=interview_id, error=type(error).__name__)
