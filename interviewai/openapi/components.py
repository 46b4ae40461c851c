"""The parts of the OpenAPI document that operations refer to: the problem, the answers that hold one, the headers."""

from typing import Any

from interviewai.platform_api.problems import CONTENT_TYPE, TITLES

FIELD_ERROR = {
    "type": "object",
    "required": ["pointer", "code", "message"],
    "properties": {
        "pointer": {"type": "string", "description": "A JSON pointer into the body (RFC 6901), or a query parameter."},
        "code": {"type": "string"},
        "message": {"type": "string"},
    },
}
PROBLEM = {
    "type": "object",
    "description": "Every error has this shape (RFC 9457). Programs read `code`; `title` and `detail` are for people.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Where the documentation tells of this problem."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "More may be added.", "examples": list(TITLES)},
        "request_id": {"type": "string", "description": "The same as the header `X-Request-ID`."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
    },
}

HEADERS: dict[str, Any] = {
    "X-Request-ID": {
        "description": "Names this request in our logs. Tell it to us when something is wrong.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": (
            "`q` requests in `w` seconds (draft-ietf-httpapi-ratelimit-headers-11). With a `budget_spent` the budget "
            "follows, as does what is left of it in `RateLimit`."
        ),
        "schema": {"type": "string"},
        "example": '"default";q=600;w=60',
    },
    "RateLimit": {
        "description": "`r` requests are left; `t` seconds until there are more.",
        "schema": {"type": "string"},
        "example": '"default";r=598;t=41',
    },
    "Retry-After": {"description": "In so many seconds it makes sense to try again.", "schema": {"type": "integer"}},
    "Idempotent-Replayed": {
        "description": "`true` when this is the answer of an earlier request with the same `Idempotency-Key`.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "WWW-Authenticate": {"description": "How to authenticate.", "schema": {"type": "string"}},
    "Deprecation": {"description": "Since when this is deprecated (RFC 9745).", "schema": {"type": "string"}},
    "Sunset": {"description": "When it will stop to work (RFC 8594).", "schema": {"type": "string"}},
    "Link": {"description": "Where the deprecation is explained.", "schema": {"type": "string"}},
}

MEANINGS = {
    "400": ("The request cannot be understood.", "malformed", []),
    "401": ("There is no usable API key.", "unusable_key", ["WWW-Authenticate"]),
    "403": ("The key may not do this.", "missing_scope", []),
    "404": ("There is no such thing, or it belongs to another organization or mode.", "not_found", []),
    "409": ("The state of things does not allow it (now).", "conflict", ["Retry-After"]),
    "410": ("This is over.", "gone", []),
    "413": ("The body is too large.", "too_large", []),
    "415": ("The body is not JSON.", "unsupported_media_type", []),
    "422": ("Something in the request is wrong.", "invalid", []),
    "429": ("Too many requests, or a budget of the day is spent: see `code`.", "rate_limited", ["Retry-After"]),
    "500": ("A failure on our side.", "internal", []),
}


def response(status: str) -> dict[str, Any]:
    """Every answer has X-Request-ID and RateLimit; they stand at the good ones alone, for the sake of readers."""
    description, code, headers = MEANINGS[status]
    told = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    media = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example(int(status), code)}
    return {"description": description, **({"headers": told} if told else {}), "content": {CONTENT_TYPE: media}}


def example(status: int, code: str) -> dict[str, Any]:
    problem = {
        "type": f"https://interviews.example.com/api/docs/#problem-{code}",
        "title": TITLES[code],
        "status": status,
        "detail": MEANINGS[str(status)][0],
        "code": code,
        "request_id": "req_01K8E6Z3M4N5P6Q7R8S9T0V1W2",
    }
    if code == "invalid":
        problem["errors"] = [{"pointer": "/candidate/email", "code": "required", "message": "This field is required."}]
    return problem


RESPONSES = {status: response(status) for status in MEANINGS}


def add_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular."""
    shared = {"schemas": {"Problem": PROBLEM, "FieldError": FIELD_ERROR}, "responses": RESPONSES, "headers": HEADERS}
    for kind, components in shared.items():
        result["components"].setdefault(kind, {}).update(components)
    return result
