"""Endpoints, events, and what stands of them afterwards; in the organization that the test names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from organizations.models import Organization
from organizations.owed_work.models import OwedWork
from organizations.tenancy import organization_schema
from tests.webhooks.receiving import Place
from webhooks import owed_work
from webhooks.delivery import dispatch
from webhooks.endpoints import registration
from webhooks.event_types import EventType
from webhooks.models import Attempt, Delivery, Endpoint, Event
from webhooks.publishing import publish


@dataclass(frozen=True)
class Listener:
    """An endpoint of one organization, as its owner sees it."""

    organization: Organization
    place: Place
    id: str
    secret: str

    @property
    def row(self) -> Endpoint:
        with organization_schema(self.organization):
            return Endpoint.objects.get(pk=self.id)

    @property
    def deliveries(self) -> list[Delivery]:
        with organization_schema(self.organization):
            return list(Delivery.objects.filter(endpoint_id=self.id).order_by("created_at", "id"))

    @property
    def attempts(self) -> list[Attempt]:
        with organization_schema(self.organization):
            rows = Attempt.objects.filter(delivery__endpoint_id=self.id)
            return list(rows.order_by("delivery__created_at", "delivery_id", "number"))

    @property
    def due(self) -> list[OwedWork]:
        return list(OwedWork.objects.filter(kind=owed_work.DELIVER, stream=self.id).order_by("row_id"))

    def change(self, **values: object) -> None:
        with organization_schema(self.organization):
            Endpoint.objects.filter(pk=self.id).update(**values)


def listen(organization: Organization, place: Place, *, event_types: Sequence[str] = ()) -> Listener:
    with organization_schema(organization):
        endpoint, secret = registration.create(place.url, livemode=True, event_types=event_types)
    return Listener(organization, place, endpoint.id, secret)


def tell(organization: Organization, *messages: str) -> list[str]:
    """Publishes an event for each message, to all that listen. Their ids."""
    with organization_schema(organization), transaction.atomic():
        told = [{"endpoint_id": "", "message": message} for message in messages]
        return [publish(EventType.PING, each, livemode=True).id for each in told]


def send() -> None:
    """What a worker does when it is told that something is due."""
    dispatch.deliver_due(linger_s=0)


def event_types() -> list[str]:
    """Oldest first, of the organization whose schema is entered."""
    return list(Event.objects.order_by("occurred_at", "id").values_list("type", flat=True))
