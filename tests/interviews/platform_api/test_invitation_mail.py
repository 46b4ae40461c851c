import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from celery import current_app
from django.core import mail
from django.utils import timezone
from django.utils.html import urlize
from pytest_django import Settings

from interviews import access
from interviews.models import Interview, InvitationMail
from interviews.scheduling import invitations
from jobs.models import JobDescription
from organizations.directory import forget_organizations
from organizations.models import Organization, Role, User
from organizations.sealing import unseal
from organizations.tenancy import organization_schema
from tests.factories import member
from tests.jobs.factories import make_job
from tests.owed_work import OVER, in_hand, owed, tried, work
from tests.parent_platform import ANNA, JOB, Platform, read, wrong_members

BERTA = {"name": "Berta", "email": "berta@example.com"}
INVITE = "candidates/invite"


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


@pytest.fixture
def no_mail_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def invited(platform: Platform, job: JobDescription, *candidates: Any) -> list[Any]:
    response = platform.post(INVITE, {"job_description_id": job.pk, "candidates": list(candidates) or [ANNA]})
    assert response.status_code == 202, response.content
    interviews: list[Any] = response.json()["interviews"]
    return interviews


def send(organization: Organization, interview_id: str) -> InvitationMail:
    """What a worker does with the hint."""
    work("mail")
    return row_of(organization, interview_id)


def row_of(organization: Organization, interview_id: str) -> InvitationMail:
    with organization_schema(organization):
        return InvitationMail.objects.select_related("interview").get(pk=interview_id)


def test_each_candidate_gets_a_mail_with_their_own_link(
    acme: Organization, platform: Platform, job: JobDescription, tasks_run_at_once: None
) -> None:
    answers = invited(platform, job, ANNA, BERTA)
    assert [answer["candidate"]["name"] for answer in answers] == ["Anna Alpha", "Berta"]
    assert [message.to for message in mail.outbox] == [[ANNA["email"]], [BERTA["email"]]]
    for answer, message in zip(answers, mail.outbox, strict=True):
        text = str(message.body)
        assert answer["interview_url"] in text
        for expected in (acme.name, "Nurse", "30 minutes", "an AI", answer["candidate"]["name"]):
            assert expected in text
        assert message.subject == f"Your interview with {acme.name}"
        row = row_of(acme, answer["interview_id"])
        assert (row.status, row.interview.sealed_token) == ("sent", "")


def test_the_names_in_the_mail_hold_no_link(
    acme: Organization, platform: Platform, job: JobDescription, tasks_run_at_once: None
) -> None:
    Organization.objects.filter(pk=acme.pk).update(name="Log in at http://evil.example.com")
    forget_organizations()
    with organization_schema(acme):
        JobDescription.objects.filter(pk=job.pk).update(title="www.evil.example.com\n\nmailto:a@evil.example.com")
    (answer,) = invited(platform, job, BERTA | {"name": "https://evil.example.com"})
    [message] = mail.outbox
    shown = urlize(str(message.body))
    assert re.findall(r'href="([^"]*)"', shown) == [answer["interview_url"]]
    assert "Hello https: / /evil .example .com," in shown
    assert message.subject == "Your interview with Log in at http: / /evil .example .com"


def test_a_mail_is_sent_once_however_often_it_is_asked_for(
    acme: Organization, platform: Platform, job: JobDescription
) -> None:
    (answer,) = invited(platform, job)
    assert mail.outbox == []
    assert row_of(acme, answer["interview_id"]).interview.sealed_token
    for _ in range(3):
        send(acme, answer["interview_id"])
    assert len(mail.outbox) == 1


def test_a_mail_whose_hint_was_lost_is_sent_all_the_same(
    acme: Organization, platform: Platform, job: JobDescription, tasks_run_at_once: None
) -> None:
    current_app.conf.task_always_eager = False
    (answer,) = invited(platform, job)
    current_app.conf.task_always_eager = True
    assert mail.outbox == []
    for _ in range(2):
        work("mail")
    assert [message.body.count(answer["interview_url"]) for message in mail.outbox] == [1]
    assert row_of(acme, answer["interview_id"]).status == "sent"


def test_a_new_link_made_before_the_mail_was_sent_is_the_one_that_is_told(
    acme: Organization, platform: Platform, job: JobDescription
) -> None:
    (answer,) = invited(platform, job)
    with organization_schema(acme):
        token = invitations.reissue_link(Interview.objects.get())
    send(acme, answer["interview_id"])
    assert invitations.link(token) in str(mail.outbox[0].body)


def test_a_mail_server_that_is_away_is_tried_again_with_growing_waits_and_given_up_in_the_end(
    acme: Organization,
    platform: Platform,
    job: JobDescription,
    no_mail_server: None,
    clock: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (answer,) = invited(platform, job)
    waits = []
    for attempt in range(1, 7):
        send(acme, answer["interview_id"])
        (waiting,) = owed(acme, "send_invitation_mail")
        assert waiting.tries == attempt
        waits.append(round((waiting.due_at - timezone.now()).total_seconds() / 60))
        send(acme, answer["interview_id"])
        assert owed(acme, "send_invitation_mail")[0].tries == attempt, "not before its time"
        clock.shift(waiting.due_at - timezone.now() + timedelta(seconds=1))
    row = send(acme, answer["interview_id"])
    assert waits == [1, 5, 30, 120, 360, 720]
    assert (row.status, row.interview.sealed_token) == ("failed", "")
    assert ANNA["email"] not in caplog.text
    assert ANNA["name"] not in caplog.text


def test_a_worker_that_died_with_the_mail_is_replaced_when_its_claim_has_run_out(
    acme: Organization, platform: Platform, job: JobDescription, clock: time_machine.Traveller
) -> None:
    (answer,) = invited(platform, job)
    in_hand("send_invitation_mail")
    assert send(acme, answer["interview_id"]).status == "pending"
    clock.shift(OVER)
    assert send(acme, answer["interview_id"]).status == "sent"


def test_a_mail_that_kills_every_worker_is_given_up(
    acme: Organization, platform: Platform, job: JobDescription, clock: time_machine.Traveller
) -> None:
    (answer,) = invited(platform, job)
    tried(acme, "send_invitation_mail", 7)
    assert send(acme, answer["interview_id"]).status == "failed"
    assert mail.outbox == []


def test_nobody_is_invited_to_what_was_cancelled_meanwhile(
    acme: Organization, platform: Platform, job: JobDescription
) -> None:
    (answer,) = invited(platform, job)
    platform.post(f"interviews/{answer['interview_id']}/cancel")
    assert send(acme, answer["interview_id"]).status == "failed"
    assert mail.outbox == []


def invited_by_a_test(organization: Organization, address: str) -> Any:
    order = {"job_description": JOB, "candidates": [ANNA | {"email": address}]}
    (answer,) = read(Platform.of(organization, livemode=False).post(INVITE, order), 202)["interviews"]
    return answer


def confirmed(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_a_test_invitation_says_so_and_keeps_its_link_for_the_sandbox(
    acme: Organization, tasks_run_at_once: None
) -> None:
    answer = invited_by_a_test(acme, confirmed(member(acme, Role.RECRUITER)).email.upper())
    assert answer["invitation_mail"] == "pending"
    assert str(mail.outbox[0].subject).startswith("[Test] ")
    assert "This is a test" in mail.outbox[0].body
    row = row_of(acme, answer["interview_id"])
    with organization_schema(acme):
        assert access.token_hash(unseal(row.interview.sealed_token)) == row.interview.token_hash


@pytest.mark.parametrize(
    ("candidates", "pointers"),
    [
        ([], ["/candidates"]),
        (ANNA, ["/candidates"]),
        ([ANNA, {"name": "Berta", "email": "berta"}], ["/candidates/1/email"]),
        ([ANNA, BERTA, ANNA | {"email": "ANNA@example.com"}], ["/candidates"]),
        ([{"name": f"C {number}", "email": f"c{number}@example.com"} for number in range(101)], ["/candidates"]),
    ],
)
def test_all_are_invited_or_none(
    acme: Organization, platform: Platform, job: JobDescription, candidates: Any, pointers: list[str]
) -> None:
    response = platform.post(INVITE, {"job_description_id": job.pk, "candidates": candidates})
    assert wrong_members(response) == pointers
    with organization_schema(acme):
        assert not Interview.objects.exists()
        assert not InvitationMail.objects.exists()
