"""`/api/v1/...`: the key's organization is found, then the view runs inside its schema, and leaves a row in the log.

Synchronous, for the same reason as OrganizationMiddleware.
"""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, AuthenticationFailed, Throttled

from organizations.api_requests.models import new_request_id
from organizations.api_requests.recording import record
from organizations.models import ApiKey
from organizations.platform_api import rate_limits
from organizations.platform_api.authentication import HEADER
from organizations.platform_api.keys import UnusableKey, find
from organizations.tenancy import organization_schema

PREFIX = "/api/v1/"


class ApiMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request_id = new_request_id()
        request.request_id = request_id  # type: ignore[attr-defined]
        request.encoding = "utf-8"  # whatever charset the content type names: JSON has no other
        structlog.contextvars.bind_contextvars(request_id=request_id)
        key = identify(request)
        response = self._counted(request, key) if key else self.get_response(request)
        response["X-Request-ID"] = request_id
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _counted(self, request: HttpRequest, key: ApiKey) -> HttpResponse:
        started = time.perf_counter()
        standing = rate_limits.count_request(key)
        request.rate_standing = standing  # type: ignore[attr-defined]
        with organization_schema(key.organization):
            response = self.get_response(request)
            record(key, request, response.status_code, time.perf_counter() - started)
        for name, value in rate_limits.headers(standing).items():
            response[name] = ", ".join(filter(None, (value, response.get(name))))
        return response


def identify(request: HttpRequest) -> ApiKey | None:
    """None for a request without a usable key; the view's authentication tells why it is not."""
    given = request.headers.get(HEADER, "")
    if not given:
        return None
    try:
        key = find(given)
    except UnusableKey as refusal:
        request.api_refusal = refused(request, refusal)  # type: ignore[attr-defined]
        return None
    request.api_key = key  # type: ignore[attr-defined]
    structlog.contextvars.bind_contextvars(organization_id=key.organization_id, key_id=key.id)
    return key


def refused(request: HttpRequest, refusal: UnusableKey) -> APIException:
    failures = rate_limits.count_failure(request)
    if failures and failures.is_over:
        return Throttled(failures.reset_s, "Too many requests with unusable keys came from this address.")
    return AuthenticationFailed(str(refusal), code="unusable_key")
