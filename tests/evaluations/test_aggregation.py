"""Totals and recommendation follow from the scores of the answers, and from nothing else."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from evaluations import rubric
from evaluations.aggregation import Answer, Totals, aggregate
from evaluations.rubric import Flag, Recommendation, Status

KINDS = list(rubric.WEIGHTS)
ORDER = [
    Recommendation.NOT_RECOMMENDED,
    Recommendation.CONSIDER,
    Recommendation.RECOMMENDED,
    Recommendation.HIGHLY_RECOMMENDED,
]
QUOTE = {"turn": 1, "start": 0, "end": 12, "quote": "I measure it"}


def answer(position: int, kind: str, score: float | None, **more: Any) -> Answer:
    status = Status.SCORED if score is not None else Status.INSUFFICIENT_EVIDENCE
    return Answer(
        f"q{position}",
        position,
        kind,
        f"Competency {position}",
        more.pop("status", status),
        None if score is None else Decimal(str(score)),
        **more,
    )


def all_kinds(score: float) -> list[Answer]:
    return [answer(position, kind, score) for position, kind in enumerate(KINDS, 1)]


scores = st.integers(0, 100).map(lambda tenths: tenths / 10)
unscored = st.sampled_from([Status.INSUFFICIENT_EVIDENCE, Status.NOT_ASKED, Status.TECHNICAL_FAILURE])
part_lost = st.sampled_from([(), (Flag.PART_LOST.value,)])


@st.composite
def interviews(draw: st.DrawFn) -> list[Answer]:
    return [
        answer(position, draw(st.sampled_from(KINDS)), draw(scores), flags=draw(part_lost))
        if draw(st.booleans())
        else answer(position, draw(st.sampled_from(KINDS)), None, status=draw(unscored))
        for position in range(1, draw(st.integers(0, 8)) + 1)
    ]


def numbers(totals: Totals) -> list[int | None]:
    return [totals.overall, totals.technical, totals.behavioral, totals.communication]


def at_least(after: Totals, before: Totals) -> bool:
    return all(b is None or (a is not None and a >= b) for a, b in zip(numbers(after), numbers(before), strict=True))


@given(interviews(), st.randoms())
def test_the_order_in_which_answers_come_changes_nothing(answers: list[Answer], random: Any) -> None:
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert aggregate(shuffled) == aggregate(answers)


@given(interviews())
def test_totals_lie_between_0_and_100_or_are_missing(answers: list[Answer]) -> None:
    assert all(number is None or 0 <= number <= 100 for number in numbers(aggregate(answers)))


@given(interviews(), st.data())
def test_a_better_answer_never_makes_a_result_worse(answers: list[Answer], data: st.DataObject) -> None:
    chosen = [index for index, one in enumerate(answers) if one.score is not None]
    assume(chosen)
    index = data.draw(st.sampled_from(chosen))
    score = answers[index].score or Decimal(0)
    better = list(answers)
    better[index] = replace(answers[index], score=Decimal(data.draw(st.integers(int(score * 10), 100))) / 10)
    before, after = aggregate(answers), aggregate(better)
    assert at_least(after, before)
    if before.recommendation in ORDER:
        assert ORDER.index(after.recommendation) >= ORDER.index(before.recommendation)


@given(interviews(), st.data())
def test_a_question_lost_to_a_technical_failure_counts_as_if_it_had_not_been_asked(
    answers: list[Answer], data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    lost = answer(50, kind, None, status=Status.TECHNICAL_FAILURE)
    assert numbers(aggregate([*answers, lost])) == numbers(aggregate(answers))


@given(interviews(), st.sampled_from(KINDS), scores)
def test_an_answer_of_which_a_part_was_lost_never_lowers_a_total_of_its_kind(
    answers: list[Answer], kind: str, score: float
) -> None:
    partial = answer(50, kind, score, flags=[Flag.PART_LOST])
    assert at_least(aggregate([*answers, partial]), aggregate(answers))


@given(interviews())
def test_silence_never_becomes_a_number(answers: list[Answer]) -> None:
    silent = [replace(one, score=None, status=Status.INSUFFICIENT_EVIDENCE) for one in answers]
    assert numbers(aggregate(silent)) == [None, None, None, None]
    assert aggregate(silent).recommendation == Recommendation.INSUFFICIENT_EVIDENCE


def test_overall_weighs_technical_behavioral_and_communication_5_to_3_to_2() -> None:
    totals = aggregate([answer(1, "technical", 8.6), answer(2, "behavioral", 7.8), answer(3, "communication", 8.2)])
    assert numbers(totals) == [83, 86, 78, 82]
    assert totals.recommendation == Recommendation.HIGHLY_RECOMMENDED


def test_the_weights_of_the_kinds_that_were_scored_are_stretched_over_the_missing_one() -> None:
    assert aggregate([answer(1, "technical", 8), answer(2, "behavioral", 4)]).overall == 65


def test_a_kind_is_the_mean_of_its_scored_answers() -> None:
    totals = aggregate([answer(1, "technical", 9), answer(2, "technical", 4), answer(3, "technical", None)])
    assert totals.technical == 65


def test_halves_are_rounded_up() -> None:
    assert aggregate([answer(1, "technical", 6.45)]).technical == 65


def test_each_threshold_belongs_to_the_better_recommendation() -> None:
    found = {score: aggregate(all_kinds(score)).recommendation for score in (8.0, 7.9, 6.5, 6.4, 4.5, 4.4, 0)}
    assert found == {
        8.0: "highly_recommended",
        7.9: "recommended",
        6.5: "recommended",
        6.4: "consider",
        4.5: "consider",
        4.4: "not_recommended",
        0: "not_recommended",
    }


def test_too_few_scored_answers_give_no_recommendation_however_good_they_are() -> None:
    half = [*all_kinds(10), *(answer(position, "technical", None) for position in (4, 5, 6))]
    assert aggregate(half).recommendation == Recommendation.INSUFFICIENT_EVIDENCE
    assert aggregate(half).overall == 100
    assert aggregate(half[:5]).recommendation == Recommendation.HIGHLY_RECOMMENDED


def test_without_any_question_there_is_no_recommendation() -> None:
    assert aggregate([]).recommendation == Recommendation.INSUFFICIENT_EVIDENCE


def test_strengths_are_the_answers_at_the_high_anchor_best_first_with_their_quotes() -> None:
    totals = aggregate(
        [
            answer(1, "technical", 7, high_anchor="Measures first", evidence=[QUOTE]),
            answer(2, "technical", 9, high_anchor="Explains why", evidence=[QUOTE, QUOTE, QUOTE]),
            answer(3, "technical", 6.9),
        ]
    )
    assert [(item["text"], item["question_key"]) for item in totals.strengths] == [
        ("Competency 2: Explains why", "q2"),
        ("Competency 1: Measures first", "q1"),
    ]
    assert totals.strengths[0]["evidence"] == [QUOTE, QUOTE]


def test_weaknesses_are_the_answers_at_the_low_anchor_with_what_was_not_heard() -> None:
    totals = aggregate(
        [
            answer(1, "technical", 3.9, missing=["measuring", "an index"]),
            answer(2, "technical", 1, low_anchor="Guesses"),
            answer(3, "technical", 4),
        ]
    )
    assert [item["text"] for item in totals.weaknesses] == [
        "Competency 2: Guesses",
        "Competency 1: nothing on “measuring”, “an index”",
    ]


def test_an_answer_of_which_a_part_was_lost_is_never_called_a_weakness() -> None:
    assert aggregate([answer(1, "technical", 1, flags=[Flag.PART_LOST])]).weaknesses == []


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
