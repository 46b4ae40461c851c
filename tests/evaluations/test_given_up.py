"""An evaluation that cannot be put together is tried a bounded number of times, and then a person sees it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from evaluations import finalization
from evaluations.models import Evaluation, Score
from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import GOOD, complete_interview, said, score_all
from tests.evaluations.staff.test_report import address, page
from tests.fixtures import Login
from tests.owed_work import OVER, in_hand, owed, tried, work
from tests.parent_platform import Platform
from tests.webhooks.sending import event_types

ODD = {"application": {"secret": "of Anna"}}


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def unfinished(acme: Organization, clock: time_machine.Traveller) -> Interview:
    """All its answers are scored, and nothing can be told of it: tried once."""
    interview = complete_interview(acme, {"q1": [said(GOOD)]})
    tell_oddly(acme, ODD)
    score_all(acme, interview)
    return interview


def tell_oddly(organization: Organization, metadata: Mapping[str, object]) -> None:
    with organization_schema(organization):
        Interview.objects.update(metadata=metadata)


def state(organization: Organization) -> Evaluation:
    with organization_schema(organization):
        return Evaluation.objects.get()


def tries(organization: Organization) -> list[int]:
    return [row.tries for row in owed(organization, "finalize_evaluation")]


def look(clock: time_machine.Traveller, times: int, after: timedelta = timedelta(hours=2)) -> None:
    for _ in range(times):
        clock.shift(after)
        work("scoring")


@pytest.mark.usefixtures("unfinished")
def test_it_is_tried_with_growing_waits_and_then_given_up_with_all_that_is_there_kept(
    acme: Organization, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    assert (state(acme).status, tries(acme)) == ("pending", [1])
    look(clock, 1, after=timedelta(seconds=10))
    assert tries(acme) == [1], "not before its time"
    waits = []
    for _ in range(finalization.TRIES - 1):
        waits.append(owed(acme, "finalize_evaluation")[0].due_at - timezone.now())
        look(clock, 1, after=waits[-1])
    assert waits == [finalization.RETRY_AFTER[0] - timedelta(seconds=10), *finalization.RETRY_AFTER[1:]]
    look(clock, 3)
    assert (state(acme).status, tries(acme)) == ("failed", [])
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len([line for line in errors if "evaluation_given_up" in line]) == 1
    assert not any("Anna" in line for line in errors)
    with organization_schema(acme):
        assert Score.objects.filter(status="scored").count() == 1
        assert event_types() == []


def test_one_that_kills_each_worker_is_given_up_too(
    acme: Organization, unfinished: Interview, clock: time_machine.Traveller
) -> None:
    tried(acme, "finalize_evaluation", finalization.TRIES)
    look(clock, 1)
    assert state(acme).status == "failed"


def test_a_dead_workers_lease_holds_until_it_has_run_out(
    acme: Organization, unfinished: Interview, clock: time_machine.Traveller
) -> None:
    tell_oddly(acme, {})
    clock.shift(finalization.RETRY_AFTER[0])
    in_hand("finalize_evaluation")
    look(clock, 1, after=timedelta(seconds=1))
    assert state(acme).status == "pending"
    look(clock, 1, after=OVER)
    assert state(acme).status == "ready"


def test_a_recruiter_sees_it_and_can_have_it_tried_again(
    acme: Organization, unfinished: Interview, clock: time_machine.Traveller, login: Login
) -> None:
    look(clock, finalization.TRIES)
    recruiter, reviewer = login(acme, "recruiter"), login(acme, "reviewer")
    assert "The evaluation could not be finished" in page(recruiter, acme, unfinished)
    assert "A recruiter can try again" in page(reviewer, acme, unfinished)
    assert "Not finished" in recruiter.get(f"/o/{acme.slug}/evaluations/").content.decode()
    again = address(acme, unfinished, "report/score-again/")
    assert reviewer.post(again).status_code == 403
    tell_oddly(acme, {})
    assert recruiter.post(again).status_code == 302
    assert "Being scored" in page(recruiter, acme, unfinished)
    work("scoring")
    assert state(acme).status == "ready"
    with organization_schema(acme):
        assert event_types() == ["interview.completed"]


def test_a_platform_is_not_told_to_ask_again_for_ever(
    acme: Organization, unfinished: Interview, clock: time_machine.Traveller
) -> None:
    platform = Platform.of(acme)
    address = f"/api/v1/interviews/{unfinished.id}"
    assert platform.get(f"{address}/results").json()["code"] == "not_ready"
    look(clock, finalization.TRIES)
    refused = platform.get(f"{address}/results")
    assert (refused.status_code, refused.json()["code"]) == (409, "evaluation_failed")
    assert "Retry-After" not in refused
    assert platform.get(f"{address}/status").json()["evaluation"]["status"] == "failed"


def test_an_interview_that_was_completed_without_an_evaluation_gets_one_when_somebody_asks(
    acme: Organization, login: Login
) -> None:
    interview = complete_interview(acme, {"q1": [said(GOOD)]})
    with organization_schema(acme):
        Evaluation.objects.all().delete()
    recruiter = login(acme, "recruiter")
    assert "The evaluation could not be finished" in page(recruiter, acme, interview)
    assert recruiter.post(address(acme, interview, "report/score-again/")).status_code == 302
    assert score_all(acme, interview).status == "ready"
