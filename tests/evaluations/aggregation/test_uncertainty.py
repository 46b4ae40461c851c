"""How sure overall is."""

from dataclasses import replace
from decimal import Decimal

from evaluations.aggregation.answers import Answer
from evaluations.aggregation.totals import aggregate
from evaluations.rubric import Status
from tests.evaluations.aggregation.answers import planned


def margin(answers: list[Answer]) -> Decimal:
    found = aggregate(answers).margin
    assert found is not None
    return found


def test_one_answer_is_as_unsure_as_the_prior_says() -> None:
    assert margin(planned("t", 7)) == Decimal("39.2")  # 1.96 * 2 points of ten


def test_the_margin_of_a_kind_is_that_of_a_mean() -> None:
    """Variance (2 * 4 + 0) / (2 + 3), four answers: 1.96 * sqrt(1.6 / 4) * 10."""
    assert margin(planned("tttt", 7, 7, 7, 7)) == Decimal("12.4")


def test_kinds_add_up_by_their_weights() -> None:
    """sqrt(0.5^2 * 4 + 0.3^2 * 4 + 0.2^2 * 4) * 19.6"""
    assert margin(planned("tbc", 7, 7, 7)) == Decimal("24.2")


def test_more_questions_make_it_surer_and_answers_that_differ_less_sure() -> None:
    assert margin(planned("ttttbbcc", *[7] * 8)) < margin(planned("ttbc", *[7] * 4))
    assert margin(planned("ttbc", 10, 2, 7, 7)) > margin(planned("ttbc", *[7] * 4))


def test_samples_that_disagree_make_it_less_sure() -> None:
    unsure = [replace(each, spread=Decimal(5)) for each in planned("ttbc", *[7] * 4)]
    assert margin(unsure) > margin(planned("ttbc", *[7] * 4))


def test_what_was_left_out_is_no_part_of_the_margin_but_of_the_range() -> None:
    declined = aggregate(planned("tt", 7, None))
    assert declined.margin == Decimal("19.6")  # Half of one answer's, as half of the kind is certain.
    lost = [*planned("t", 7), replace(planned("tt", 7, 7)[1], status=Status.TECHNICAL_FAILURE, score=None)]
    assert aggregate(lost).margin == Decimal("39.2")
