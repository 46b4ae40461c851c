from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from celery import current_app
from django.test import Client, override_settings
from django.utils import timezone

from interviews import access
from interviews.models import Candidate, Interview
from interviews.scheduling.waiting_for_questions import ASKED_AGAIN_AT_LEAST_EVERY
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.platform_api.keys import Scope
from organizations.sealing import unseal
from organizations.tenancy import organization_schema
from tests.interviews.page import Page
from tests.jobs.factories import fresh, make_job
from tests.owed_work import work
from tests.parent_platform import ANNA, JOB, Platform, assert_problem, wrong_members

SCHEDULE = "interviews/schedule"


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


@pytest.fixture
def job(acme: Organization) -> JobDescription:
    return make_job(acme, questions=2)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


def scheduled(platform: Platform, job: JobDescription | None = None, **changes: Any) -> Any:
    body = {"job_description_id": job.pk} if job else {"job_description": JOB}
    response = platform.post(SCHEDULE, {**body, "candidate": ANNA} | changes)
    assert response.status_code == 202, response.content
    return response.json()


def page_of(organization: Organization, answer: Any) -> Page:
    token = urlsplit(answer["interview_url"]).path.split("/")[2]
    return Page(Client(), organization, answer["interview_id"], token)


def rows(organization: Organization) -> list[Interview]:
    with organization_schema(organization):
        return list(Interview.objects.select_related("candidate", "plan").order_by("created_at"))


def test_one_call_answers_with_a_link_that_opens_the_interview(
    acme: Organization, platform: Platform, job: JobDescription
) -> None:
    told = {"name": "Anna  Alpha", "email": "anna@example.com", "external_id": "app-1"}
    until = "2099-01-01T12:00:00Z"
    with time_machine.travel("2098-12-01", tick=False):
        answer = scheduled(
            platform, job, candidate=told, expires_at=until, redirect_url="https://ats.example.com/1?a=b",
            metadata={"application": "1"}, language="en",
        )  # fmt: skip
    assert answer["candidate"] == {"name": "Anna Alpha", "email": "anna@example.com", "external_id": "app-1"}
    assert (answer["status"], answer["livemode"], answer["questions_ready"]) == ("scheduled", True, True)
    assert answer["expires_at"] == "2099-01-01T12:00:00.000Z"
    assert (answer["metadata"], answer["redirect_url"]) == ({"application": "1"}, "https://ats.example.com/1?a=b")
    assert answer["job_description"] == {"id": job.pk, "title": "Nurse"}
    welcome = page_of(acme, answer).client.get(urlsplit(answer["interview_url"]).path)
    assert "Anna Alpha" in welcome.content.decode()
    read = platform.get(f"interviews/{answer['interview_id']}").json()
    assert read == {name: value for name, value in answer.items() if name != "interview_url"}
    (row,) = rows(acme)
    assert (row.sealed_token, row.created_by_id[:4]) == ("", "key_")


def test_a_new_job_gets_its_questions_afterwards_and_then_the_candidate_can_start(
    acme: Organization, platform: Platform, tasks_run_at_once: None
) -> None:
    current_app.conf.task_always_eager = False
    answer = scheduled(platform, job_description=JOB | {"custom_questions": ["Why us?"]})
    assert answer["questions_ready"] is False
    page = page_of(acme, answer)
    early = page.client.get(f"{page.base}/")
    assert (early.status_code, early["Refresh"]) == (200, "5")
    assert "questions of your interview are being written" in early.content.decode()
    current_app.conf.task_always_eager = True
    work("questions")
    assert platform.get(f"interviews/{answer['interview_id']}").json()["questions_ready"] is True
    (row,) = rows(acme)
    assert row.frozen_plan.questions[0].text == "Why us?"
    assert row.frozen_plan.questions[0].expected_points
    page.consent()
    page.practise()
    assert (page.phase, page.turn["text"]) == ("asking", "Why us?")


def test_before_the_questions_are_there_the_live_steps_say_so_and_change_nothing(
    acme: Organization, platform: Platform
) -> None:
    page = page_of(acme, scheduled(platform))
    page.consent()
    for kind in ("hello", "start", "sync"):
        assert page.send(kind)["code"] == "not_ready"
    snapshot = page.client.get(f"{page.base}/live/snapshot")
    assert (snapshot.status_code, snapshot.json()["messages"][0]["code"]) == (409, "not_ready")
    for name in ("check", "room", "end"):
        assert "being written" in page.client.get(f"{page.base}/{name}").content.decode()
    (row,) = rows(acme)
    assert (row.status, row.last_seen_at) == ("scheduled", None)


def test_an_interview_may_wait_for_a_job_whose_questions_are_being_written(
    acme: Organization, platform: Platform
) -> None:
    job = make_job(acme)
    refused = platform.post(SCHEDULE, {"job_description_id": job.pk, "candidate": ANNA})
    assert "errors" not in assert_problem(refused, 422, "no_questions")
    platform.post(f"job-descriptions/{job.pk}/generate-questions")
    assert scheduled(platform, job)["questions_ready"] is False
    work("questions")
    work("questions")
    assert [row.plan is not None for row in rows(acme)] == [True]


def test_what_was_missed_is_frozen_and_questions_are_asked_for_again_with_growing_waits(
    acme: Organization, platform: Platform, clock: time_machine.Traveller
) -> None:
    job_id = scheduled(platform)["job_description"]["id"]
    asked = []
    for _ in range(60):
        with organization_schema(acme):
            JobDescription.objects.filter(pk=job_id, generation_status="pending").update(generation_status="failed")
        clock.shift(timedelta(minutes=1))
        work("default")
        at = fresh(acme, JobDescription(pk=job_id)).generation_requested_at
        assert at is not None
        asked.append(at)
    began = asked[0] if asked[0].minute == 0 else asked[0] - timedelta(minutes=1)
    assert sorted({round((at - began).total_seconds() / 60) for at in asked}) == [0, 5, 10, 20, 40]
    with organization_schema(acme):
        JobDescription.objects.filter(pk=job_id).update(generation_status="pending")
    work("questions")
    with organization_schema(acme):
        Interview.objects.update(plan=None)
    clock.shift(ASKED_AGAIN_AT_LEAST_EVERY)
    work("default")
    assert [row.plan is not None for row in rows(acme)] == [True]


def test_an_interview_that_nobody_can_start_any_more_is_not_waited_for(
    acme: Organization, platform: Platform, clock: time_machine.Traveller
) -> None:
    job_id = scheduled(platform, expires_at="2030-01-01T10:01:00Z")["job_description"]["id"]
    with organization_schema(acme):
        JobDescription.objects.update(generation_status="failed")
    clock.shift(timedelta(hours=1))
    work("default")
    assert fresh(acme, JobDescription(pk=job_id)).generation_status == "failed"


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"candidate": None}, ["/candidate"]),
        ({"candidate": {"name": "Anna"}}, ["/candidate/email"]),
        ({"candidate": ANNA | {"email": "anna(at)example.com"}}, ["/candidate/email"]),
        ({"candidate": ANNA | {"email": "a@b.example\nBcc: all@example.com"}}, ["/candidate/email"]),
        ({"candidate": ANNA | {"name": " "}}, ["/candidate/name"]),
        ({"candidate": ANNA | {"name": 7}}, ["/candidate/name"]),
        ({"candidate": ANNA | {"name": "x" * 201}}, ["/candidate/name"]),
        ({"candidate": ANNA | {"phone": "1"}}, ["/candidate/phone"]),
        ({"candidate": ANNA | {"external_id": "x" * 201}}, ["/candidate/external_id"]),
        ({"candidate": [ANNA]}, ["/candidate"]),
        ({"job_description": JOB}, [""]),
        ({"job_description_id": 5}, ["/job_description_id"]),
        ({"expires_at": "2001-01-01T00:00:00Z"}, ["/expires_at"]),
        ({"expires_at": "2201-01-01T00:00:00Z"}, ["/expires_at"]),
        ({"expires_at": "tomorrow"}, ["/expires_at"]),
        ({"redirect_url": "http://ats.example.com/"}, ["/redirect_url"]),
        ({"redirect_url": "javascript:alert(1)"}, ["/redirect_url"]),
        ({"redirect_url": "data:text/html,hello"}, ["/redirect_url"]),
        ({"redirect_url": "//ats.example.com/"}, ["/redirect_url"]),
        ({"redirect_url": "https:///path"}, ["/redirect_url"]),
        ({"redirect_url": "https://ats.example.com/\r\nSet-Cookie: a=b"}, ["/redirect_url"]),
        ({"redirect_url": "java\tscript:alert(1)"}, ["/redirect_url"]),
        ({"redirect_url": "https://user:secret@ats.example.com/"}, ["/redirect_url"]),
        ({"redirect_url": "https://ats.example.com\\@evil.example"}, ["/redirect_url"]),
        ({"redirect_url": "https://[broken"}, ["/redirect_url"]),
        ({"language": "de"}, ["/language"]),
        ({"metadata": ["a"]}, ["/metadata"]),
        ({"metadata": {"a": 1}}, ["/metadata/a"]),
        ({"metadata": {"a": {"b": "c"}}}, ["/metadata/a"]),
        ({"metadata": {"a": "x" * 501}}, ["/metadata/a"]),
        ({"metadata": {"x" * 41: "a"}}, ["/metadata"]),
        ({"metadata": {str(number): "a" for number in range(51)}}, ["/metadata"]),
        ({"interview_url": "https://example.com"}, ["/interview_url"]),
    ],
)
def test_each_wrong_member_is_named_and_nothing_is_made(
    acme: Organization, platform: Platform, job: JobDescription, changes: dict[str, Any], pointers: list[str]
) -> None:
    response = platform.post(SCHEDULE, {"job_description_id": job.pk, "candidate": ANNA} | changes)
    assert wrong_members(response) == pointers
    assert rows(acme) == []


def test_neither_job_nor_a_body_at_all_is_a_problem(acme: Organization, platform: Platform) -> None:
    assert wrong_members(platform.post(SCHEDULE, {"candidate": ANNA})) == [""]
    assert_problem(platform.post(SCHEDULE, b"{"), 400, "malformed")
    assert_problem(platform.post(SCHEDULE, []), 422, "invalid")
    wrong_job = {"job_description": {"title": "x"}, "candidate": ANNA}
    assert wrong_members(platform.post(SCHEDULE, wrong_job)) == ["/job_description/description"]
    with organization_schema(acme):
        assert not JobDescription.objects.exists()
        assert not Candidate.objects.exists()


def test_plain_http_is_a_redirect_for_development_only(platform: Platform, job: JobDescription) -> None:
    with override_settings(WEBHOOK_ALLOW_INSECURE=True):
        assert scheduled(platform, job, redirect_url="http://localhost:3000/done")["redirect_url"]


def test_optional_members_may_be_null(platform: Platform, job: JobDescription) -> None:
    nothing = {"expires_at": None, "redirect_url": None, "metadata": None}
    answer = scheduled(platform, job, candidate=ANNA | {"external_id": None}, **nothing)
    assert (answer["redirect_url"], answer["metadata"], answer["candidate"]["external_id"]) == (None, {}, None)


def test_a_job_of_another_organization_or_mode_is_one_that_does_not_exist(
    acme: Organization, globex: Organization, job: JobDescription
) -> None:
    for stranger in (Platform.of(globex), Platform.of(acme, livemode=False)):
        body = {"job_description_id": job.pk, "candidate": ANNA}
        assert_problem(stranger.post(SCHEDULE, body), 404, "not_found")
        assert_problem(
            stranger.post("candidates/invite", {"job_description_id": job.pk, "candidates": [ANNA]}), 404, "not_found"
        )
    assert rows(acme) == rows(globex) == []


def test_an_archived_job_takes_no_new_interviews(acme: Organization, platform: Platform, job: JobDescription) -> None:
    with organization_schema(acme):
        JobDescription.objects.update(archived_at=timezone.now())
    assert_problem(platform.post(SCHEDULE, {"job_description_id": job.pk, "candidate": ANNA}), 409, "conflict")


def test_a_test_key_makes_test_interviews_whose_link_is_kept_until_they_are_over(acme: Organization) -> None:
    tester = Platform.of(acme, livemode=False)
    answer = scheduled(tester)
    (row,) = rows(acme)
    assert (answer["livemode"], row.livemode, fresh(acme, JobDescription(pk=row.job_id)).livemode) == (False,) * 3
    with organization_schema(acme):
        assert access.token_hash(unseal(row.sealed_token)) == row.token_hash
    assert tester.post(f"interviews/{row.id}/cancel").status_code == 200
    assert rows(acme)[0].sealed_token == ""


def test_the_same_key_schedules_one_interview(acme: Organization, platform: Platform, job: JobDescription) -> None:
    body = {"job_description_id": job.pk, "candidate": ANNA}
    answers = [platform.post(SCHEDULE, body, idempotency_key="one").json() for _ in range(3)]
    assert answers[0]["interview_url"]
    assert answers == answers[:1] * 3
    assert len(rows(acme)) == 1
    changed = platform.post(SCHEDULE, body | {"language": "en"}, idempotency_key="one")
    assert_problem(changed, 422, "idempotency_key_reused")


def test_reading_keys_schedule_nothing(acme: Organization, job: JobDescription) -> None:
    reader = Platform.of(acme, scopes=(Scope.INTERVIEWS_READ,))
    assert reader.get("interviews").status_code == 200
    assert_problem(reader.post(SCHEDULE, {"job_description_id": job.pk, "candidate": ANNA}), 403, "missing_scope")
    assert_problem(reader.post("candidates/invite", {}), 403, "missing_scope")
