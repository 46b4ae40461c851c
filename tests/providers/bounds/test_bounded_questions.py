"""A description of any shape gets questions, for work that grows no faster than its length."""

from collections.abc import Sequence
from typing import Any

import pytest

from jobs.generated_questions import QUESTIONS_MAX, QUESTIONS_MIN, GeneratedQuestions, sameness
from providers.config import AIConfig
from providers.local.embedding import Embedding, ModelFile, Vectors
from providers.local.question_bank import bank, fields
from providers.local.question_writing.duties import MOST_DUTIES, duties
from providers.local.question_writing.fields_of_work import MOST_LIKELY, MOST_SENTENCES
from providers.local.questions import generate_questions
from tests.architecture.hostile import Text, costlier_than_its_length

LONGEST_SPOKEN_WORDS = 40
LONGEST = 20_000
BULLET = 38
OF_OUR_OWN = 40  # What duties and sentences are held against, beside the bank.


def bullets(size: int) -> str:
    return "".join(f"- Plan lesson {number} and mark its tests.\n" for number in range(size // BULLET))


def short_bullets(size: int) -> str:
    return "- a\n" * (size // 4)


def verbs(size: int) -> str:
    clause = "plan lessons, teach pupils and mark tests with great care, "
    return f"You {clause * (size // len(clause))}and so on"


def nouns(size: int) -> str:
    return f"Responsible for {'boilers, drains and leaks of all kinds, ' * (size // 39)}heating."


def letters(size: int) -> str:
    return "a" * size


SHAPES = (bullets, short_bullets, verbs, nouns, letters)


class Counted(Embedding):
    """The real model, which knows what it was asked for."""

    def __init__(self) -> None:
        super().__init__(ModelFile.chosen(AIConfig()).path.read_bytes())
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed(texts)

    def embed_remembered(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return super().embed_remembered(texts)


def context(title: str, description: str, own: Sequence[str] = ()) -> dict[str, Any]:
    job = {"title": title, "description": description, "industry": "", "difficulty": "junior"}
    return {"job": job, "own_questions": list(own), "count_min": QUESTIONS_MIN, "count_max": QUESTIONS_MAX}


@pytest.mark.parametrize(("shape", "size"), [(bullets, 5_000 * BULLET), *((shape, LONGEST) for shape in SHAPES[1:])])
def test_a_description_of_any_shape_gets_questions_for_bounded_work(shape: Text, size: int) -> None:
    counted = Counted()
    assert_fit_to_ask(generate_questions(context("Zeppelin Varnisher", shape(size)), counted))
    of_the_bank = {text for question in bank() for text in (question.text, question.subject)}
    assert len(set(counted.texts) - of_the_bank) <= 2 * MOST_SENTENCES + MOST_DUTIES + len(fields()) + OF_OUR_OWN


def assert_fit_to_ask(answer: dict[str, Any]) -> None:
    questions = GeneratedQuestions.model_validate(answer).questions
    assert QUESTIONS_MIN <= len(questions) <= QUESTIONS_MAX
    assert len({sameness(question.text) for question in questions}) == len(questions)
    assert max(len(question.text.split()) for question in questions) <= LONGEST_SPOKEN_WORDS


@pytest.mark.parametrize("shape", SHAPES)
def test_finding_duties_costs_no_more_than_the_length_of_the_description(shape: Text) -> None:
    assert costlier_than_its_length(duties, [shape]) is None


def test_of_the_bank_only_the_likeliest_fields_are_compared() -> None:
    counted = Counted()
    generate_questions(context("Zeppelin Varnisher", "Varnish the hull. Mix paints.", ["Why us?"]), counted)
    asked = set(counted.texts)
    compared = {question.field for question in bank() if {question.text, question.subject} & asked}
    assert len(compared & set(fields())) <= 2 * MOST_LIKELY
