"""What was used is told by day, and by mode."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from interviews.models import Candidate, Interview
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.platform_api.keys import Scope
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from tests.parent_platform import Platform, assert_problem

pytestmark = pytest.mark.django_db(transaction=True)
USAGE = "/api/v1/usage"


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 10, day, hour, tzinfo=UTC)


def interview(scheduled: datetime, *, livemode: bool = True, **more: datetime) -> Interview:
    with time_machine.travel(scheduled, tick=False):
        return Interview.objects.create(
            candidate=Candidate.objects.create(name="Jane Doe"),
            job=JobDescription.objects.create(title="Job", livemode=livemode),
            livemode=livemode,
            token_hash=f"{livemode}{scheduled.timestamp()}",
            expires_at=at(31),
            time_budget_s=60,
            turn_budget=3,
            **more,
        )


def call(made: datetime, port: str, units: float, cost_micros: int, interview: Interview | None = None) -> None:
    with time_machine.travel(made, tick=False):
        ProviderCall.objects.create(
            port=port,
            provider="scripted",
            model="m",
            purpose="test",
            interview_id=interview.id if interview else None,
            status="ok",
            total_ms=1,
            units=units,
            unit_name={"stt": "seconds", "llm": "tokens"}[port],
            cost_micros=cost_micros,
        )


@pytest.fixture
def october(acme: Organization) -> None:
    with organization_schema(acme):
        first = interview(at(1, 0), started_at=at(2), completed_at=at(3))
        interview(at(3, 23), started_at=at(4))
        tried = interview(at(2), livemode=False, started_at=at(2))
        call(at(2), "stt", 30.5, 1_000, first)
        call(at(3), "stt", 10, 234, first)
        call(at(3), "llm", 900, 5_000_000)
        call(at(4), "stt", 99, 99, first)
        call(at(2), "llm", 100, 7, tried)


def test_a_period_counts_what_happened_in_it(acme: Organization, october: None) -> None:
    answer = Platform.of(acme).get(USAGE, {"from": "2026-10-01", "to": "2026-10-03"})
    assert answer.json() == {
        "livemode": True,
        "from": "2026-10-01",
        "to": "2026-10-03",
        "interviews": {"scheduled": 2, "started": 1, "completed": 1},
        "ai": [
            {"port": "llm", "calls": 1, "units": 900.0, "unit_name": "tokens", "cost_usd": "5.000000"},
            {"port": "stt", "calls": 2, "units": 40.5, "unit_name": "seconds", "cost_usd": "0.001234"},
        ],
        "cost_usd": "5.001234",
    }


def test_test_mode_and_other_organizations_are_apart(acme: Organization, globex: Organization, october: None) -> None:
    period = {"from": "2026-10-01", "to": "2026-10-31"}
    tried = Platform.of(acme, livemode=False).get(USAGE, period).json()
    assert tried["interviews"] == {"scheduled": 1, "started": 1, "completed": 0}
    assert [port["units"] for port in tried["ai"]] == [100.0]
    assert Platform.of(globex).get(USAGE, period).json()["interviews"]["scheduled"] == 0


def test_by_itself_it_is_this_month(acme: Organization, october: None) -> None:
    client = Platform.of(acme)
    with time_machine.travel(at(2)):
        told = client.get(USAGE).json()
    assert (told["from"], told["to"]) == ("2026-10-01", "2026-10-02")
    assert told["interviews"]["scheduled"] == 1


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"},
        {"from": "2026-10-02", "to": "2026-10-01"},
        {"from": "2024-01-01", "to": "2026-01-01"},
        {"from": "0001-01-01", "to": "0001-01-01"},
        {"from": "9999-12-31", "to": "9999-12-31"},
        {"form": "2026-10-01"},
    ],
)
def test_a_period_that_is_none_is_refused(acme: Organization, query: dict[str, str]) -> None:
    assert_problem(Platform.of(acme).get(USAGE, query), 422, "invalid")


def test_it_needs_its_scope(acme: Organization) -> None:
    assert_problem(Platform.of(acme, scopes=[Scope.JOBS_READ]).get(USAGE), 403, "missing_scope")
    assert_problem(Client().get(USAGE), 401, "not_authenticated")
