"""An address that no mail of ours reaches is refused with the reason, wherever one is taken."""

import pytest

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
