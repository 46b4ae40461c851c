import pytest
from pydantic import ValidationError

from jobs.generated_questions import (
    Anchors,
    GeneratedQuestion,
    GeneratedQuestions,
    Kept,
    Kind,
    UnusableQuestions,
    additions,
)

TYPES: list[Kind] = ["technical", "technical", "technical", "technical", "technical", "behavioral", "behavioral"]


def question(text: str, kind: Kind = "technical") -> GeneratedQuestion:
    anchors = Anchors(low="low", middle="middle", high="high")
    return GeneratedQuestion(
        text=text, type=kind, competency="Care", expected_points=["a point"], anchors=anchors, probe="And then?"
    )


def generated(count: int, kinds: list[Kind]) -> GeneratedQuestions:
    return GeneratedQuestions(
        questions=[question(f"Question {n}?", kinds[n] if n < len(kinds) else "communication") for n in range(count)]
    )


def kept(count: int, kind: Kind = "technical") -> list[Kept]:
    return [Kept(f"Own {number}?", kind) for number in range(count)]


@pytest.mark.parametrize("count", [0, 7, 13])
def test_fewer_than_eight_or_more_than_twelve_are_refused(count: int) -> None:
    with pytest.raises(ValidationError):
        generated(count, TYPES)


@pytest.mark.parametrize("empty", ["text", "competency", "probe"])
def test_a_question_with_an_empty_part_is_refused(empty: str) -> None:
    whole = question("Why?").model_dump()
    with pytest.raises(ValidationError):
        GeneratedQuestion.model_validate(whole | {empty: "  "})


def test_a_question_that_is_told_twice_is_taken_once() -> None:
    questions = [*generated(8, TYPES).questions, question("QUESTION  1 ?")]
    assert len(additions([], GeneratedQuestions(questions=questions))) == 8


def test_repeats_that_leave_fewer_than_eight_are_refused() -> None:
    questions = [*generated(8, TYPES).questions[:7], question("question 1")]
    with pytest.raises(UnusableQuestions, match="Only 7 usable questions"):
        additions([], GeneratedQuestions(questions=questions))


def test_a_list_without_one_of_the_types_is_refused() -> None:
    with pytest.raises(UnusableQuestions, match="No communication question"):
        additions([], generated(8, [*TYPES, "technical"]))


def test_kept_questions_are_not_added_a_second_time() -> None:
    own = [Kept("question 0", "technical"), Kept("Something else?", "technical")]
    assert "Question 0?" not in [added.text for added in additions(own, generated(10, TYPES))]


def test_with_many_kept_questions_the_missing_types_come_before_the_rest() -> None:
    added = additions(kept(10), generated(10, TYPES))
    assert [question.type for question in added] == ["behavioral", "communication"]


def test_who_keeps_eight_questions_has_chosen_the_types() -> None:
    assert len(additions(kept(8), generated(8, ["technical"] * 8))) == 4


def test_who_keeps_seven_questions_still_gets_all_types() -> None:
    with pytest.raises(UnusableQuestions, match="No behavioral question"):
        additions(kept(7), generated(8, ["technical"] * 8))


def test_with_twelve_kept_questions_none_is_added() -> None:
    assert additions(kept(12), generated(8, TYPES)) == []
