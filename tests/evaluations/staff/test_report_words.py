"""What a report says of its numbers, and that it says no more than was measured."""

from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from evaluations.models import Evaluation, Score
from evaluations.rubric import Flag, Hold, Level, Outcome, Recommendation, Status
from evaluations.staff import texts
from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import AGREED, EXPLAINED, GOOD, complete_interview, said, score_all
from tests.fixtures import Login

FULL = {"q1": [said(GOOD)], "q2": [said(AGREED)], "q3": [said(EXPLAINED)]}
NO_NUMBER = {"score": None, "anchor_level": ""}
ALL: list[tuple[dict[Any, Any], type]] = [
    (texts.RECOMMENDATIONS, Recommendation),
    (texts.STATUSES, Status),
    (texts.LEVELS, Level),
    (texts.COVERED, Level),
    (texts.FLAGS, Flag),
    (texts.HOLDS, Hold),
    (texts.OUTCOMES, Outcome),
]


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


@pytest.fixture
def reviewer(acme: Organization, login: Login) -> Client:
    return login(acme, "reviewer")


def judged(organization: Organization, **by_key: dict[str, Any]) -> Interview:
    """With the columns of some scores changed, and what follows from them."""
    interview = complete_interview(organization, FULL)
    score_all(organization, interview)
    with organization_schema(organization):
        for key, columns in by_key.items():
            Score.objects.filter(evaluation__interview=interview, question_key=key).update(**columns)
    call_command("recompute_evaluations", organization=organization.slug, stdout=StringIO())
    return interview


def page(client: Client, organization: Organization, interview: Interview) -> str:
    response = client.get(f"/o/{organization.slug}/interviews/{interview.id}/report/")
    assert response.status_code == 200
    return response.content.decode()


def number(score: float) -> dict[str, Any]:
    return {"score": Decimal(str(score)), "provider": "test", "model": "judge"}


@pytest.mark.parametrize(("words", "values"), ALL)
def test_there_are_words_for_each_value(words: dict[Any, Any], values: Any) -> None:
    assert set(words) == set(values)


def test_what_is_missing_is_told_with_the_range(acme: Organization, reviewer: Client) -> None:
    interview = judged(acme, q1=number(8), q2={"status": "declined", **NO_NUMBER}, q3=number(8))
    html = page(reviewer, acme, interview)
    assert 'aria-label="Overall: 56 of 100, range 56 to 86, give or take' in html
    assert "56 with all that is missing at its lowest, 86 at its highest" in html
    assert "at their lowest in totals: declined for 1." in html
    assert "No behavioral answer could be scored" in html
    assert "So the result is Consider at best." in html
    assert "The candidate passed, said that they do not know" in html


def test_what_we_owe_is_called_ours(acme: Organization, reviewer: Client) -> None:
    lost = {"status": "technical_failure", **NO_NUMBER}
    html = page(reviewer, acme, judged(acme, q1=number(8), q2=number(8), q3=lost))
    assert "No communication answer could be scored: we did not ask, or lost, question 3." in html
    assert "Not counted, neither for nor against the candidate: technical failure for 1." in html
    assert "Not enough evidence" in html


def test_a_tie_is_called_one_and_where_nothing_is_missing_there_is_no_range(
    acme: Organization, reviewer: Client
) -> None:
    html = page(reviewer, acme, judged(acme, q1=number(6.6), q2=number(6.6), q3=number(6.6)))
    assert "A tie between Recommended and Consider" in html
    assert "nothing is missing, so it has no range" in html
    listed = reviewer.get(f"/o/{acme.slug}/evaluations/").content.decode()
    assert "a tie" in listed


def test_coverage_tells_how_much_was_covered_and_never_how_good_it_was(acme: Organization, reviewer: Client) -> None:
    covered = {"provider": "local", "model": "coverage"}
    scores = {"q1": 9, "q2": 5, "q3": 2}
    interview = judged(acme, **{key: number(score) | covered for key, score in scores.items()})
    html = page(reviewer, acme, interview)
    for words in ("Most of it covered", "Part of it covered", "Little of it covered"):
        assert f">{words}</span>" in html
    for word in ("Excellent", "Fair", "Weak"):
        assert f">{word}</span>" not in html
    assert "Scored by coverage of the expected points." in html
    assert "Coverage of the expected points, without a language model" in html


def test_each_step_from_the_words_to_the_number_can_be_followed(acme: Organization, reviewer: Client) -> None:
    quote = {"turn": 1, "start": 0, "end": 27, "quote": GOOD[:27], "point": "reads the query plan"}
    steps = {
        "evidence": [quote],
        "missing": ["measures again"],
        "samples": [{"score": 8.0}, {"score": None}, {"score": 7.0}],
        "coverage": Decimal("6.5"),
        "served_model": "judge-0613",
    }
    html = page(reviewer, acme, judged(acme, q1=number(7.5) | steps))
    assert f'<span dir="auto">reads the query plan</span>: <q dir="auto">{GOOD[:27]}</q>' in html
    assert '<span dir="auto">adds a fitting index</span>: no quote' in html
    assert '<span dir="auto">measures again</span>: not heard' in html
    assert "Judged by test, judge (served as judge-0613), 3 times: 8, not enough evidence, 7" in html
    assert "The judge's number is 7.5 of 10; coverage, which takes no instructions, found 6.5." in html
    assert "7.5 of 10 in technical." in html
    assert "weighs 50 % in overall" in html


def test_an_evaluation_of_older_rules_opens_without_what_it_does_not_know(acme: Organization, reviewer: Client) -> None:
    interview = judged(acme)
    older: dict[str, Any] = {"ranges": {}, "margin": None, "lacking": [], "tie_with": "", "rubric_version": "2026-11"}
    with organization_schema(acme):
        Evaluation.objects.update(**older)
        Score.objects.update(samples=[], coverage=None, served_model="", held_because=[])
        quote = {"turn": 1, "start": 0, "end": 27, "quote": GOOD[:27]}
        Score.objects.filter(question_key="q1").update(evidence=[quote])
    html = page(reviewer, acme, interview)
    assert "made under the rubric of 2026-11" in html
    assert "The dot is overall" not in html
    document = reviewer.get(f"/o/{acme.slug}/interviews/{interview.id}/report.json").json()
    assert document["ranges"] == dict.fromkeys(("overall", "technical", "behavioral", "communication"))
    assert document["turns"][0]["evidence"][0]["point"] == ""


def test_the_filter_finds_what_needs_review(acme: Organization, reviewer: Client) -> None:
    interview = judged(acme)
    with organization_schema(acme):
        Evaluation.objects.update(recommendation="needs_review")
    found = reviewer.get(f"/o/{acme.slug}/evaluations/?recommendation=needs_review").content.decode()
    assert interview.id in found
    assert "Needs review</option>" in found
