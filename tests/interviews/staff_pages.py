"""What tests of the recruiter's side share."""

import re
from typing import Any

from django.test import Client

from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema

LINK = re.compile(r'value="(http[^"]+/i/[^"]+)"')


def address(organization: Organization, rest: str = "") -> str:
    return f"/o/{organization.slug}/interviews/{rest}"


def send(browser: Client, organization: Organization, job_id: str, candidates: str, **changes: str) -> Any:
    """Fills in the form as it is given and sends it."""
    form = browser.get(address(organization, f"new/?job={job_id}")).context["form"]
    sent = {"job": job_id, "candidates": candidates, "expires_in_days": "14", "submission": form["submission"].value()}
    return browser.post(address(organization, "new/"), sent | changes)


def links(page: Any) -> list[str]:
    return LINK.findall(page.content.decode())


def interviews(organization: Organization) -> list[Interview]:
    """Oldest first."""
    with organization_schema(organization):
        return list(Interview.objects.select_related("candidate", "plan", "job").order_by("created_at", "id"))
