"""An organization schedules so many interviews on a day (UTC), and is told when it may go on."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from evaluations.models import Evaluation
from interviews.models import Interview
from organizations.budgets import daily
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.interviews.candidates import Invite, job_with_questions
from tests.interviews.staff_pages import send
from tests.jobs.factories import make_job
from tests.owed_work import work
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


def test_an_interview_under_way_is_finished_and_evaluated_on_a_day_that_has_nothing_left(
    acme: Organization, invite: Invite, settings: Settings
) -> None:
    page = invite(acme, questions=1)
    page.practise()
    for budget in (daily.INTERVIEWS, daily.MAILS, daily.CHARACTERS, daily.TOKENS, daily.SPEECH):
        setattr(settings, budget.setting, 0)
    while page.phase == "asking":
        page.answer("I read the plan, then I add an index, and then I measure again with the same data.")
    page.send("review.done")
    work()
    with organization_schema(acme):
        assert Evaluation.objects.get(interview_id=page.interview_id).status == Evaluation.Status.READY
        assert daily.spent(daily.today(timezone.now()))["speech_s"] > 0
