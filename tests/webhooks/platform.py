"""A parent platform that listens."""

from typing import Any

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests import parent_platform
from tests.parent_platform import read
from webhooks.models import Delivery

URL = "https://platform.example.com/hooks"


class Platform(parent_platform.Platform):
    def endpoint(self, **members: Any) -> dict[str, Any]:
        """A new one, as the answer has it: with its secret."""
        return read(self.post("webhook-endpoints", {"url": URL} | members), 201)

    def ping(self, endpoint_id: str) -> dict[str, Any]:
        return read(self.post(f"webhook-endpoints/{endpoint_id}/ping"), 202)


def end(organization: Organization, delivery_id: str, status: str) -> None:
    """As the engine leaves a delivery that it is done with."""
    with organization_schema(organization):
        Delivery.objects.filter(pk=delivery_id).update(status=status, next_attempt_at=None)
