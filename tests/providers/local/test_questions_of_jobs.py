"""The table jobs.toml: what coverage asks in real jobs, at each level."""

import re
from collections.abc import Callable
from itertools import combinations, cycle
from typing import Any

import numpy as np
import pytest

from interviews.conversation.follow_up_check import unfit_because
from jobs.generated_questions import QUESTIONS_MAX, QUESTIONS_MIN, GeneratedQuestion
from providers.local.embedding import Embedding
from providers.local.question_bank import bank
from providers.local.question_writing.writing import LEVELS
from providers.registry import Providers
from providers.text.language import is_english
from tests.interviews.planned import QUESTION
from tests.providers.local.question_fit import JOBS, changed, described, fit, strange_words
from tests.providers.test_coverage_questions import asked_of

Asked = Callable[[dict[str, Any], str], list[GeneratedQuestion]]

MOST_SPOKEN_WORDS = 40
TOO_ALIKE = 0.85  # Cosine of two questions that a listener takes for one.
LEAST_ABOUT_DUTIES = 6
LEAST_CHANGED = 4
PERSONAL = re.compile(
    r"\b(your (age|family|children|husband|wife|health|origin|religion|belief|nationality|gender)|how old|married"
    r"|pregnan\w+"
    r"|religio\w+|born|citizen\w*|where do you come from)\b",
    re.IGNORECASE,
)
NAMES = [job["title"] for job in JOBS]


@pytest.fixture(scope="module")
def remembered() -> dict[tuple[str, str, str], list[GeneratedQuestion]]:
    return {}


@pytest.fixture
def asked(local: Providers, remembered: dict[tuple[str, str, str], list[GeneratedQuestion]]) -> Asked:
    """Each job at each level once a run."""

    def questions(job: dict[str, Any], level: str) -> list[GeneratedQuestion]:
        key = (job["title"], job["description"], level)
        if key not in remembered:
            remembered[key] = asked_of(local, described(job, level))
        return remembered[key]

    return questions


def test_the_table_is_wide() -> None:
    assert len(JOBS) >= 40
    assert sum(job.get("held_out", False) for job in JOBS) >= 20
    assert min(len(job["description"].split()) for job in JOBS) <= 5
    assert max(len(described(job, "middle")["description"]) for job in JOBS) >= 19_000
    assert sum(not job.get("english", True) for job in JOBS) >= 4


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("job", JOBS, ids=NAMES)
def test_a_job_is_asked_about_its_duties_and_of_no_strange_field(asked: Asked, job: dict[str, Any], level: str) -> None:
    questions = asked(job, level)
    figures = fit(job, questions)
    assert QUESTIONS_MIN <= figures["count"] <= QUESTIONS_MAX
    assert figures["repeats"] == 0
    assert figures["about_duties"] >= LEAST_ABOUT_DUTIES, [question.text for question in questions]
    assert strange_words(job, questions) == []
    assert figures["behavioral"] >= 2
    assert figures["communication"] >= 1


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("job", JOBS, ids=NAMES)
def test_each_question_can_be_spoken_and_asks_nothing_personal(asked: Asked, job: dict[str, Any], level: str) -> None:
    for question in asked(job, level):
        assert len(question.text.split()) <= MOST_SPOKEN_WORDS
        assert not PERSONAL.search(question.text)
        assert "{" not in question.model_dump_json(exclude={"anchors": {"low": False}}).replace('{"', "")
        assert 3 <= len(question.expected_points) <= 6


@pytest.mark.parametrize(("job", "level"), zip(JOBS, cycle(LEVELS)), ids=NAMES)
def test_no_two_questions_are_alike(asked: Asked, embedding: Embedding, job: dict[str, Any], level: str) -> None:
    """Each job at one level, as a vector a question takes its time."""
    vectors = embedding.embed([question.text for question in asked(job, level)])
    likeness = vectors @ vectors.T - 2 * np.eye(len(vectors))
    assert likeness.max() < TOO_ALIKE


@pytest.mark.parametrize("job", JOBS, ids=NAMES)
def test_the_level_changes_at_least_four_questions(asked: Asked, job: dict[str, Any]) -> None:
    for one, other in combinations(LEVELS, 2):
        assert changed(asked(job, one), asked(job, other)) >= LEAST_CHANGED


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("job", JOBS, ids=NAMES)
def test_no_probe_gives_a_point_away(asked: Asked, job: dict[str, Any], level: str) -> None:
    authored = {question.text for question in bank()}
    for question in asked(job, level):
        plan = QUESTION.model_copy(
            update={"text": question.text, "probe": "", "expected_points": tuple(question.expected_points)}
        )
        if question.text not in authored:
            assert unfit_because(question.probe, plan, "") is None, question


@pytest.mark.parametrize("job", JOBS, ids=NAMES)
def test_a_description_in_another_language_is_known_for_one(job: dict[str, Any]) -> None:
    assert is_english(job["description"]) == job.get("english", True)
