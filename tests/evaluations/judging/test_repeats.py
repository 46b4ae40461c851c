"""Words that were said to another question before earn nothing, and are pointed out."""

import pytest

from evaluations.judging.repeats import repeated
from tests.architecture.hostile import costlier_than_its_length, texts

SPEECH = "I always put the customer first and measure what matters to them. We ship early and learn from real users."
OWN = "For this outage I rolled the release back within five minutes."


def found(answer: str, *earlier: str) -> list[str]:
    return [quote.quote for quote in repeated({1: answer}, earlier)]


def test_a_sentence_that_was_said_before_is_found_and_what_is_said_now_is_not() -> None:
    both = [f"{sentence}." for sentence in SPEECH.strip(".").split(". ")]
    assert found(f"{OWN} {SPEECH}", "Something else entirely.", SPEECH) == both


@pytest.mark.parametrize(
    "again",
    [
        "i ALWAYS put the customer first, and measure what matters to them!",
        "I would always put the customers first and I measured what matters to them.",
    ],
)
def test_other_marks_and_endings_do_not_hide_it(again: str) -> None:
    assert found(again, SPEECH) == [again]


@pytest.mark.parametrize(
    "answer",
    [
        "We ship early.",
        "I would do that in just the same way again and again.",
        "I always put the nurse first and measure the pressure of the patient.",
    ],
)
def test_what_is_short_or_says_little_or_something_else_is_no_repeat(answer: str) -> None:
    assert found(answer, f"{SPEECH} I would do that in just the same way again and again. We ship early.") == []


def test_without_an_earlier_question_nothing_is_repeated() -> None:
    assert found(f"{SPEECH} {SPEECH}") == []


def test_comparing_costs_no_more_than_the_length() -> None:
    assert costlier_than_its_length(lambda text: repeated({1: text}, [text, text]), list(texts())[::7]) is None
