"""A parent platform: a client that holds an API key and knows nothing but HTTP."""

import json
from collections.abc import Iterable
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from organizations.models import ApiKey, Organization
from organizations.platform_api import keys

PREFIX = "/api/v1/"
JSON = "application/json"
JOB = {"title": "Database developer", "description": "Keeps our Postgres fast and our data safe."}
ANNA = {"name": "Anna Alpha", "email": "anna@example.com"}
Answer = Any  # what Django's test client returns


class Platform(Client):
    """A path that begins with no slash is one of the API: `platform.get("interviews")`."""

    def __init__(self, key: str) -> None:
        super().__init__(headers={"X-API-Key": key}, raise_request_exception=False)
        self.key = key

    @classmethod
    def of(cls, organization: Organization, **key: Any) -> Self:
        return cls(issue(organization, **key)[1])

    def generic(self, method: str, path: Any, *args: Any, **options: Any) -> Answer:
        whole = path if path.startswith("/") or "://" in path else PREFIX + path
        return super().generic(method, whole, *args, **options)

    def get(self, path: Any, data: Any = None, *args: Any, **options: Any) -> Answer:
        return super().get(path, data, *args, **options)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        content_type: str = JSON,
        *,
        idempotency_key: str | None = None,
        **more: Any,
    ) -> Answer:
        """Texts and bytes are sent as they are, None is no body at all, everything else is JSON."""
        if idempotency_key is not None:
            more["headers"] = {"Idempotency-Key": idempotency_key}
        sent = body if isinstance(body, str | bytes) else json.dumps(body, cls=DjangoJSONEncoder)
        return self.generic(method, path, "" if body is None else sent, content_type, **more)

    def post(self, path: Any, *args: Any, **options: Any) -> Answer:
        return self.ask("POST", path, *args, **options)

    def patch(self, path: Any, *args: Any, **options: Any) -> Answer:
        return self.ask("PATCH", path, *args, **options)


def issue(
    organization: Organization, *, livemode: bool = True, scopes: Iterable[str] = tuple(keys.Scope), **more: Any
) -> tuple[ApiKey, str]:
    return keys.create(organization, name="test", livemode=livemode, scopes=scopes, **more)


def read(answer: Answer, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    told: dict[str, Any] = answer.json()
    return told


def assert_problem(answer: Answer, status: int, code: str) -> dict[str, Any]:
    problem = read(answer, status)
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"].endswith(f"/api/docs/#problem-{code}")
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer["X-Request-ID"]
    assert problem["request_id"].startswith("req_")
    return problem


def wrong_members(answer: Answer) -> list[str]:
    """To what is wrong, of an answer that says so."""
    return sorted(error["pointer"] for error in assert_problem(answer, 422, "invalid")["errors"])
