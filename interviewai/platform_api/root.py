"""What the API says of itself, and of addresses that it has not."""

from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from interviewai.kernel.errors import NotFound
from organizations.platform_api.rate_limits import KeyRateThrottle


class ApiRootSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    version = serializers.CharField()
    documentation = serializers.URLField()
    reference = serializers.URLField()
    openapi = serializers.URLField()


class ApiRoot(APIView):
    throttle_classes = (KeyRateThrottle,)

    @extend_schema(
        operation_id="api_root",
        summary="Where to read on",
        tags=["About"],
        auth=[],
        responses=ApiRootSerializer,
    )
    def get(self, request: Request) -> Response:
        addresses = {"documentation": "/api/docs/", "reference": "/api/reference/", "openapi": "/api/v1/openapi.json"}
        links = {name: settings.PUBLIC_URL + path for name, path in addresses.items()}
        return Response({"name": "InterviewAI", "version": "v1", **links})


class UnknownAddress(APIView):
    throttle_classes = (KeyRateThrottle,)
    schema = None

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        if request.path.endswith("/"):
            raise NotFound("Addresses of the API have no slash at their end. Leave it out.")
        raise NotFound("The API has no such address.")
