"""Whoever scores never learns who the candidate is."""

from dataclasses import replace

import pytest
from pytest_django import Settings

from evaluations.judging import scoring
from evaluations.judging.circumstances import circumstances
from evaluations.judging.judgement import context
from evaluations.judging.whole_answer import shown_to_engines
from evaluations.models import Score
from organizations.models import Organization
from organizations.tenancy import organization_schema
from providers.llm import serialize
from tests.evaluations.interviews import GOOD, complete_interview, make_job, said


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


def test_swapping_the_candidates_name_and_address_gives_the_same_bytes(acme: Organization) -> None:
    with organization_schema(acme):
        job = make_job()
    one = seen_by_the_engine(acme, complete_interview(acme, {"q1": [said(GOOD)]}, name="Emily", job=job).id)
    other = complete_interview(acme, {"q1": [said(GOOD)]}, name="Ayşe Ćwiklińska", email="other@example.org", job=job)
    assert seen_by_the_engine(acme, other.id) == one
    assert GOOD in one


def test_swapping_a_name_in_the_answer_gives_the_same_bytes(acme: Organization) -> None:
    with organization_schema(acme):
        job = make_job()
    names = ["Emily Miller", "Lakisha Washington", "Ayşe Ćwiklińska", "Nguyễn Văn Anh"]
    seen = set()
    for name in names:
        answer = f"I am {name}, {name.split()[0]} for short, reach me at x@{name.split()[0].lower()}.example. {GOOD}"
        seen.add(seen_by_the_engine(acme, complete_interview(acme, {"q1": [said(answer)]}, name=name, job=job).id))
    assert len(seen) == 1
    assert GOOD in seen.pop()


def test_how_the_answer_was_given_is_invisible(acme: Organization) -> None:
    """Typed, spoken, corrected, with more time: accommodations must not show."""
    with organization_schema(acme):
        job = make_job()
    ways = [
        said(GOOD),
        said("", transcript_confidence=None, typed_text=GOOD, answer_mode="typed"),
        said("something else", corrected_transcript=GOOD),
        said(GOOD, moments_used=3, end_reason="time_box"),
    ]
    seen = {seen_by_the_engine(acme, complete_interview(acme, {"q1": [way]}, job=job).id) for way in ways}
    assert len(seen) == 1


def seen_by_the_engine(organization: Organization, interview_id: str) -> str:
    with organization_schema(organization):
        row = Score.objects.select_related("evaluation__interview__plan").get(
            evaluation__interview_id=interview_id, question_key="q1"
        )
        answers, earlier = scoring.answers_to(row)
        answer = scoring.whole_answer(row, answers, earlier, circumstances(answers, "finished"))
        words = {turn: each.text for turn, each in shown_to_engines(answer, ()).items()}
        return serialize(context(answers.question, words))
