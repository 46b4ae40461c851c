"""A spent budget is told to whoever asks for more: to programs by a problem, to people by a sentence."""

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from jobs.models import GenerationMode, GenerationStatus
from organizations.budgets import daily
from organizations.models import Invitation, LocalMail, Organization, Role
from organizations.tenancy import organization_schema
from tests.factories import member
from tests.fixtures import Login
from tests.jobs.factories import fresh, make_job
from tests.owed_work import owed, work
from tests.parent_platform import ANNA, JOB, Platform, assert_problem
from webhooks.endpoints import alerts, registration
from webhooks.models import Endpoint

SENTENCE = "Language models write nothing more today"


@pytest.fixture
def inbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "organizations.people.inbox.LocalInboxBackend"


def test_a_platform_is_told_by_a_problem_and_by_headers(acme: Organization, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_TOKENS = 0
    job = make_job(acme)
    with time_machine.travel("2030-05-01 23:59:00+00:00", tick=False):
        refused = Platform.of(acme).post(f"job-descriptions/{job.pk}/generate-questions", {})
    problem = assert_problem(refused, 429, "budget_spent")
    assert SENTENCE in problem["detail"]
    assert "2030-05-02 00:00 UTC" in problem["detail"]
    assert refused["Retry-After"] == "60"
    assert refused["RateLimit-Policy"] == '"default";q=600;w=60, "tokens";q=0;w=86400'
    assert refused["RateLimit"].endswith(', "tokens";r=0;t=60')


def test_nothing_stays_of_a_job_that_came_along_with_a_refused_interview(
    acme: Organization, settings: Settings
) -> None:
    settings.ORGANIZATION_DAILY_TOKENS = 0
    platform = Platform.of(acme)
    order = {"job_description": JOB, "candidate": ANNA}
    refused = platform.ask("POST", "interviews/schedule", order, idempotency_key="again")
    assert_problem(refused, 429, "budget_spent")
    assert platform.get("job-descriptions").json()["results"] == []
    settings.ORGANIZATION_DAILY_TOKENS = 1_000_000
    assert platform.ask("POST", "interviews/schedule", order, idempotency_key="again").status_code == 202


def test_a_recruiter_reads_why_nothing_is_written(acme: Organization, login: Login, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_TOKENS = 0
    job = make_job(acme)
    page = login(acme, "recruiter").post(f"/o/{acme.slug}/jobs/{job.pk}/generate/", {"mode": "keep"}, follow=True)
    assert SENTENCE in page.content.decode()
    assert fresh(acme, job).generation_status == GenerationStatus.NONE


def test_questions_whose_budget_was_spent_meanwhile_have_failed_and_say_why(
    acme: Organization, settings: Settings
) -> None:
    from jobs import generation

    job = make_job(acme)
    with organization_schema(acme):
        generation.request(job, GenerationMode.KEEP)
        settings.ORGANIZATION_DAILY_TOKENS = 5
        daily.count(daily.TOKENS, 9)
    work("questions")
    row = fresh(acme, job)
    assert row.generation_status == GenerationStatus.FAILED
    assert row.generation_error.startswith(SENTENCE)


def invite(owner: Client, organization: Organization, address: str) -> str:
    page = owner.post(f"/o/{organization.slug}/invitations/", {"email": address, "role": "reviewer"}, follow=True)
    return page.content.decode()


def test_an_owner_reads_why_nobody_is_invited_today(
    acme: Organization, login: Login, settings: Settings, inbox: None
) -> None:
    settings.ORGANIZATION_DAILY_MAILS = 1
    owner, first, second = login(acme, "owner"), f"1@{acme.slug}.example", f"2@{acme.slug}.example"
    invite(owner, acme, first)
    assert "No more mails can be sent today" in invite(owner, acme, second)
    assert [each.email for each in Invitation.objects.filter(organization=acme)] == [first]
    assert not LocalMail.objects.filter(to=second).exists()


def test_an_alert_waits_for_the_mails_of_the_next_day(acme: Organization, settings: Settings, inbox: None) -> None:
    settings.ORGANIZATION_DAILY_MAILS = 0
    address = member(acme, Role.OWNER).email
    with time_machine.travel("2030-05-01 10:00:00+00:00", tick=False):
        with organization_schema(acme):
            endpoint, _ = registration.create("https://platform.example.com/hooks", livemode=True)
            registration.disable(endpoint, registration.Reason.GONE)
        work("mail")
    [waiting] = owed(acme, "alert_owners")
    assert waiting.due_at.isoformat() == "2030-05-02T00:00:00+00:00"
    with organization_schema(acme):
        assert Endpoint.objects.get().alert_owed_at
    settings.ORGANIZATION_DAILY_MAILS = 1
    with time_machine.travel(waiting.due_at + alerts.AGAIN_AFTER, tick=False):
        work("mail")
    assert LocalMail.objects.filter(to=address).count() == 1
    LocalMail.objects.filter(to=address).delete()  # Written while the clock was ahead.
