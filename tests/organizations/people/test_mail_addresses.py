"""An address that no mail of ours reaches is refused with the reason, wherever one is taken."""

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, Role
from tests.fixtures import Login
from tests.parent_platform import JOB, Platform, assert_problem, read

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "plain letters"


@pytest.mark.parametrize("email", ["jörg@example.com", "юрий@example.com", "a\u200bb@example.com"])
def test_the_api_says_why(acme: Organization, email: str) -> None:
    body = {"job_description": JOB, "candidate": {"name": "Jane", "email": email}}
    [error] = assert_problem(Platform.of(acme).post("interviews/schedule", body), 422, "invalid")["errors"]
    assert error["pointer"] == "/candidate/email"
    assert error["code"] == "not_ascii"
    assert REASON in error["message"]


def test_the_pages_say_why(acme: Organization, login: Login) -> None:
    read(Platform.of(acme).post("job-descriptions", JOB), 201)
    owner = login(acme, Role.OWNER)
    member = {"email": "jörg@example.com", "role": "recruiter"}
    invited = {"candidates": "Jörg <jörg@example.com>", "expires_in_days": "14", "submission": "x"}
    for path, data in (("invitations/", member), ("interviews/new/", invited)):
        assert REASON in owner.post(f"/o/{acme.slug}/{path}", data).content.decode()


def test_the_pages_of_accounts_say_why(client: Client, acme: Organization, login: Login) -> None:
    sign_up = {"organization_name": "Umlaut", "email": "jörg@example.com", "password1": "a quiet walk at noon"}
    assert REASON in client.post(reverse("account_signup"), sign_up).content.decode()
    assert REASON in client.post(reverse("account_reset_password"), {"email": "jörg@example.com"}).content.decode()
    change = {"email": "jörg@example.com", "action_add": ""}
    assert REASON in login(acme, Role.OWNER).post(reverse("account_email"), change).content.decode()
