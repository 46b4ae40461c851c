"""Errors that a person or a client may be told. Each message is a sentence for them and holds no personal data.

DomainError
├── NotFound   404
├── Forbidden  403
├── Conflict   409
│   └── NotReady
├── Gone       410
└── Invalid    422
"""


class DomainError(Exception):
    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class NotFound(DomainError):
    status = 404
    code = "not_found"


class Forbidden(DomainError):
    status = 403
    code = "forbidden"


class Conflict(DomainError):
    status = 409
    code = "conflict"


class NotReady(Conflict):
    """It will be, by itself: trying again later makes sense."""

    code = "not_ready"
    retry_after_s = 10


class Gone(DomainError):
    status = 410
    code = "gone"


class Invalid(DomainError):
    status = 422
    code = "invalid"
