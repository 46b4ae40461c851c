"""Strengths, weaknesses and red flags follow from the scores."""

from dataclasses import replace

from evaluations.aggregation.totals import aggregate
from evaluations.rubric import Flag
from tests.evaluations.aggregation.answers import answer, held

QUOTE = {"turn": 1, "start": 0, "end": 12, "quote": "I measure it"}
POINTED = QUOTE | {"point": "measures again"}


def test_strengths_are_the_answers_at_the_high_anchor_best_first_with_their_quotes() -> None:
    totals = aggregate(
        [
            answer(1, "technical", 7, high_anchor="Measures first", evidence=[QUOTE]),
            answer(2, "technical", 9, high_anchor="Explains why", evidence=[QUOTE, QUOTE, QUOTE]),
            answer(3, "technical", 6.9),
        ]
    )
    assert [(item["text"], item["question_key"]) for item in totals.strengths] == [
        ("Competency 2: nearest to “Explains why”", "q2"),
        ("Competency 1: nearest to “Measures first”", "q1"),
    ]
    assert totals.strengths[0]["evidence"] == [QUOTE, QUOTE]


def test_a_strength_names_the_points_that_its_quotes_speak_of() -> None:
    strong = answer(1, "technical", 9, high_anchor="Explains why", evidence=[POINTED, POINTED, QUOTE])
    assert aggregate([strong]).strengths[0]["text"] == "Competency 1: spoke of “measures again”"


def test_coverage_tells_of_no_anchor() -> None:
    strong = answer(1, "technical", 9, high_anchor="Explains why", evidence=[QUOTE], by_coverage=True)
    weak = answer(2, "technical", 1, low_anchor="Guesses", by_coverage=True)
    totals = aggregate([strong, weak])
    assert [each["text"] for each in (*totals.strengths, *totals.weaknesses)] == ["Competency 1", "Competency 2"]


def test_weaknesses_are_the_answers_at_the_low_anchor_with_what_was_not_heard() -> None:
    totals = aggregate(
        [
            answer(1, "technical", 3.9, missing=["measuring", "an index"]),
            answer(2, "technical", 1, low_anchor="Guesses"),
            answer(3, "technical", 4),
        ]
    )
    assert [item["text"] for item in totals.weaknesses] == [
        "Competency 2: nearest to “Guesses”",
        "Competency 1: nothing on “measuring”, “an index”",
    ]


def test_an_answer_of_which_a_part_was_lost_is_never_called_a_weakness() -> None:
    assert aggregate([answer(1, "technical", 1, flags=[Flag.PART_LOST])]).weaknesses == []


def test_a_held_answer_is_neither_strength_nor_weakness_and_its_flags_are_seen() -> None:
    flagged = replace(held(1, "technical", 10, coverage=1), flags=[Flag.ADDRESSES_EVALUATOR])
    totals = aggregate([flagged, held(2, "technical", 1, coverage=1)])
    assert (totals.strengths, totals.weaknesses) == ([], [])
    assert [each["question_key"] for each in totals.red_flags] == ["q1"]


def test_red_flags_are_about_the_candidates_words_and_not_about_the_judging() -> None:
    flags = [Flag.LOW_RECOGNITION_CONFIDENCE, Flag.ADDRESSES_EVALUATOR, Flag.CORRECTED]
    flagged = answer(1, "technical", 5, flags=flags, flag_evidence={"addresses_evaluator": [QUOTE]})
    (found,) = aggregate([flagged]).red_flags
    assert found == {
        "text": "Words that seem meant for whoever scores the answer",
        "flag": "addresses_evaluator",
        "question_key": "q1",
        "evidence": [QUOTE],
    }


def test_a_question_without_a_competency_is_called_by_its_number() -> None:
    nameless = replace(answer(4, "technical", 9), competency="")
    assert aggregate([nameless]).strengths[0]["text"] == "Question 4"
