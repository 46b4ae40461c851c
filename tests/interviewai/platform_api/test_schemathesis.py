"""Every operation of the OpenAPI document under attack: no failure of ours, no undocumented answer, no way in keyless.

Whatever routes exist are covered; those of the tests' own resource among them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from organizations.models import Organization
from organizations.platform_api import rate_limits
from tests.parent_platform import Platform, issue

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = 12


@pytest.fixture
def api_schema(acme: Organization, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseSchema]:
    monkeypatch.setattr(rate_limits, "FAILURES_PER_MINUTE", 1_000_000)
    with override_settings(API_REQUESTS_PER_MINUTE=1_000_000):
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def key(acme: Organization) -> str:
    """Of the test mode: what is made with it reaches nobody."""
    return issue(acme, livemode=False)[1]


schema = schemathesis.pytest.from_fixture("api_schema")


# What a schema allows may still be refused: an Idempotency-Key that was used before, a time that has passed.
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_document(case: "schemathesis.Case[Any]", key: str) -> None:
    case.call_and_validate(headers={"X-API-Key": key}, excluded_checks=[positive_data_acceptance])


@schema.parametrize()
@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_nothing_is_told_without_a_key(case: "schemathesis.Case[Any]") -> None:
    if not case.operation.definition.raw.get("security"):
        return
    case.headers.pop("X-API-Key", None)
    answer = case.call()
    assert answer.status_code in (401, 404, 405), answer.content


def test_objects_of_other_organizations_are_not_found(acme: Organization, globex: Organization) -> None:
    note = Platform.of(acme).post("/api/v1/notes", {"title": "of Acme"}).json()["id"]
    assert Platform.of(globex).get(f"/api/v1/notes/{note}").status_code == 404
