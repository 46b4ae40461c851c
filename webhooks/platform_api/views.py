"""`/api/v1/webhook-endpoints`: who listens. Events and deliveries are in history_api."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.platform_api.authentication import key_of
from organizations.platform_api.keys import Scope
from organizations.platform_api.serializers import checked
from organizations.platform_api.view import ApiView
from webhooks.access import get_endpoint
from webhooks.endpoints import registration
from webhooks.models import Endpoint
from webhooks.platform_api.serializers import (
    DeliverySerializer,
    EndpointInput,
    EndpointSerializer,
    NewEndpointSerializer,
    SecretSerializer,
    SecretsSerializer,
)

READ_WRITE = {
    "GET": Scope.WEBHOOKS_READ,
    "POST": Scope.WEBHOOKS_WRITE,
    "PATCH": Scope.WEBHOOKS_WRITE,
    "DELETE": Scope.WEBHOOKS_WRITE,
}
EXAMPLE = OpenApiExample(
    "An endpoint for two events",
    {
        "url": "https://platform.example.com/hooks/interviews",
        "description": "Production",
        "event_types": ["interview.completed", "interview.expired"],
    },
    request_only=True,
)


class EndpointView(ApiView):
    scopes = READ_WRITE
    serializer_class = EndpointSerializer

    def endpoint(self, endpoint_id: str) -> Endpoint:
        return get_endpoint(endpoint_id, livemode=self.livemode)

    def told(self, endpoint: Endpoint, status: int = 200) -> Response:
        endpoint.refresh_from_db()
        return Response(EndpointSerializer(endpoint).data, status=status)


class EndpointsView(EndpointView):
    @extend_schema(
        operation_id="list_webhook_endpoints", summary="List the endpoints", responses=EndpointSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        return self.paginated(Endpoint.objects.filter(livemode=self.livemode, deleted_at=None))

    @extend_schema(
        operation_id="create_webhook_endpoint",
        summary="Add an endpoint",
        description="The answer holds the signing secret. It is told here alone: keep it.",
        request=EndpointInput,
        responses={201: NewEndpointSerializer},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        wanted = checked(EndpointInput, request.data)
        created_by_id = key_of(request).id
        endpoint, secret = registration.create(livemode=self.livemode, created_by_id=created_by_id, **wanted)
        return Response(EndpointSerializer(endpoint).data | {"secret": secret}, status=201)


class OneEndpointView(EndpointView):
    @extend_schema(operation_id="get_webhook_endpoint", summary="Get an endpoint")
    def get(self, request: Request, endpoint_id: str) -> Response:
        return Response(EndpointSerializer(self.endpoint(endpoint_id)).data)

    @extend_schema(
        operation_id="update_webhook_endpoint",
        summary="Change an endpoint",
        description="Only the members that are sent are changed. What is on its way goes to the new address.",
        request=EndpointInput,
    )
    def patch(self, request: Request, endpoint_id: str) -> Response:
        endpoint = self.endpoint(endpoint_id)
        registration.change(endpoint, **checked(EndpointInput, request.data, partial=True))
        return self.told(endpoint)

    @extend_schema(
        operation_id="delete_webhook_endpoint",
        summary="Remove an endpoint",
        description="What is on its way there is cancelled. Its past deliveries can still be read.",
        responses={204: None},
    )
    def delete(self, request: Request, endpoint_id: str) -> Response:
        registration.remove(self.endpoint(endpoint_id))
        return Response(status=204)


class RotateSecretView(EndpointView):
    @extend_schema(
        operation_id="rotate_webhook_secret",
        summary="Give an endpoint a new signing secret",
        description="For 24 hours each request is signed with both, so nothing is refused while you change it.",
        request=None,
        responses={200: SecretSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        endpoint = self.endpoint(endpoint_id)
        return Response(secret_of(endpoint, registration.rotate_secret(endpoint)))


class RotateSecretsView(EndpointView):
    @extend_schema(
        operation_id="rotate_webhook_secrets",
        summary="Give every endpoint a new signing secret",
        description="Of the key's mode. The old ones sign for another 24 hours.",
        request=None,
        responses={200: SecretsSerializer},
    )
    def post(self, request: Request) -> Response:
        secrets = registration.rotate_all(self.livemode)
        rotated = Endpoint.objects.filter(pk__in=secrets)
        return Response({"results": [secret_of(endpoint, secrets[endpoint.pk]) for endpoint in rotated]})


class EnableView(EndpointView):
    @extend_schema(
        operation_id="enable_webhook_endpoint",
        summary="Switch an endpoint on",
        description="What was cancelled while it was off is sent by a replay.",
        request=None,
        responses={200: EndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        endpoint = self.endpoint(endpoint_id)
        registration.enable(endpoint)
        return self.told(endpoint)


class DisableView(EndpointView):
    @extend_schema(
        operation_id="disable_webhook_endpoint",
        summary="Switch an endpoint off",
        description="What is on its way there is cancelled; new events are not sent to it.",
        request=None,
        responses={200: EndpointSerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        endpoint = self.endpoint(endpoint_id)
        registration.disable(endpoint, registration.Reason.MANUAL)
        return self.told(endpoint)


class PingView(EndpointView):
    @extend_schema(
        operation_id="ping_webhook_endpoint",
        summary="Send a test event",
        description="An event of the type `ping`, whatever the endpoint listens to. Follow it by the delivery's id.",
        request=None,
        responses={202: DeliverySerializer},
    )
    def post(self, request: Request, endpoint_id: str) -> Response:
        delivery = registration.send_ping(self.endpoint(endpoint_id))
        return Response(DeliverySerializer(delivery).data, status=202)


def secret_of(endpoint: Endpoint, secret: str) -> dict[str, object]:
    endpoint.refresh_from_db()
    expires_at = endpoint.previous_secret_expires_at
    told = {"id": endpoint.pk, "secret": secret, "previous_secret_expires_at": expires_at}
    return dict(SecretSerializer(told).data)
