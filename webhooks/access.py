"""The object, or the same 404 whether it never existed, was removed, or belongs to another organization or mode."""

from django.shortcuts import get_object_or_404

from webhooks.models import Delivery, Endpoint, Event


def get_endpoint(endpoint_id: str, **narrower: object) -> Endpoint:
    return get_object_or_404(Endpoint, pk=endpoint_id, deleted_at=None, **narrower)


def get_event(event_id: str, *, livemode: bool) -> Event:
    return get_object_or_404(Event, pk=event_id, livemode=livemode)


def get_delivery(delivery_id: str, **narrower: object) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("event", "endpoint"), pk=delivery_id, **narrower)
