"""A parent platform: an HTTP client with a key."""

from collections.abc import Iterable
from typing import Any

from django.test import Client

from organizations import api_keys
from organizations.models import ApiKey, Organization

NOTES = "/api/v1/notes"
Answer = Any  # what Django's test client returns


def issue(
    organization: Organization, *, livemode: bool = True, scopes: Iterable[str] = tuple(api_keys.Scope), **more: Any
) -> tuple[ApiKey, str]:
    return api_keys.create(organization, name="test", livemode=livemode, scopes=scopes, **more)


def holding(key: str) -> Client:
    return Client(headers={"X-API-Key": key}, raise_request_exception=False)


def platform_of(organization: Organization, **key: Any) -> Client:
    return holding(issue(organization, **key)[1])


def post(client: Client, path: str, body: Any, **headers: str) -> Answer:
    """`idempotency_key="..."` becomes the header Idempotency-Key."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, body, content_type="application/json", headers=named)


def assert_problem(answer: Answer, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"].endswith(f"/api/docs/#problem-{code}")
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer["X-Request-ID"]
    assert problem["request_id"].startswith("req_")
    return problem
