"""Invitations that are not sent, or not today: a test key writes to no stranger, and a day has so many mails."""

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from interviews.models import InvitationMail
from interviews.platform_api.serializers import MAILS
from interviews.scheduling import invitation_mails
from jobs.models import JobDescription
from organizations.budgets import daily
from organizations.models import LocalMail, Organization, Role
from organizations.tenancy import organization_schema
from tests.factories import member
from tests.fixtures import Login
from tests.interviews.platform_api.test_invitation_mail import (
    BERTA,
    confirmed,
    invited,
    invited_by_a_test,
    row_of,
    send,
)
from tests.jobs.factories import make_job
from tests.owed_work import owed, work
from tests.parent_platform import ANNA, Platform, read


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


@pytest.fixture
def job(acme: Organization) -> JobDescription:
    return make_job(acme, questions=2)


def test_a_test_writes_to_nobody_but_confirmed_members(
    acme: Organization, globex: Organization, tasks_run_at_once: None
) -> None:
    strangers = (ANNA["email"], member(acme, Role.OWNER).email, confirmed(member(globex, Role.OWNER)).email)
    tester = Platform.of(acme, livemode=False)
    for address in strangers:
        answer = invited_by_a_test(acme, address)
        assert answer["invitation_mail"] == "not_sent_in_test_mode"
        read_again = read(tester.get(f"interviews/{answer['interview_id']}"))
        assert read_again["invitation_mail"] == "not_sent_in_test_mode"
        assert row_of(acme, answer["interview_id"]).interview.sealed_token, "the sandbox opens it"
    work("mail")
    assert mail.outbox == []


def test_staff_read_what_became_of_each_mail(
    acme: Organization, platform: Platform, job: JobDescription, login: Login, tasks_run_at_once: None
) -> None:
    reviewer = login(acme, "reviewer")

    def told(interview_id: str) -> str:
        return reviewer.get(f"/o/{acme.slug}/interviews/{interview_id}/").content.decode()

    assert "Not sent: in test mode only members" in told(invited_by_a_test(acme, ANNA["email"])["interview_id"])
    assert "Sent on <time" in told(invited(platform, job)[0]["interview_id"])
    scheduled = read(platform.post("interviews/schedule", {"job_description_id": job.pk, "candidate": ANNA}), 202)
    assert "Invitation by mail" not in told(scheduled["interview_id"])


def test_each_state_of_a_mail_has_words_for_staff_and_for_the_api(acme: Organization) -> None:
    for status in InvitationMail.Status:
        InvitationMail(interview_id="int_1", status=status).clean_fields(exclude=["interview", "sent_at"])
        assert status.label
        assert status.value in MAILS


def test_a_member_who_leaves_before_a_test_mail_is_sent_gets_none(acme: Organization) -> None:
    user = confirmed(member(acme, Role.REVIEWER))
    answer = invited_by_a_test(acme, user.email)
    user.memberships.all().delete()
    send(acme, answer["interview_id"])
    assert mail.outbox == []
    told = read(Platform.of(acme, livemode=False).get(f"interviews/{answer['interview_id']}"))
    assert told["invitation_mail"] == "not_sent_in_test_mode"


def test_the_inbox_page_shows_what_a_test_writes_to_strangers(acme: Organization, settings: Settings) -> None:
    settings.EMAIL_BACKEND = invitation_mails.INBOX
    address = f"{acme.slug}@example.com"
    answer = invited_by_a_test(acme, address)
    assert send(acme, answer["interview_id"]).status == "sent"
    assert LocalMail.objects.filter(to=address).count() == 1


def test_the_api_tells_of_each_mail_without_a_question_for_each(
    acme: Organization, platform: Platform, job: JobDescription, tasks_run_at_once: None
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answers = read(platform.get("interviews"))["results"]
        assert {answer["invitation_mail"] for answer in answers} == {"sent", None}
        return len(captured)

    platform.post("interviews/schedule", {"job_description_id": job.pk, "candidate": ANNA})
    invited(platform, job, ANNA)
    queries()
    few = queries()
    invited(platform, job, ANNA, BERTA)
    assert queries() == few


def test_an_invitation_that_finds_the_mails_of_the_day_spent_waits_for_the_next_day(
    acme: Organization,
    platform: Platform,
    job: JobDescription,
    settings: Settings,
) -> None:
    settings.ORGANIZATION_DAILY_MAILS = 1
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False):
        answers = invited(platform, job, ANNA, BERTA)
        work("mail")
    assert len(mail.outbox) == 1
    assert sorted(row_of(acme, each["interview_id"]).status for each in answers) == ["pending", "sent"]
    [waiting] = owed(acme, "send_invitation_mail")
    assert (waiting.due_at.isoformat(), waiting.tries) == ("2030-01-02T00:00:00+00:00", 0)
    with time_machine.travel(waiting.due_at, tick=False):
        work("mail")
    assert [row_of(acme, each["interview_id"]).status for each in answers] == ["sent", "sent"]


def test_a_mail_that_the_server_did_not_take_is_not_one_of_the_day(
    acme: Organization, platform: Platform, job: JobDescription, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.ORGANIZATION_DAILY_MAILS = 1
    invited(platform, job)
    work("mail")
    with organization_schema(acme):
        daily.require(daily.MAILS)
