"""A parent platform that listens."""

from typing import Any

from organizations.models import Organization
from organizations.owed_work.models import OwedWork
from organizations.tenancy import organization_schema
from tests import parent_platform
from tests.parent_platform import assert_problem, read
from webhooks import owed_work
from webhooks.models import Delivery

URL = "https://platform.example.com/hooks"


class Platform(parent_platform.Platform):
    def endpoint(self, **members: Any) -> dict[str, Any]:
        """A new one, as the answer has it: with its secret."""
        return read(self.post("webhook-endpoints", {"url": URL} | members), 201)

    def ping(self, endpoint_id: str) -> dict[str, Any]:
        return read(self.post(f"webhook-endpoints/{endpoint_id}/ping"), 202)

    def ids(self, path: str) -> list[str]:
        """Of a list's first page."""
        return [each["id"] for each in read(self.get(path))["results"]]


def errors(response: Any) -> list[tuple[str, str]]:
    """(pointer, code) of each member that is wrong."""
    return [(error["pointer"] or "/", error["code"]) for error in assert_problem(response, 422, "invalid")["errors"]]


def due(delivery_id: str) -> bool:
    return OwedWork.objects.filter(kind=owed_work.DELIVER, row_id=delivery_id).exists()


def end(organization: Organization, delivery_id: str, status: str) -> None:
    """As the engine leaves a delivery that it is done with."""
    with organization_schema(organization):
        Delivery.objects.filter(pk=delivery_id).update(status=status, next_attempt_at=None)
