"""Events and deliveries as they are listed, the newest first. A filter that is None narrows nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from webhooks.models import Delivery, Event


def events(
    *,
    livemode: bool,
    type: str | None = None,  # noqa: A002
    interview_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Event]:
    """`since` is included, `until` is not. Pages are turned by `created_at`, here the time when it happened."""
    return Event.objects.filter(
        livemode=livemode,
        **given(type=type, interview_id=interview_id, occurred_at__gte=since, occurred_at__lt=until),
    ).annotate(created_at=F("occurred_at"))


def deliveries(
    *,
    livemode: bool | None = None,
    status: str | None = None,
    endpoint_id: str | None = None,
    event_id: str | None = None,
    event_type: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Delivery]:
    """With their events, whose payloads are left out. `since` is included, `until` is not."""
    found = Delivery.objects.select_related("event").defer("event__payload")
    return found.filter(
        **given(
            event__livemode=livemode,
            status=status,
            endpoint_id=endpoint_id,
            event_id=event_id,
            event__type=event_type,
            created_at__gte=since,
            created_at__lt=until,
        )
    )


def pending() -> Iterable[tuple[str, str]]:
    """(delivery, endpoint) of each that is on its way."""
    return Delivery.objects.filter(status=Delivery.Status.PENDING).order_by().values_list("id", "endpoint_id")


def given(**filters: Any) -> dict[str, Any]:
    return {name: value for name, value in filters.items() if value is not None}
