"""Every error of the API in one shape: RFC 9457 problem details, with a code for programs and the request's id."""

import traceback
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest
from rest_framework import exceptions
from rest_framework.response import Response

from interviewai.kernel.errors import DomainError

CONTENT_TYPE = "application/problem+json"
log = structlog.get_logger(__name__)

# code -> title, as the reference page lists them. The code is the contract; titles and details are for people.
TITLES: Mapping[str, str] = {
    "bad_request": "The request cannot be understood",
    "malformed": "The body is not what its content type says",
    "not_authenticated": "An API key is needed",
    "unusable_key": "The API key cannot be used",
    "missing_scope": "The API key lacks a scope",
    "sandbox_only": "Only a test key may do that",
    "forbidden": "This is not allowed",
    "not_found": "There is no such thing",
    "method_not_allowed": "The address does not take this method",
    "conflict": "The state of things does not allow it",
    "not_ready": "Not ready yet",
    "gone": "This is over",
    "too_large": "The body is too large",
    "unsupported_media_type": "Bodies are JSON",
    "unsupported_encoding": "Bodies are not compressed",
    "invalid_cursor": "The cursor cannot be used",
    "invalid": "Something in the request is wrong",
    "no_results": "There are no results, and there will be none",
    "evaluation_failed": "The evaluation could not be finished",
    "nothing_to_ask_again": "No answer was lost",
    "asked_again_already": "Its questions are being asked again",
    "asked_again_too_often": "Its questions were asked again often enough",
    "not_scheduled": "The interview is not waiting for its candidate",
    "already_taken": "The interview has its candidate",
    "endpoint_off": "The endpoint is off",
    "no_questions": "The job has no questions",
    "idempotency_in_flight": "The same request is being carried out",
    "idempotency_answer_lost": "The answer to the same request cannot be read any more",
    "idempotency_key_reused": "The Idempotency-Key belongs to another request",
    "idempotency_key_unreadable": "The Idempotency-Key cannot be used",
    "rate_limited": "Too many requests",
    "too_many_at_once": "Too many requests at once",
    "budget_spent": "A budget of the day is spent",
    "internal": "Our failure",
}
UNTITLED = "The request was refused"
OUR_FAILURE = "Something failed on our side. It is safe to try again with the same Idempotency-Key."
PLACES_LOGGED = 12
# An answer to bad input is never larger than the input allows.
ERRORS_TOLD = 50
POINTER_MAX = 300
MESSAGE_MAX = 300

# REST framework's own exceptions: (status, code).
MEANINGS: Mapping[type[Exception], tuple[int, str]] = {
    exceptions.ValidationError: (422, "invalid"),
    exceptions.ParseError: (400, "malformed"),
    exceptions.NotAuthenticated: (401, "not_authenticated"),
    exceptions.MethodNotAllowed: (405, "method_not_allowed"),
    exceptions.UnsupportedMediaType: (415, "unsupported_media_type"),
    exceptions.Throttled: (429, "rate_limited"),
    exceptions.NotFound: (404, "not_found"),
    Http404: (404, "not_found"),
    PermissionDenied: (403, "forbidden"),
    RequestDataTooBig: (413, "too_large"),
    SuspiciousOperation: (400, "bad_request"),
}


def answer(error: Exception, context: Mapping[str, Any]) -> Response:
    """REST framework's EXCEPTION_HANDLER. Whatever was raised becomes a problem; a failure of ours is logged."""
    status, code, detail = described(error)
    body = document(context["request"]._request, status, code, detail)
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = list(islice(field_errors(error.get_full_details()), ERRORS_TOLD))
    elif errors := getattr(error, "errors", None):
        body["errors"] = errors
    return Response(body, status=status, headers=headers(error), content_type=CONTENT_TYPE)


def document(request: HttpRequest, status: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"{settings.PUBLIC_URL}/api/docs/#problem-{code}",
        "title": TITLES.get(code, UNTITLED),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": getattr(request, "request_id", ""),
    }


def described(error: Exception) -> tuple[int, str, str]:
    """Status, code and a sentence. The text of an unknown exception is never told."""
    if isinstance(error, DomainError):
        return error.status, error.code, error.message
    status, code = meaning(error)
    if status == 500:
        log.error("api_failed", error=type(error).__name__, at=places(error))
        return status, code, OUR_FAILURE
    return status, code, sentence(error, code)


def places(error: BaseException) -> list[str]:
    """Where it was raised, the innermost place last. The exception's text is left out: it may quote a row or a body."""
    frames = traceback.extract_tb(error.__traceback__)[-PLACES_LOGGED:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def meaning(error: Exception) -> tuple[int, str]:
    for kind, found in MEANINGS.items():
        if isinstance(error, kind):
            return found
    if isinstance(error, exceptions.APIException):
        known = error.get_codes()
        return error.status_code, known if isinstance(known, str) else "bad_request"
    return 500, "internal"


def sentence(error: Exception, code: str) -> str:
    if code == "invalid":
        return "Some fields are wrong; `errors` names each of them."
    if code == "not_found":
        return "There is no such thing here, or it belongs to another organization or mode."
    if code == "too_large":
        return "The body is larger than this server takes."
    if isinstance(error, exceptions.APIException):
        return str(error.detail)
    return TITLES[code]


def headers(error: Exception) -> dict[str, str]:
    found: dict[str, str] = dict(getattr(error, "headers", {}))
    if challenge := getattr(error, "auth_header", None):
        found["WWW-Authenticate"] = challenge
    wait = getattr(error, "wait", None) or getattr(error, "retry_after_s", None)
    if wait:
        found["Retry-After"] = str(max(round(wait), 1))
    return found


def field_errors(details: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """REST framework's nested details as a flat list; `pointer` is a JSON pointer into the body (RFC 6901)."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        message = str(details["message"])  # may quote what was sent
        yield {"pointer": pointer[:POINTER_MAX], "code": str(details["code"]), "message": message[:MESSAGE_MAX]}
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            yield from field_errors(inner, pointer if name == "non_field_errors" else f"{pointer}/{escaped(name)}")
    elif isinstance(details, Sequence):
        for number, inner in enumerate(details):
            plain = isinstance(inner, Mapping) and set(inner) == {"message", "code"}
            yield from field_errors(inner, pointer if plain else f"{pointer}/{number}")


def escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
