"""`/api/v1/events` and `/api/v1/deliveries`: what happened, what was sent of it, and sending it again."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from interviewai.kernel.errors import Conflict
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import checked
from organizations.platform_api.view import ApiView
from webhooks.access import get_delivery, get_endpoint, get_event
from webhooks.delivery import listing, replays
from webhooks.platform_api.serializers import (
    DeliveryFilter,
    DeliverySerializer,
    DeliveryWithAttempts,
    EventFilter,
    EventSerializer,
    ReplayedSerializer,
    ReplayInput,
)

READ = {"GET": Scope.WEBHOOKS_READ}
WRITE = {"POST": Scope.WEBHOOKS_WRITE}
EXAMPLE = OpenApiExample(
    "What an outage of yours has cost",
    {"status": "dead", "since": "2026-11-24T00:00:00Z", "until": "2026-11-25T00:00:00Z"},
    request_only=True,
)


class EventsView(ApiView):
    scopes = READ
    serializer_class = EventSerializer

    @extend_schema(
        operation_id="list_events",
        summary="List the events",
        parameters=[EventFilter],
        responses=EventSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.paginated(listing.events(livemode=self.livemode, **EventFilter.of(request)))


class EventView(ApiView):
    scopes = READ
    serializer_class = EventSerializer

    @extend_schema(operation_id="get_event", summary="Get an event")
    def get(self, request: Request, event_id: str) -> Response:
        return Response(EventSerializer(get_event(event_id, livemode=self.livemode)).data)


class DeliveriesView(ApiView):
    scopes = READ
    serializer_class = DeliverySerializer

    @extend_schema(
        operation_id="list_deliveries",
        summary="List the deliveries",
        parameters=[DeliveryFilter],
        responses=DeliverySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.paginated(listing.deliveries(livemode=self.livemode, **DeliveryFilter.of(request)))


class DeliveryView(ApiView):
    scopes = READ
    serializer_class = DeliveryWithAttempts

    @extend_schema(operation_id="get_delivery", summary="Get a delivery with its attempts")
    def get(self, request: Request, delivery_id: str) -> Response:
        delivery = get_delivery(delivery_id, event__livemode=self.livemode)
        return Response(DeliveryWithAttempts(delivery).data)


class ReplayView(ApiView):
    scopes = WRITE
    serializer_class = DeliverySerializer

    @extend_schema(
        operation_id="replay_delivery",
        summary="Send a delivery again",
        description="With the same `event_id`: a receiver that has it already does nothing. It gets all tries anew.",
        request=None,
        responses={202: DeliverySerializer},
    )
    def post(self, request: Request, delivery_id: str) -> Response:
        delivery = get_delivery(delivery_id, event__livemode=self.livemode)
        if not replays.replay(delivery):
            raise Conflict("This delivery is on its way already.")
        delivery.refresh_from_db()
        return Response(DeliverySerializer(delivery).data, status=202)


class ReplayManyView(ApiView):
    scopes = WRITE
    serializer_class = ReplayedSerializer

    @extend_schema(
        operation_id="replay_deliveries",
        summary="Send many deliveries again",
        description="All dead ones, or those that the body names. Endpoints that are off get nothing.",
        request=ReplayInput,
        responses={202: ReplayedSerializer, 404: None},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        wanted = checked(ReplayInput, request.data)
        endpoint_id = wanted.pop("endpoint_id", None)
        endpoint = get_endpoint(endpoint_id, livemode=self.livemode) if endpoint_id else None
        return Response({"count": replays.replay_range(self.livemode, endpoint=endpoint, **wanted)}, status=202)
