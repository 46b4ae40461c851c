"""What the API reads and answers: JSON in UTF-8, of bounded size and depth, that Postgres can store."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

BODY_MAX_BYTES = 1024 * 1024
DEPTH_MAX = 20


class AlwaysJson(DefaultContentNegotiation):
    """There is one format, so `Accept` is not asked: an error must not hide behind a 406."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type or ""


class JsonParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        return parsed(stream.read())


def parsed(body: bytes) -> Any:
    """Raises ParseError with a sentence that holds nothing of the body."""
    try:
        value = json.loads(body.decode(), parse_constant=_refuse_constant)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise ParseError(f"The body is not JSON: {_place(error)}.") from None
    check(value)
    return value


def check(value: Any, depth: int = 0) -> None:
    """Raises ParseError for what would only fail later: in a renderer, or in Postgres."""
    if depth > DEPTH_MAX:
        raise _too_deep()
    if isinstance(value, str) and not is_storable(value):
        raise ParseError("Texts must not hold NUL characters or halves of surrogate pairs.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ParseError("A number is too large.")
    if isinstance(value, Mapping):
        for name, item in value.items():
            check(name, depth)
            check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check(item, depth + 1)


def is_storable(text: str) -> bool:
    return "\0" not in text and (text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text))


def read_bounded(request: HttpRequest) -> None:
    """The body into memory. Raises RequestDataTooBig.

    One that was sent in chunks declares no length, so it is measured here: REST framework would take it for empty.
    """
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdecimal() and int(declared) > BODY_MAX_BYTES:
        raise RequestDataTooBig
    body = request.read(BODY_MAX_BYTES + 1)
    if len(body) > BODY_MAX_BYTES:
        raise RequestDataTooBig
    request._body = body  # what `request.body` returns from now on
    request.META["CONTENT_LENGTH"] = str(len(body))


def _place(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "a number is too long or no number"


def _too_deep() -> ParseError:
    return ParseError(f"The body is nested more than {DEPTH_MAX} levels deep.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
