"""What the API reads and answers: JSON in UTF-8, of bounded size and depth, that Postgres can store."""

from collections.abc import Iterable, Mapping
from typing import IO, Any, ClassVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from interviewai.kernel import strict_json
from interviewai.kernel.errors import DomainError

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


class Malformed(ParseError):
    """`errors` names the member, where there is one."""

    def __init__(self, message: str, pointer: str | None = None, code: str = "malformed") -> None:
        told = message if pointer is None else f"Something in the body cannot be taken as it is: {message}"
        super().__init__(told)
        self.errors = [] if pointer is None else [{"pointer": pointer, "code": code, "message": message}]


def parsed(body: bytes) -> Any:
    """Raises Malformed with a sentence that holds nothing of the body."""
    try:
        value = strict_json.read(body.decode(), depth_max=DEPTH_MAX)
    except UnicodeDecodeError:
        raise Malformed("The body is not JSON: it is not UTF-8.") from None
    except strict_json.Unreadable as error:
        raise Malformed(error.message, error.pointer, error.code) from None
    check(value)
    return value


def check(value: Any, pointer: str = "") -> None:
    """Raises Malformed for what would only fail later, in a renderer or in Postgres."""
    if isinstance(value, str) and not is_storable(value):
        raise Malformed("Texts must not hold NUL characters or halves of surrogate pairs.", pointer, "characters")
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not is_storable(name):
                raise Malformed("A member's name holds a NUL character or half of a surrogate pair.", pointer, "name")
            check(item, strict_json.below(pointer, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            check(item, strict_json.below(pointer, number))


def is_storable(text: str) -> bool:
    return "\0" not in text and (text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text))


class EncodedBody(DomainError):
    status = 415
    code = "unsupported_encoding"
    headers: ClassVar = {"Accept-Encoding": "identity"}  # RFC 7694


def refuse_encoded(request: HttpRequest) -> None:
    """Raises EncodedBody. What is small on the wire stays small: nothing is unpacked here."""
    if request.headers.get("Content-Encoding", "").strip().lower() not in ("", "identity"):
        raise EncodedBody("The body is compressed. Send it as it is, without Content-Encoding.")


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
