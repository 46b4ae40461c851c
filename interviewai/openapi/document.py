"""`/api/v1/openapi.json`: made once by each process, the same for everybody."""

import hashlib
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

CONTENT_TYPE = "application/vnd.oai.openapi+json; charset=utf-8"


@lru_cache(maxsize=4)
def rendered(urlconf: str, public_url: str) -> bytes:
    return bytes(OpenApiJsonRenderer().render(generated(urlconf, public_url), renderer_context={}))


def generated(urlconf: str, public_url: str) -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)
    return schema | {"servers": [{"url": public_url}]}


def etag(request: HttpRequest) -> str:
    return f'"{hashlib.sha256(current()).hexdigest()[:32]}"'


def current() -> bytes:
    return rendered(settings.ROOT_URLCONF, settings.PUBLIC_URL)


@require_safe
@condition(etag_func=etag)
@cache_control(public=True, max_age=300)
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current(), content_type=CONTENT_TYPE, headers={"Access-Control-Allow-Origin": "*"})
