"""`/api/v1/...`: the key's organization is found, then the view runs inside its schema, and leaves a row in the log.

Synchronous, for the same reason as OrganizationMiddleware.
"""

import logging
import time
from collections.abc import Callable

import structlog
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from .api_keys import UnusableKey, find
from .api_requests.models import ApiRequest, new_request_id
from .authentication import HEADER
from .models import ApiKey
from .tenancy import organization_schema

PREFIX = "/api/v1/"
PATH_MAX = 300
logger = logging.getLogger(__name__)


class ApiMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        started = time.perf_counter()
        request_id = new_request_id()
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(request_id=request_id)
        key = self._key(request)
        if key is None:
            response = self.get_response(request)
        else:
            with organization_schema(key.organization):
                response = self.get_response(request)
                record(key, request, request_id, response.status_code, time.perf_counter() - started)
        response["X-Request-ID"] = request_id
        return response

    def _key(self, request: HttpRequest) -> ApiKey | None:
        """None for a request without a usable key; the view's authentication tells why it is not."""
        given = request.headers.get(HEADER, "")
        if not given:
            return None
        try:
            key = find(given)
        except UnusableKey as refusal:
            request.api_key_refusal = str(refusal)  # type: ignore[attr-defined]
            return None
        request.api_key = key  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(organization_id=key.organization_id, key_id=key.id)
        return key


def record(key: ApiKey, request: HttpRequest, request_id: str, status: int, duration_s: float) -> None:
    """A log that cannot be written is logged: it never breaks the request that it tells of."""
    try:
        with transaction.atomic():
            ApiRequest.objects.create(
                id=request_id,
                key_id=key.id,
                livemode=key.livemode,
                method=(request.method or "")[:10],
                path=request.path_info[:PATH_MAX],
                status=status,
                duration_ms=round(duration_s * 1000),
            )
    except DatabaseError:
        logger.exception("an API request was not recorded")
