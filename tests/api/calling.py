"""A parent platform: a client that holds an API key and knows nothing but HTTP."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from organizations import api_keys
from organizations.api_keys import Scope
from organizations.models import Organization
from webhooks.models import Event

JOB = {"title": "Database developer", "description": "Keeps our Postgres fast and our data safe."}
ANNA = {"name": "Anna Alpha", "email": "anna@example.com"}


@dataclass
class Platform:
    organization: Organization
    livemode: bool = True
    scopes: tuple[Scope, ...] = tuple(Scope)
    client: Client = field(default_factory=Client)
    key: str = ""

    def __post_init__(self) -> None:
        _, self.key = api_keys.create(self.organization, name="test", livemode=self.livemode, scopes=self.scopes)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self._headers())

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(f"/api/v1/{path}", body, "application/json", headers=self._headers() | headers)

    def patch(self, path: str, body: Any) -> Any:
        return self.client.patch(f"/api/v1/{path}", body, "application/json", headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"X-API-Key": self.key}


def problem(response: Any, status: int, code: str) -> list[str]:
    """The pointers of a problem that is what was expected."""
    assert (response.status_code, response.json()["code"]) == (status, code), response.content
    assert response["Content-Type"] == "application/problem+json"
    return sorted(error["pointer"] for error in response.json().get("errors", []))


def event_types() -> list[str]:
    """Oldest first, of the organization whose schema is entered."""
    return list(Event.objects.order_by("occurred_at", "id").values_list("type", flat=True))
