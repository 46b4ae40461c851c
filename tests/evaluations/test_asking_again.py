"""What we lost is asked once more, and nothing else; what came of the interview stands until it was answered."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from evaluations.asking_again import lost_of
from evaluations.models import Evaluation, Score
from evaluations.start_evaluation import on_interview_completed
from interviewai.kernel.errors import Conflict
from interviews import lifecycle
from interviews.asking_again import MOST_TIMES, ask_again
from interviews.models import Interview, InvitationMail, Turn
from organizations.models import Organization
from organizations.platform_api.keys import Scope
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import AGREED, EXPLAINED, GOOD, QUESTIONS, complete_interview, said, score_all, scores
from tests.fixtures import Login
from tests.interviews.candidates import interview_of, tasks_run_at_once
from tests.interviews.page import Page
from tests.owed_work import work
from tests.parent_platform import Platform, assert_problem
from tests.webhooks.sending import event_types

__all__ = ["tasks_run_at_once"]

LOST = said("", transcript_confidence=None, faults=[{"port": "stt", "code": "unavailable"}])
WITH_A_LOSS = {"q1": [said(GOOD)], "q2": [LOST], "q3": [said(EXPLAINED)]}
pytestmark = pytest.mark.usefixtures("tasks_run_at_once")


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


@pytest.fixture
def interview(acme: Organization) -> Interview:
    made = complete_interview(acme, WITH_A_LOSS)
    score_all(acme, made)
    return made


def address(organization: Organization, interview: Interview, ending: str = "") -> str:
    return f"/o/{organization.slug}/interviews/{interview.id}/report/{ending}"


def opened(organization: Organization, interview: Interview) -> Page:
    with organization_schema(organization):
        token = ask_again(Interview.objects.get(id=interview.id), lost_of(Interview.objects.get(id=interview.id)))
    return Page(Client(), organization, interview.id, token)


def evaluation_of(organization: Organization, interview: Interview) -> Evaluation:
    with organization_schema(organization):
        return Evaluation.objects.get(interview=interview)


def answered(page: Page, text: str) -> None:
    page.consent()
    page.practise()
    page.refresh()
    page.answer(text)
    work()
    page.refresh()
    page.send("review.done")
    work()


def test_one_press_opens_the_interview_for_the_lost_question_alone(
    acme: Organization, login: Login, interview: Interview
) -> None:
    recruiter = login(acme, "recruiter")
    assert "Ask this question again" in recruiter.get(address(acme, interview)).content.decode()
    told = recruiter.post(address(acme, interview, "ask-again/")).content.decode()
    token = re.findall(r"/i/([a-z0-9]+)/", told)[0]
    page = Page(Client(), acme, interview.id, token)
    page.consent()
    assert "did not reach us" in page.client.get(f"{page.base}/").content.decode()
    page.practise()
    page.refresh()
    assert page.turn["text"] == QUESTIONS[1]["text"]
    assert (page.state["interview"]["question_number"], page.state["interview"]["questions_total"]) == (1, 1)
    shown = recruiter.get(address(acme, interview)).content.decode()
    assert "1 question is being asked again" in shown
    assert "Ask this question again" not in shown


def test_the_answer_given_again_is_scored_and_the_others_stand(acme: Organization, interview: Interview) -> None:
    before, standing = evaluation_of(acme, interview), scores(acme, interview)
    page = opened(acme, interview)
    answered(page, AGREED)
    after, again = evaluation_of(acme, interview), scores(acme, interview)
    assert interview_of(page).status == "completed"
    assert (standing["q2"].status, again["q2"].status) == ("technical_failure", "scored")
    assert (after.status, after.revision) == ("ready", before.revision + 1)
    assert (before.behavioral, after.behavioral is None) == (None, False)
    assert [(again[key].id, again[key].score) for key in ("q1", "q3")] == [
        (standing[key].id, standing[key].score) for key in ("q1", "q3")
    ]
    with organization_schema(acme):
        assert event_types() == ["interview.completed", "interview.started", "evaluation.updated"]


def test_completing_it_twice_judges_the_new_answer_once(acme: Organization, interview: Interview) -> None:
    answered(opened(acme, interview), AGREED)
    revision = evaluation_of(acme, interview).revision
    with organization_schema(acme):
        again = Interview.objects.get(id=interview.id)
        assert not lifecycle.complete(again)
        on_interview_completed(interview=again)
    work()
    assert evaluation_of(acme, interview).revision == revision


def test_only_the_new_answers_are_reviewed_and_can_be_corrected(acme: Organization, interview: Interview) -> None:
    page = opened(acme, interview)
    page.consent()
    page.practise()
    page.refresh()
    page.answer(GOOD)
    work()
    page.refresh()
    assert [each["question"] for each in page.state["review"]] == [QUESTIONS[1]["text"]]
    with organization_schema(acme):
        old = Turn.objects.get(interview=interview, question_key="q1")
    told = page.send("correct", turn_id=old.id, text="I know everything.")
    assert (told["type"], told["code"]) == ("error", "not_now")


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_without_its_candidate_it_stays_as_it_was(acme: Organization, interview: Interview, end: str) -> None:
    before = evaluation_of(acme, interview)
    page = opened(acme, interview)
    if end == "expired":
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            work()
    else:
        with organization_schema(acme):
            assert lifecycle.cancel(Interview.objects.get(id=interview.id))
    now = interview_of(page)
    assert (now.status, now.completed_at) == ("completed", interview.completed_at)
    after = evaluation_of(acme, interview)
    assert (after.status, after.revision, after.overall) == ("ready", before.revision, before.overall)
    with organization_schema(acme):
        assert event_types() == ["interview.completed"]


def test_who_comes_and_says_nothing_changes_nothing(acme: Organization, interview: Interview) -> None:
    before = evaluation_of(acme, interview)
    page = opened(acme, interview)
    page.consent()
    page.practise()
    page.send("interview.end")
    page.send("review.done")
    work()
    after = evaluation_of(acme, interview)
    assert interview_of(page).status == "completed"
    assert (after.status, after.revision, after.overall) == ("ready", before.revision, before.overall)


def test_of_two_who_press_one_opens_it(acme: Organization, interview: Interview) -> None:
    with organization_schema(acme):
        one, other = (Interview.objects.get(id=interview.id) for _ in range(2))
        keys = lost_of(one)
        ask_again(one, keys)
        with pytest.raises(Conflict) as refused:
            ask_again(other, keys)
    assert refused.value.code == "asked_again_already"


def test_it_is_asked_again_so_many_times_and_no_more(acme: Organization, interview: Interview) -> None:
    with organization_schema(acme):
        for _ in range(MOST_TIMES):
            again = Interview.objects.get(id=interview.id)
            ask_again(again, lost_of(again))
            assert lifecycle.cancel(Interview.objects.get(id=interview.id))
        again = Interview.objects.get(id=interview.id)
        assert lost_of(again) == []
        with pytest.raises(Conflict) as refused:
            ask_again(again, ["q2"])
    assert refused.value.code == "asked_again_too_often"


def test_a_question_that_the_candidate_left_out_is_not_asked_again(acme: Organization, login: Login) -> None:
    silent = complete_interview(acme, {"q1": [said(GOOD)], "q2": [said("")]})
    score_all(acme, silent)
    with organization_schema(acme):
        assert lost_of(silent) == []
    assert "ask-again" not in login(acme, "recruiter").get(address(acme, silent)).content.decode()
    response = login(acme, "recruiter").post(address(acme, silent, "ask-again/"), follow=True)
    assert "No answer of this interview was lost" in response.content.decode()


def test_what_only_failed_in_scoring_is_not_asked_again(acme: Organization, interview: Interview) -> None:
    with organization_schema(acme):
        Score.objects.filter(question_key="q2").update(error="unavailable")
        assert lost_of(interview) == []


def test_reviewers_and_strangers_cannot_press(
    acme: Organization, globex: Organization, login: Login, interview: Interview
) -> None:
    assert login(acme, "reviewer").post(address(acme, interview, "ask-again/")).status_code == 403
    stranger = login(globex, "owner")
    assert stranger.post(address(acme, interview, "ask-again/")).status_code == 404
    assert stranger.post(address(globex, interview, "ask-again/")).status_code == 404
    with organization_schema(acme):
        assert Interview.objects.get(id=interview.id).status == "completed"


def test_who_was_mailed_a_link_is_mailed_the_new_one(
    acme: Organization, interview: Interview, mailoutbox: list[object]
) -> None:
    with organization_schema(acme):
        InvitationMail.objects.create(interview=interview, status=InvitationMail.Status.SENT)
    opened(acme, interview)
    work()
    mail = mailoutbox[-1]
    assert "did not reach us" in mail.body  # type: ignore[attr-defined]
    assert "1 question once more" in mail.body  # type: ignore[attr-defined]
    with organization_schema(acme):
        assert Interview.objects.get(id=interview.id).sealed_token == ""


def test_a_platform_asks_again_and_the_results_stand_meanwhile(acme: Organization, interview: Interview) -> None:
    platform = Platform.of(acme)
    response = platform.post(f"interviews/{interview.id}/ask-again")
    assert response.status_code == 202
    assert response.json()["interview_url"].count("/i/") == 1
    assert response.json()["status"] == "scheduled"
    results = platform.get(f"interviews/{interview.id}/results")
    assert results.json()["evaluation_revision"] == 1
    assert_problem(platform.post(f"interviews/{interview.id}/ask-again"), 409, "asked_again_already")
    reading = Platform.of(acme, scopes=[Scope.INTERVIEWS_READ])
    assert_problem(reading.post(f"interviews/{interview.id}/ask-again"), 403, "missing_scope")


def test_nothing_is_asked_again_where_nothing_was_lost(acme: Organization) -> None:
    whole = complete_interview(acme, {"q1": [said(GOOD)], "q2": [said(GOOD)], "q3": [said(GOOD)]})
    score_all(acme, whole)
    assert_problem(Platform.of(acme).post(f"interviews/{whole.id}/ask-again"), 409, "nothing_to_ask_again")


def test_who_cancels_while_the_candidate_is_in_it_is_not_taken_for_the_candidate(
    acme: Organization, interview: Interview
) -> None:
    page = opened(acme, interview)
    page.consent()
    page.practise()
    with organization_schema(acme):
        assert lifecycle.cancel(Interview.objects.get(id=interview.id))
    now = interview_of(page)
    assert (now.status, now.end_reason) == ("completed", interview.end_reason)
