"""What a platform may ask of the sandbox, and what becomes of the row. The candidate itself: test_sandbox_runs."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
import time_machine
from django.utils import timezone

from interviews import claims, sweeps
from interviews.models import Interview, SandboxRun
from interviews.sandbox import runs
from interviews.sandbox.execution import AT_ONCE, seats
from interviews.tasks import run_sandbox_candidate
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.sandbox.scheduled import Platform, change, interview, run_of, schedule

Status = SandboxRun.Status


def queued(organization: Organization, character: str = "strong") -> str:
    """An interview whose candidate is ordered; no worker has heard of it."""
    interview_id = schedule(organization)
    assert Platform.of(organization).complete(interview_id, character).status_code == 202
    return interview_id


def take(organization: Organization, interview_id: str) -> runs.Claim | None:
    with organization_schema(organization):
        return runs.take(interview_id)


def due(organization: Organization) -> list[str]:
    with organization_schema(organization):
        return list(runs.due().values_list("pk", flat=True))


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


def test_a_run_is_taken_by_one_worker(acme: Organization) -> None:
    interview_id = queued(acme)
    assert take(acme, interview_id)
    assert take(acme, interview_id) is None


def test_a_run_waits_for_the_questions_of_its_interview_and_is_given_up_when_none_come(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, plan=None)
    assert take(acme, interview_id) is None
    assert due(acme) == []
    with time_machine.travel(timezone.now() + runs.QUESTIONS_WITHIN + timedelta(seconds=1)):
        with organization_schema(acme):
            sweeps.resume_sandbox_runs()
        assert Platform.of(acme).state(interview_id).json()["error"] == "no_questions"
    assert run_of(acme, interview_id).status == Status.FAILED


def test_a_lost_hint_is_found_by_the_sweep(acme: Organization, tasks_run_at_once: None) -> None:
    with organization_schema(acme):
        row = SandboxRun.objects.create(interview_id=schedule(acme), character="no_show")
        sweeps.resume_sandbox_runs()
        row.refresh_from_db()
    assert row.status == Status.DONE


def test_a_dead_workers_run_is_taken_again_and_what_it_records_late_counts_no_more(acme: Organization) -> None:
    interview_id = queued(acme)
    first = take(acme, interview_id)
    assert first
    with time_machine.travel(timezone.now() + claims.HOLDS + timedelta(seconds=1)):
        second = take(acme, interview_id)
        assert second
        with organization_schema(acme):
            assert not first.renew()
            first.failed("unreachable", retryable=False)
            assert second.renew()
    assert run_of(acme, interview_id).status == Status.RUNNING


def test_a_worker_that_still_works_keeps_its_run(acme: Organization) -> None:
    interview_id = queued(acme)
    claim = take(acme, interview_id)
    assert claim
    with time_machine.travel(timezone.now() + claims.HOLDS / 2), organization_schema(acme):
        assert claim.renew()
    with time_machine.travel(timezone.now() + claims.HOLDS * 1.2):
        assert take(acme, interview_id) is None


def test_a_failed_attempt_waits_before_the_next_and_the_last_one_ends_the_run(acme: Organization) -> None:
    interview_id, now = queued(acme), timezone.now()
    for attempt in range(1, runs.MAX_ATTEMPTS + 1):
        with time_machine.travel(now, tick=False):
            claim = take(acme, interview_id)
            assert claim
            with organization_schema(acme):
                claim.failed("unreachable", retryable=True)
            assert due(acme) == []
        assert run_of(acme, interview_id).attempts == attempt
        now += runs.RETRY_AFTER + timedelta(seconds=1)
    failed = run_of(acme, interview_id)
    assert (failed.status, failed.error) == (Status.FAILED, "unreachable")
    assert failed.finished_at


def test_a_run_that_kills_its_workers_is_given_up(acme: Organization) -> None:
    interview_id, now = queued(acme), timezone.now()
    for _ in range(runs.MAX_ATTEMPTS):
        with time_machine.travel(now, tick=False):
            assert take(acme, interview_id)
        now += claims.HOLDS + timedelta(seconds=1)
    with time_machine.travel(now, tick=False):
        run_sandbox_candidate(acme.id, interview_id)
    assert run_of(acme, interview_id).error == "worker_lost"


def test_a_link_that_is_not_kept_any_more_fails_the_run(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, sealed_token="")
    run_sandbox_candidate(acme.id, interview_id)
    assert (run_of(acme, interview_id).status, run_of(acme, interview_id).error) == (Status.FAILED, "no_link")


def test_an_interview_that_is_cancelled_meanwhile_fails_the_run(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, status=Interview.Status.CANCELLED)
    run_sandbox_candidate(acme.id, interview_id)
    assert (run_of(acme, interview_id).status, run_of(acme, interview_id).error) == (Status.FAILED, "link_closed")


def test_a_candidate_who_came_after_all_cannot_be_a_no_show(acme: Organization) -> None:
    interview_id = queued(acme, "no_show")
    change(acme, interview_id, status=Interview.Status.IN_PROGRESS)
    run_sandbox_candidate(acme.id, interview_id)
    assert run_of(acme, interview_id).error == "taken_over"
    assert interview(acme, interview_id).status == Interview.Status.IN_PROGRESS


def test_a_worker_that_died_after_the_last_word_leaves_only_the_row_to_be_closed(acme: Organization) -> None:
    interview_id = queued(acme)
    change(acme, interview_id, status=Interview.Status.COMPLETED, sealed_token="")
    run_sandbox_candidate(acme.id, interview_id)
    assert run_of(acme, interview_id).status == Status.DONE


def test_a_web_process_that_is_away_is_tried_again(acme: Organization, settings: object) -> None:
    interview_id = queued(acme)
    settings.INTERNAL_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]  # the discard port: nobody listens
    run_sandbox_candidate(acme.id, interview_id)
    tried = run_of(acme, interview_id)
    assert (tried.status, tried.attempts, tried.error) == (Status.QUEUED, 1, "unreachable")


def test_without_a_free_seat_a_run_waits_in_its_row(acme: Organization) -> None:
    interview_id = queued(acme, "no_show")
    for _ in range(AT_ONCE):
        assert seats.acquire(blocking=False)
    try:
        run_sandbox_candidate(acme.id, interview_id)
        assert run_of(acme, interview_id).attempts == 0
    finally:
        seats.release(AT_ONCE)
    run_sandbox_candidate(acme.id, interview_id)
    assert run_of(acme, interview_id).status == Status.DONE
