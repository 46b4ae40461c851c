"""An organization schedules so many interviews on a day (UTC), and is told when it may go on."""

from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.interviews.candidates import job_with_questions
from tests.interviews.staff_pages import send
from tests.jobs.factories import make_job
from tests.parent_platform import ANNA, Platform


@pytest.fixture(autouse=True)
def two_a_day(settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_INTERVIEWS = 2


def scheduled(organization: Organization) -> int:
    with organization_schema(organization):
        return Interview.objects.count()


def test_a_platform_is_refused_what_the_day_does_not_have_and_begins_anew_on_the_next(
    acme: Organization, globex: Organization
) -> None:
    jobs = {each.id: make_job(each, questions=1).pk for each in (acme, globex)}

    def schedule(organization: Organization) -> Any:
        wanted = {"job_description_id": jobs[organization.id], "candidate": ANNA}
        return Platform.of(organization).post("interviews/schedule", wanted)

    with time_machine.travel("2030-01-01 22:00:00+00:00", tick=False):
        assert [schedule(acme).status_code for _ in range(2)] == [202, 202]
        refused = schedule(acme)
        assert refused.status_code == 429
        assert refused.json()["code"] == "budget_spent"
        assert refused["Retry-After"] == str(2 * 3600)
        assert schedule(globex).status_code == 202, "nobody else is touched"
    assert scheduled(acme) == 2
    with time_machine.travel("2030-01-02 00:00:01+00:00", tick=False):
        assert schedule(acme).status_code == 202


def test_a_recruiter_is_told_on_the_form_and_none_of_it_is_created(acme: Organization, login: Login) -> None:
    with organization_schema(acme):
        job = job_with_questions(1)
    candidates = "\n".join(f"Candidate {number} <c{number}@example.com>" for number in range(3))
    told = send(login(acme, "recruiter"), acme, job.pk, candidates).content.decode()
    assert "No more interviews can be scheduled today; a day has 2." in told
    assert scheduled(acme) == 0
