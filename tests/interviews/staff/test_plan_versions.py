import pytest
from django.test import Client

from organizations.models import Organization
from tests.fixtures import Login
from tests.interviews.staff_pages import interviews, send
from tests.jobs.factories import get_question, make_job
from tests.jobs.staff.test_question_authoring import answers, of


@pytest.fixture
def browser(acme: Organization, login: Login) -> Client:
    return login(acme, "recruiter")


def planned(organization: Organization) -> list[list[str]]:
    return [[question.text for question in each.frozen_plan.questions] for each in interviews(organization)]


def versions(organization: Organization) -> list[int]:
    return [each.plan.version for each in interviews(organization) if each.plan]


def test_the_plan_is_frozen_with_the_first_interview_and_an_edit_makes_a_new_version(
    acme: Organization, browser: Client
) -> None:
    job = make_job(acme, questions=2)
    send(browser, acme, job.pk, "First One\nSecond One")
    browser.post(of(acme, job, 1), answers(text="Edited later?"))
    send(browser, acme, job.pk, "Third One")
    assert versions(acme) == [1, 1, 2]
    assert planned(acme) == [["Question 1?", "Question 2?"]] * 2 + [["Edited later?", "Question 2?"]]


def test_going_back_to_earlier_questions_is_the_earlier_version(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=2)
    send(browser, acme, job.pk, "First One")
    browser.post(of(acme, job, 1, "move/"), {"direction": "down"})
    send(browser, acme, job.pk, "Second One")
    browser.post(of(acme, job, 1, "move/"), {"direction": "down"})
    send(browser, acme, job.pk, "Third One")
    assert versions(acme) == [1, 2, 1]


def test_a_question_that_is_removed_stays_in_the_interviews_that_have_it(acme: Organization, browser: Client) -> None:
    job = make_job(acme, questions=2)
    send(browser, acme, job.pk, "First One")
    browser.post(of(acme, job, 2, "remove/"))
    assert planned(acme) == [["Question 1?", "Question 2?"]]
    assert get_question(acme, job, 1).text == "Question 1?"
