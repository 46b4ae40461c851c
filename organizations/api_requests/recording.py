"""Each request with a key becomes a row in its organization's schema."""

import logging
import re

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from interviewai.kernel.redaction import redacted
from organizations.api_requests.forgetting import owe_forgetting
from organizations.api_requests.models import ApiRequest
from organizations.models import ApiKey

METHOD_MAX, PATH_MAX = 10, 300
# An identifier or a word of ours. Whatever else somebody writes into an address may be a name or a mail address.
TOLD = re.compile(r"[A-Za-z0-9_-]{1,60}(?:\.json)?")
logger = logging.getLogger(__name__)


def record(key: ApiKey, request: HttpRequest, status: int, duration_s: float) -> None:
    """A log that cannot be written is logged: it never breaks the request that it tells of."""
    try:
        ApiRequest.objects.create(
            id=getattr(request, "request_id", ""),
            key_id=key.id,
            livemode=key.livemode,
            method=(request.method or "")[:METHOD_MAX],
            path=told(request.path_info)[:PATH_MAX],
            status=status,
            duration_ms=round(duration_s * 1000),
        )
        owe_forgetting(timezone.now())
    except DatabaseError as error:
        logger.error("an API request was not recorded (%s)", type(error).__name__)


def told(path: str) -> str:
    return "/".join(part if not part or TOLD.fullmatch(part) else "*" for part in redacted(path).split("/"))
