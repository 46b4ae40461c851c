"""What an owner has to look at: endpoints that we switched off, or that did not get what was sent to them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from webhooks.models import Delivery, Endpoint

LOOKED_BACK = timedelta(days=7)
Reason = Endpoint.DisabledReason


@dataclass(frozen=True)
class Trouble:
    """`reason` is one of gone, failing, dead (deliveries that were given up)."""

    endpoint_id: str
    url: str
    reason: str


def trouble() -> list[Trouble]:
    """In one query, through the index of the dead. Older dead deliveries are on the endpoint's page, and no alarm."""
    dead = Delivery.objects.filter(status=Delivery.Status.DEAD, ended_at__gt=timezone.now() - LOOKED_BACK)
    off_by_us = Q(disabled_reason__in=[Reason.GONE, Reason.FAILING])
    deserted = Q(disabled_at=None, pk__in=dead.values("endpoint_id"))
    rows = Endpoint.objects.filter(off_by_us | deserted, deleted_at=None)
    return [
        Trouble(row.id, row.url, row.disabled_reason or "dead") for row in rows.only("id", "url", "disabled_reason")
    ]
