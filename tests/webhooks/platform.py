"""A parent platform as the tests have it: a client with an API key, and what it reads."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from organizations import api_keys
from organizations.api_keys import Scope
from organizations.models import Organization
from organizations.tenancy import organization_schema
from webhooks.models import Delivery

URL = "https://platform.example.com/hooks"


class Platform:
    def __init__(self, organization: Organization, *, livemode: bool = True, scopes: tuple[str, ...] = ()) -> None:
        self.organization = organization
        self.client = Client(raise_request_exception=False)
        _, self.key = api_keys.create(
            organization, name="Platform", livemode=livemode, scopes=scopes or tuple(scope.value for scope in Scope)
        )

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = "" if body is None else json.dumps(body)
        return self.client.generic(
            method, f"/api/v1/{path}", sent, content_type="application/json", headers={"X-API-Key": self.key} | headers
        )

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def endpoint(self, **members: Any) -> dict[str, Any]:
        """A new one, as the answer has it: with its secret."""
        return read(self.post("webhook-endpoints", {"url": URL} | members), 201)

    def ping(self, endpoint_id: str) -> dict[str, Any]:
        return read(self.post(f"webhook-endpoints/{endpoint_id}/ping"), 202)


def read(response: HttpResponse, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.content
    told: dict[str, Any] = json.loads(response.content)
    return told


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    return read(response, status)


def end(organization: Organization, delivery_id: str, status: str) -> None:
    """As the engine leaves a delivery that it is done with."""
    with organization_schema(organization):
        Delivery.objects.filter(pk=delivery_id).update(status=status, next_attempt_at=None)
