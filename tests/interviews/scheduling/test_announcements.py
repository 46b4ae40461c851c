"""What parent platforms are told of an interview: each event once, in the transaction of its change."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from celery import current_app
from django.db import transaction
from django.test import Client

from interviews import lifecycle
from interviews.models import Interview
from interviews.scheduling.invitations import create_interview
from organizations.models import Organization
from organizations.tenancy import candidate_schema, organization_schema
from tests.interviews.candidates import Invite, interview_of, job_with_questions
from tests.interviews.page import Page
from tests.owed_work import work
from tests.webhooks.sending import event_types
from webhooks.models import Event


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


def told(organization: Organization) -> list[dict[str, Any]]:
    with organization_schema(organization):
        return [json.loads(event.payload) for event in Event.objects.order_by("occurred_at", "id")]


def types(organization: Organization) -> list[str]:
    with organization_schema(organization):
        return event_types()


def finish(page: Page) -> None:
    while page.phase == "asking":
        page.answer("I read the plan, add an index where it scans, and measure it again with real data.")
    page.send("review.done")


def open_interviews(organization: Organization, count: int) -> list[Interview]:
    with organization_schema(organization):
        job = job_with_questions(1)
        return [create_interview(job, candidate_name=f"Candidate {number}")[0] for number in range(count)]


def test_the_start_is_told_when_the_first_scored_question_is_asked(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.send("hello")
    page.send("start")
    assert types(acme) == []
    page.practise()
    (event,) = told(acme)
    assert (event["event"], event["livemode"]) == ("interview.started", True)
    assert event["data"]["interview_id"] == page.interview_id
    assert event["data"]["status"] == "in_progress"
    assert event["data"]["candidate"] == {"name": "Someone", "email": "", "external_id": None}
    assert event["data"]["started_at"].endswith("Z")


def test_a_start_that_no_worker_heard_of_is_found_and_told_once(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    current_app.conf.task_always_eager = False
    page.send("hello")
    page.send("start")
    with organization_schema(acme):
        interview = interview_of(page)
        interview.turns.update(status="done")
    page.send("practice.done", again=False)
    assert types(acme) == []
    for _ in range(2):
        work("default")
    assert types(acme) == ["interview.started"]
    current_app.control.purge()


@pytest.mark.parametrize("ending", ["complete", "cancel"])
def test_whatever_ends_an_interview_tells_its_start_before(acme: Organization, invite: Invite, ending: str) -> None:
    page = invite(acme, 1)
    page.practise()
    with organization_schema(acme):
        Interview.objects.update(start_announced_at=None)
        Event.objects.all().delete()
        assert getattr(lifecycle, ending)(interview_of(page))
        last = {"complete": [], "cancel": ["interview.cancelled"]}[ending]
        assert [kind for kind in event_types() if kind != "interview.completed"] == ["interview.started", *last]


def test_a_whole_interview_is_told_from_start_to_scores(acme: Organization, invite: Invite) -> None:
    page = invite(acme, 1)
    page.practise()
    finish(page)
    assert types(acme) == ["interview.started", "interview.completed"]
    data = told(acme)[1]["data"]
    assert data["turns"][0]["a"].startswith("I read the plan")
    assert data["turns"][0]["q"] == interview_of(page).frozen_plan.questions[0].text
    assert data["artifacts"]["audio_urls"]
    assert Client().get(urlsplit(data["artifacts"]["audio_urls"][0]).path).status_code == 200


def test_a_candidate_may_not_write_events(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    with (
        organization_schema(acme),
        candidate_schema(acme, page.interview_id),
        pytest.raises(Exception, match="permission denied"),
    ):
        Event.objects.exists()


def test_each_expired_interview_is_told_once(acme: Organization, clock: time_machine.Traveller) -> None:
    first, second = open_interviews(acme, 2)
    clock.shift(timedelta(days=15))
    for _ in range(2):
        work("default")
    with organization_schema(acme):
        assert set(Interview.objects.values_list("status", flat=True)) == {"expired"}
    assert types(acme) == ["interview.expired"] * 2
    assert {event["data"]["interview_id"] for event in told(acme)} == {first.id, second.id}
    assert {event["data"]["expires_at"] for event in told(acme)} == {"2030-01-15T10:00:00.000Z"}


def test_an_interview_whose_event_cannot_be_written_stays_and_keeps_no_other_from_its_turn(
    acme: Organization, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = open_interviews(acme, 2)
    clock.shift(timedelta(days=15))
    with organization_schema(acme):
        Interview.objects.filter(id=bad.id).update(metadata={"note": ["about Anna"]})
    work("default")
    with organization_schema(acme):
        statuses = {interview.id: interview.status for interview in Interview.objects.all()}
        assert statuses == {bad.id: "scheduled", good.id: "expired"}
        Interview.objects.filter(id=bad.id).update(metadata={})
    clock.shift(timedelta(minutes=1))
    work("default")
    assert types(acme) == ["interview.expired"] * 2
    assert "about Anna" not in caplog.text


def test_an_event_of_a_change_that_was_rolled_back_was_never_written(acme: Organization) -> None:
    (interview,) = open_interviews(acme, 1)
    with organization_schema(acme):
        with transaction.atomic():
            assert lifecycle.cancel(interview)
            assert event_types() == ["interview.cancelled"]
            transaction.set_rollback(True)
        assert event_types() == []
        assert lifecycle.cancel(interview)
        assert not lifecycle.cancel(interview)
        assert event_types() == ["interview.cancelled"]


def test_a_test_interviews_events_are_test_events(acme: Organization) -> None:
    with organization_schema(acme):
        job = job_with_questions(1)
        job.livemode = False
        job.save()
        interview, _ = create_interview(job, candidate_name="Nobody")
        lifecycle.cancel(interview)
    (event,) = told(acme)
    assert event["livemode"] is False
