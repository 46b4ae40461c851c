"""What a platform may ask of the sandbox, and what becomes of the row. The candidate itself: test_sandbox_runs."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from interviews.models import Interview, SandboxRun
from interviews.sandbox import runs
from organizations.models import Organization
from organizations.owed_work.claims import LeaseLost
from organizations.tenancy import organization_schema
from tests.interviews.sandbox.scheduled import Platform, change, interview, run_of, schedule
from tests.owed_work import OVER, in_hand, tried, work

Status = SandboxRun.Status
NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard port


def queued(organization: Organization, character: str = "strong") -> str:
    """An interview whose candidate is ordered; no worker has heard of it."""
    interview_id = schedule(organization)
    assert Platform.of(organization).complete(interview_id, character).status_code == 202
    return interview_id


def test_a_candidate_is_ordered_and_its_run_can_be_watched(acme: Organization) -> None:
    interview_id, platform = schedule(acme), Platform.of(acme)
    ordered = platform.complete(interview_id, "weak")
    assert ordered.status_code == 202
    assert ordered.json() == {
        "interview_id": interview_id,
        "livemode": False,
        "character": "weak",
        "status": "queued",
        "attempts": 0,
        "error": None,
        "created_at": ANY,
        "finished_at": None,
    }
    assert ordered.json()["created_at"].endswith("Z")
    assert platform.state(interview_id).json() == ordered.json()


def test_a_candidate_who_does_not_come_lets_the_interview_expire_now(
    acme: Organization, tasks_run_at_once: None
) -> None:
    interview_id = queued(acme, "no_show")
    assert run_of(acme, interview_id).status == Status.DONE
    expired = interview(acme, interview_id)
    assert expired.status == Interview.Status.EXPIRED
    assert expired.expires_at <= timezone.now()


def test_a_live_key_is_refused(acme: Organization) -> None:
    interview_id = schedule(acme, livemode=True)
    for answer in (
        Platform.of(acme, livemode=True).complete(interview_id),
        Platform.of(acme, livemode=True).state("x"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "sandbox_only")


def test_a_live_interview_does_not_exist_for_a_test_key(acme: Organization) -> None:
    assert Platform.of(acme).complete(schedule(acme, livemode=True)).status_code == 404


def test_another_organizations_interview_does_not_exist(acme: Organization, globex: Organization) -> None:
    interview_id = queued(acme)
    stranger = Platform.of(globex)
    assert stranger.complete(interview_id).status_code == 404
    assert stranger.state(interview_id).status_code == 404


def test_an_interview_without_a_candidate_has_no_run(acme: Organization) -> None:
    assert Platform.of(acme).state(schedule(acme)).status_code == 404


@pytest.mark.parametrize("scopes", [["interviews:read"], ["jobs:write"]])
def test_a_key_that_may_not_write_orders_nobody(acme: Organization, scopes: list[str]) -> None:
    answer = Platform.of(acme, scopes=scopes).complete(schedule(acme))
    assert (answer.status_code, answer.json()["code"]) == (403, "missing_scope")


@pytest.mark.parametrize("character", ["", "brilliant", None, 7, ["strong"]])
def test_an_unknown_character_is_refused(acme: Organization, character: object) -> None:
    answer = Platform.of(acme).complete(schedule(acme), character)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/character"


def test_an_unknown_member_is_refused(acme: Organization) -> None:
    assert Platform.of(acme).complete(schedule(acme), "strong", speed=2).status_code == 422


@pytest.mark.parametrize("status", [s.value for s in Interview.Status if s != Interview.Status.SCHEDULED])
def test_only_an_interview_that_waits_for_its_candidate_is_taken(acme: Organization, status: str) -> None:
    interview_id = schedule(acme)
    change(acme, interview_id, status=status)
    answer = Platform.of(acme).complete(interview_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_scheduled")


def test_an_interview_past_its_time_is_not_taken(acme: Organization) -> None:
    interview_id = schedule(acme)
    change(acme, interview_id, expires_at=timezone.now())
    assert Platform.of(acme).complete(interview_id).status_code == 409


def test_one_interview_has_one_candidate(acme: Organization) -> None:
    interview_id = queued(acme, "strong")
    again = Platform.of(acme).complete(interview_id, "weak")
    assert (again.status_code, again.json()["code"]) == (409, "already_taken")
    assert run_of(acme, interview_id).character == "strong"


def test_a_run_waits_for_the_questions_of_its_interview_and_is_given_up_when_none_come(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, plan=None)
    work("sandbox")
    assert run_of(acme, interview_id).status == Status.QUEUED
    with time_machine.travel(timezone.now() + runs.QUESTIONS_WITHIN + timedelta(seconds=1)):
        work("sandbox")
        assert Platform.of(acme).state(interview_id).json()["error"] == "no_questions"
    assert run_of(acme, interview_id).status == Status.FAILED


def test_a_lost_hint_loses_no_run(acme: Organization) -> None:
    interview_id = queued(acme, "no_show")
    assert run_of(acme, interview_id).status == Status.QUEUED
    work("sandbox")
    assert run_of(acme, interview_id).status == Status.DONE


def test_a_dead_workers_run_is_taken_again_and_what_it_records_late_counts_no_more(acme: Organization) -> None:
    interview_id = queued(acme)
    first = in_hand("run_sandbox_candidate")
    work("sandbox")
    assert run_of(acme, interview_id).attempts == 0, "it is in a worker's hands"
    with time_machine.travel(timezone.now() + OVER):
        second = in_hand("run_sandbox_candidate")
    with organization_schema(acme):
        run = runs.take(second)
        assert run
        with pytest.raises(LeaseLost):
            runs.fail(run, first, "unreachable")
    assert run_of(acme, interview_id).status == Status.RUNNING


def test_a_failed_attempt_waits_before_the_next_and_the_last_one_ends_the_run(
    acme: Organization, settings: Settings
) -> None:
    settings.INTERNAL_URL = NOBODY_LISTENS
    interview_id, now = queued(acme), timezone.now()
    for attempt in range(1, runs.TRIES + 1):
        with time_machine.travel(now, tick=False):
            work("sandbox")
            work("sandbox")
        assert run_of(acme, interview_id).attempts == attempt
        now += runs.RETRY_AFTER + timedelta(seconds=1)
    failed = run_of(acme, interview_id)
    assert (failed.status, failed.error) == (Status.FAILED, "unreachable")
    assert failed.finished_at


def test_a_run_that_kills_its_workers_is_given_up(acme: Organization) -> None:
    interview_id = queued(acme)
    tried(acme, "run_sandbox_candidate", runs.TRIES)
    work("sandbox")
    assert run_of(acme, interview_id).error == "worker_lost"


def test_a_link_that_is_not_kept_any_more_fails_the_run(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, sealed_token="")
    work("sandbox")
    assert (run_of(acme, interview_id).status, run_of(acme, interview_id).error) == (Status.FAILED, "no_link")


def test_an_interview_that_is_cancelled_meanwhile_fails_the_run(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, status=Interview.Status.CANCELLED)
    work("sandbox")
    assert (run_of(acme, interview_id).status, run_of(acme, interview_id).error) == (Status.FAILED, "link_closed")


def test_a_candidate_who_came_after_all_cannot_be_a_no_show(acme: Organization) -> None:
    interview_id = queued(acme, "no_show")
    change(acme, interview_id, status=Interview.Status.IN_PROGRESS)
    work("sandbox")
    assert run_of(acme, interview_id).error == "taken_over"
    assert interview(acme, interview_id).status == Interview.Status.IN_PROGRESS


def test_a_worker_that_died_after_the_last_word_leaves_only_the_row_to_be_closed(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, status=Interview.Status.COMPLETED, sealed_token="")
    work("sandbox")
    assert run_of(acme, interview_id).status == Status.DONE


def test_a_web_process_that_is_away_is_tried_again(acme: Organization, settings: Settings) -> None:
    interview_id = queued(acme)
    settings.INTERNAL_URL = NOBODY_LISTENS
    work("sandbox")
    again = run_of(acme, interview_id)
    assert (again.status, again.attempts, again.error) == (Status.QUEUED, 1, "unreachable")
