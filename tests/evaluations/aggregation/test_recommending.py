"""What is recommended, what is lacking, and what is a tie."""

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluations.aggregation.answers import Answer
from evaluations.aggregation.totals import aggregate
from evaluations.rubric import Recommendation, Status
from tests.evaluations.aggregation.answers import CHOICE, OURS, answer, held, planned

HIGHLY, RECOMMENDED = Recommendation.HIGHLY_RECOMMENDED, Recommendation.RECOMMENDED
CONSIDER, NOT_RECOMMENDED = Recommendation.CONSIDER, Recommendation.NOT_RECOMMENDED
NONE, NEEDS_REVIEW = Recommendation.INSUFFICIENT_EVIDENCE, Recommendation.NEEDS_REVIEW


def missing(answers: list[Answer], status: Status, *keys: str) -> list[Answer]:
    return [
        replace(each, status=status, score=None) if each.question_key in keys else each
        for each in answers
    ]  # fmt: skip


def all_eight(score: float) -> list[Answer]:
    return planned("ttttbbcc", *[score] * 8)


def test_each_threshold_belongs_to_the_better_recommendation() -> None:
    found = {score: aggregate(all_eight(score)).recommendation for score in (8.0, 7.9, 6.5, 6.4, 4.5, 4.4, 0)}
    assert found == {
        8.0: HIGHLY,
        7.9: RECOMMENDED,
        6.5: RECOMMENDED,
        6.4: CONSIDER,
        4.5: CONSIDER,
        4.4: NOT_RECOMMENDED,
        0: NOT_RECOMMENDED,
    }


@pytest.mark.parametrize("status", [*CHOICE, *OURS])
def test_too_few_scored_answers_give_no_recommendation_however_good_they_are(status: Status) -> None:
    half = missing(all_eight(10), status, "q1", "q2", "q5", "q7")
    assert aggregate(half).recommendation == NONE


@pytest.mark.parametrize("status", CHOICE)
def test_a_kind_that_the_candidate_left_out_leaves_consider_at_best(status: Status) -> None:
    totals = aggregate(missing(all_eight(10), status, "q7", "q8"))
    assert (totals.overall, totals.recommendation) == (80, CONSIDER)
    assert totals.lacking == [
        {"what": "kind", "kind": "communication", "question_keys": ["q7", "q8"], "ours": False},
    ]


@pytest.mark.parametrize("status", OURS)
def test_a_kind_that_we_owe_leaves_no_recommendation_and_says_what_to_ask_again(status: Status) -> None:
    totals = aggregate(missing(all_eight(10), status, "q7", "q8"))
    assert (totals.overall, totals.recommendation) == (100, NONE)
    assert totals.lacking == [
        {"what": "kind", "kind": "communication", "question_keys": ["q7", "q8"], "ours": True},
    ]


def test_of_a_kind_that_is_missing_for_both_reasons_only_what_we_owe_is_to_be_asked_again() -> None:
    both = missing(missing(all_eight(10), Status.DECLINED, "q7"), Status.TECHNICAL_FAILURE, "q8")
    (lack,) = aggregate(both).lacking
    assert (lack["question_keys"], lack["ours"]) == (["q8"], True)


def test_recommended_needs_three_quarters_of_the_questions() -> None:
    declined = missing(all_eight(10), Status.DECLINED, "q1", "q2", "q5")
    assert aggregate(declined).recommendation == CONSIDER
    assert aggregate(declined).lacking == [
        {"what": "share", "kind": "", "question_keys": ["q1", "q2", "q5"], "ours": False}
    ]
    lost = missing(all_eight(10), Status.NOT_ASKED, "q1", "q2", "q5")
    assert aggregate(lost).recommendation == NONE
    six = missing(all_eight(10), Status.NOT_ASKED, "q1", "q5")
    assert (aggregate(six).recommendation, aggregate(six).lacking) == (HIGHLY, [])


def test_a_kind_that_the_plan_does_not_have_is_not_lacking() -> None:
    totals = aggregate(planned("tttt", 9, 9, 9, 9))
    assert (totals.recommendation, totals.lacking) == (HIGHLY, [])


def test_a_held_answer_on_which_nothing_hangs_does_not_stop_the_recommendation() -> None:
    answers = [*all_eight(9)[1:], held(1, "technical", 10, coverage=1)]
    assert aggregate(answers).overall == 80
    assert aggregate([*all_eight(3)[1:], held(1, "technical", 10, coverage=1)]).recommendation == NOT_RECOMMENDED


def test_a_held_answer_on_which_the_recommendation_hangs_waits_for_a_person() -> None:
    totals = aggregate([*all_eight(6.3)[1:], held(1, "technical", 10, coverage=1)])
    assert totals.recommendation == NEEDS_REVIEW
    assert totals.tie_with == ""


def test_an_answer_that_is_held_is_no_proof_of_its_kind() -> None:
    """With it as the only one of its kind, setting it aside would leave `consider` at best."""
    answers = [*planned("tttttt", *[10] * 6), held(7, "behavioral", 9, coverage=1)]
    totals = aggregate(answers)
    assert (totals.recommendation, totals.lacking) == (NEEDS_REVIEW, [])


def test_coverage_alone_recommends_but_never_highly() -> None:
    mentioned = [replace(each, by_coverage=True) for each in all_eight(10)]
    totals = aggregate(mentioned)
    assert (totals.overall, totals.recommendation, totals.tie_with) == (100, RECOMMENDED, "")
    assert aggregate([*mentioned[:-1], all_eight(10)[-1]]).recommendation == HIGHLY


@pytest.mark.parametrize(
    ("score", "tie_with"),
    [(8.3, ""), (8.2, RECOMMENDED), (7.8, HIGHLY), (7.7, ""), (6.3, RECOMMENDED), (6.2, ""), (4.5, NOT_RECOMMENDED)],
)
def test_within_two_points_of_a_threshold_both_sides_tie(score: float, tie_with: str) -> None:
    assert aggregate(all_eight(score)).tie_with == tie_with


def test_samples_that_disagree_make_the_tie_wider() -> None:
    """A spread of 2 is 0.8 standard deviations of a point: 1.96 * 0.8 * sqrt(1/16 + 9/200 + 4/200) * 10 = 5.6."""
    unsure = [replace(each, spread=Decimal(2)) for each in all_eight(7)]
    assert aggregate(all_eight(7)).tie_with == ""
    assert aggregate(unsure).tie_with == CONSIDER
    assert aggregate([replace(each, score=Decimal("7.1")) for each in unsure]).tie_with == ""


def test_nothing_ties_with_what_is_out_of_reach() -> None:
    lacking = missing(planned("ttttbbcc", *[8] * 8), Status.DECLINED, "q7", "q8")
    assert (aggregate(lacking).overall, aggregate(lacking).tie_with) == (64, "")
    covered = [replace(each, by_coverage=True) for each in all_eight(7.9)]
    assert aggregate(covered).tie_with == ""


def test_a_question_more_that_nobody_asked_for_is_no_harm() -> None:
    unknown = answer(9, "design", 0)
    assert aggregate([*all_eight(9), unknown]).recommendation == HIGHLY
