"""A person decides on a score that is held."""

import json
from dataclasses import replace
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pytest_django import Settings

from evaluations import finalization, reviewing
from evaluations.models import Score
from evaluations.reviewing import Decision
from evaluations.rubric import Outcome
from interviewai.kernel.errors import Conflict
from interviews.models import Interview
from organizations.models import Organization, Role
from organizations.tenancy import organization_schema
from tests.evaluations.holding import COVERED, JUDGED, evaluation_of, held_interview
from tests.evaluations.interviews import scores
from tests.factories import member
from tests.fixtures import Login
from webhooks.models import Event

WHY = "The sentence about the plan is right, the rest is missing."


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


@pytest.fixture
def interview(acme: Organization) -> Interview:
    return held_interview(acme)


def held_score(organization: Organization, interview: Interview) -> Score:
    return scores(organization, interview)["q1"]


def address(organization: Organization, interview: Interview, score: Score) -> str:
    return f"/o/{organization.slug}/interviews/{interview.id}/report/scores/{score.id}/review/"


def decide(client: Client, organization: Organization, interview: Interview, **entered: Any) -> Any:
    revision = evaluation_of(organization, interview).revision
    where = address(organization, interview, held_score(organization, interview))
    return client.post(where, {"revision": revision, **entered}, follow=True)


def test_the_report_says_on_top_what_waits_and_lets_a_recruiter_decide(
    acme: Organization, interview: Interview, login: Login
) -> None:
    path = f"/o/{acme.slug}/interviews/{interview.id}/report/"
    html = login(acme, "recruiter").get(path).content.decode()
    assert "1 answer waits for a person" in html
    assert '<a href="#q1">question 1</a>' in html
    assert "Needs review" in html
    assert "The judge gave 9 of 10, coverage found 2" in html
    assert "a measure that takes no instructions found" in html
    assert "Decide</button>" in html
    read_only = login(acme, "reviewer").get(path).content.decode()
    assert "A recruiter decides on it." in read_only
    assert "Decide</button>" not in read_only


def test_confirming_lets_the_judges_number_count(acme: Organization, interview: Interview, login: Login) -> None:
    before = evaluation_of(acme, interview)
    page = decide(login(acme, "recruiter"), acme, interview, outcome="confirmed")
    score, after = held_score(acme, interview), evaluation_of(acme, interview)
    assert (score.status, score.review_outcome, score.score, score.number) == ("scored", "confirmed", JUDGED, JUDGED)
    assert (before.technical, after.technical) == (20, 90)
    assert (before.recommendation, after.recommendation) == ("needs_review", "recommended")
    assert after.revision == before.revision + 1
    assert "Your decision is recorded" in page.content.decode()


def test_another_number_counts_and_the_judges_own_stays_beside_it(
    acme: Organization, interview: Interview, login: Login
) -> None:
    client = login(acme, "owner")
    page = decide(client, acme, interview, outcome="changed", score="4.5", note=WHY).content.decode()
    score = held_score(acme, interview)
    assert (score.status, score.score, score.number) == ("scored", JUDGED, Decimal("4.5"))
    assert (score.review_note, score.reviewed_by_id) == (WHY, member(acme, Role.OWNER).pk)
    assert evaluation_of(acme, interview).technical == 45
    assert "gave another number: 4.5 of 10" in page
    assert f"<bdi>{member(acme, Role.OWNER)}</bdi>" in page
    assert WHY in page
    assert '<span class="stat__value">4.5</span>' in page
    assert "The judge's number is 9 of 10; coverage, which takes no instructions, found 2" in page


def test_what_is_set_aside_has_no_number_and_raises_nothing(
    acme: Organization, interview: Interview, login: Login
) -> None:
    page = decide(login(acme, "recruiter"), acme, interview, outcome="set_aside", note=WHY).content.decode()
    score, evaluation = held_score(acme, interview), evaluation_of(acme, interview)
    assert (score.status, score.number, score.score) == ("insufficient_evidence", None, JUDGED)
    assert (evaluation.technical, evaluation.recommendation) == (None, "not_recommended")
    assert evaluation.lacking[0] == {"what": "kind", "kind": "technical", "question_keys": ["q1"], "ours": False}
    assert "Set aside" in page
    assert "No technical answer could be scored: without a number, not by our doing, is question 1." in page


def test_the_platform_is_told_of_a_decision(acme: Organization, interview: Interview, login: Login) -> None:
    decide(login(acme, "recruiter"), acme, interview, outcome="changed", score="5", note=WHY)
    with organization_schema(acme):
        told = json.loads(Event.objects.order_by("-occurred_at", "-id")[0].payload)
    assert told["event"] == "evaluation.updated"
    first = told["data"]["turns"][0]
    assert (first["status"], first["score"], first["held_because"]) == ("scored", 5.0, ["above_coverage"])
    assert WHY not in json.dumps(told), "a note is for the organization"


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({}, "This field is required"),
        ({"outcome": "doubled"}, "Select a valid choice"),
        ({"outcome": "changed", "note": WHY}, "Enter the number that it deserves"),
        ({"outcome": "changed", "note": WHY, "score": "10.1"}, "less than or equal to 10"),
        ({"outcome": "changed", "note": WHY, "score": "-1"}, "greater than or equal to 0"),
        ({"outcome": "changed", "note": WHY, "score": "7.25"}, "no more than 1 decimal place"),
        ({"outcome": "changed", "note": WHY, "score": "NaN"}, "Enter a number"),
        ({"outcome": "changed", "note": WHY, "score": "9" * 5000}, "less than or equal to 10"),
        ({"outcome": "changed", "score": "7"}, "Say why"),
        ({"outcome": "set_aside"}, "Say why"),
        ({"outcome": "set_aside", "note": "  \n "}, "Say why"),
        ({"outcome": "set_aside", "note": "a" * 501}, "at most 500 characters"),
        ({"outcome": "set_aside", "note": "a\0b"}, "Null characters are not allowed"),
        ({"outcome": "confirmed", "revision": "9" * 30}, "This page is out of date"),
        ({"outcome": "confirmed", "revision": "first"}, "This page is out of date"),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    acme: Organization, interview: Interview, login: Login, entered: dict[str, str], said: str
) -> None:
    before = evaluation_of(acme, interview)
    response = decide(login(acme, "recruiter"), acme, interview, **entered)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert held_score(acme, interview).status == "needs_review"
    assert evaluation_of(acme, interview).revision == before.revision


def test_a_number_beside_a_confirmation_is_not_taken(acme: Organization, interview: Interview, login: Login) -> None:
    decide(login(acme, "recruiter"), acme, interview, outcome="confirmed", score="1")
    assert held_score(acme, interview).number == JUDGED


def test_a_second_press_changes_nothing_and_says_so(acme: Organization, interview: Interview, login: Login) -> None:
    client, revision = login(acme, "recruiter"), evaluation_of(acme, interview).revision
    decide(client, acme, interview, outcome="confirmed", revision=revision)
    again = decide(client, acme, interview, outcome="changed", score="1", note=WHY, revision=revision)
    assert "has changed meanwhile" in again.content.decode()
    assert held_score(acme, interview).review_outcome == "confirmed"
    assert evaluation_of(acme, interview).revision == revision + 1


def test_a_decision_about_an_evaluation_that_changed_meanwhile_is_not_taken(
    acme: Organization, interview: Interview, login: Login
) -> None:
    seen = evaluation_of(acme, interview).revision - 1
    page = decide(login(acme, "recruiter"), acme, interview, outcome="confirmed", revision=seen)
    assert "has changed meanwhile" in page.content.decode()
    assert held_score(acme, interview).status == "needs_review"


def test_of_two_who_decide_at_once_exactly_one_wins(acme: Organization, interview: Interview) -> None:
    score, revision = held_score(acme, interview), evaluation_of(acme, interview).revision
    barrier, ends = Barrier(2), []

    def person(number: int) -> None:
        decision = Decision(Outcome.CHANGED, Decimal(number), WHY, f"usr_{number}")
        barrier.wait(timeout=20)
        try:
            with organization_schema(acme):
                reviewing.decide(score, revision, decision)
            ends.append(number)
        except Conflict:
            ends.append(-1)
        finally:
            connections.close_all()

    people = [Thread(target=person, args=(number,)) for number in (3, 7)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    (winner,) = [number for number in ends if number >= 0]
    assert len(ends) == 2
    assert held_score(acme, interview).number == winner
    after = evaluation_of(acme, interview)
    assert (after.technical, after.revision) == (winner * 10, revision + 1)


def test_a_reviewer_may_not_decide(acme: Organization, interview: Interview, login: Login) -> None:
    assert decide(login(acme, "reviewer"), acme, interview, outcome="confirmed").status_code == 403
    assert held_score(acme, interview).status == "needs_review"


def test_a_score_of_another_organization_or_interview_is_not_there(
    acme: Organization, globex: Organization, interview: Interview, login: Login
) -> None:
    score = held_score(acme, interview)
    theirs, other = held_interview(globex), held_interview(acme, "q2")
    entered = {"outcome": "confirmed", "revision": 2}
    strangers = login(globex, "owner")
    assert strangers.post(address(acme, interview, score), entered).status_code == 404
    assert strangers.post(address(globex, interview, score), entered).status_code == 404
    assert strangers.post(address(globex, theirs, score), entered).status_code == 404
    assert login(acme, "owner").post(address(acme, other, score), entered).status_code == 404
    assert login(acme, "owner").get(address(acme, interview, score)).status_code == 405
    assert held_score(acme, interview).status == "needs_review"


def test_recomputing_after_a_decision_gives_the_same(acme: Organization, interview: Interview, login: Login) -> None:
    decide(login(acme, "recruiter"), acme, interview, outcome="changed", score="4", note=WHY)
    before = evaluation_of(acme, interview)
    with organization_schema(acme):
        columns = finalization.computed(before)
    assert {name: getattr(before, name) for name in columns} == columns


def test_the_covered_number_stands_beside_a_decision(acme: Organization, interview: Interview, login: Login) -> None:
    decide(login(acme, "recruiter"), acme, interview, outcome="confirmed")
    document = login(acme, "reviewer").get(f"/o/{acme.slug}/interviews/{interview.id}/report.json").json()
    first = document["turns"][0]
    assert (first["engine_score"], first["coverage"]) == (float(JUDGED), float(COVERED))
    assert first["review"]["outcome"] == "confirmed"
    assert first["review"]["score"] == float(JUDGED)
    assert first["review"]["reviewed_by_id"] == member(acme, Role.RECRUITER).pk
