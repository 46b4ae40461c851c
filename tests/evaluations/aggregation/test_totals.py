"""Numbers and their ranges, worked out by hand."""

from decimal import Decimal

from evaluations.aggregation.totals import aggregate
from evaluations.rubric import Flag, Status
from tests.evaluations.aggregation.answers import answer, held, numbers, planned


def test_overall_weighs_technical_behavioral_and_communication_5_to_3_to_2() -> None:
    totals = aggregate(planned("tbc", 8.6, 7.8, 8.2))
    assert numbers(totals) == [83, 86, 78, 82]
    assert totals.ranges["overall"] == {"low": 83, "high": 83}


def test_the_weights_are_those_of_the_kinds_that_the_plan_has() -> None:
    assert numbers(aggregate(planned("tb", 8, 4))) == [65, 80, 40, None]


def test_halves_are_rounded_up() -> None:
    assert aggregate(planned("t", 6.45)).technical == 65


def test_a_declined_question_counts_nothing_in_its_kind_and_has_the_whole_range() -> None:
    totals = aggregate(planned("ttt", 9, 6, None))
    assert totals.technical == 50
    assert totals.ranges["technical"] == {"low": 50, "high": 83}


def test_who_declines_three_of_eight_is_not_above_who_is_weak_in_three() -> None:
    """The issue's own example: 100 for the one who says nothing, 68 for the one who tries."""
    silent = aggregate(planned("ttttbbcc", 10, 10, 10, None, 10, None, 10, None))
    trying = aggregate(planned("ttttbbcc", 10, 10, 10, 2, 10, 2, 10, 2))
    assert silent.overall == 63
    assert trying.overall == 70
    assert silent.recommendation == trying.recommendation.CONSIDER
    assert trying.recommendation == trying.recommendation.RECOMMENDED


def test_a_kind_that_was_declined_altogether_has_no_number_and_counts_0_in_overall() -> None:
    totals = aggregate(planned("ttb", 8, 8, None))
    assert numbers(totals) == [50, 80, None, None]
    assert totals.ranges == {
        "overall": {"low": 50, "high": 88},
        "technical": {"low": 80, "high": 80},
        "behavioral": {"low": 0, "high": 100},
    }


def test_a_kind_that_we_lost_altogether_is_left_out_of_overall_and_stays_in_the_range() -> None:
    totals = aggregate([*planned("tt", 8, 8), answer(3, "behavioral", None, status=Status.TECHNICAL_FAILURE)])
    assert numbers(totals) == [80, 80, None, None]
    assert totals.ranges["overall"] == {"low": 50, "high": 88}


def test_a_question_that_was_not_asked_is_left_out_of_its_kind() -> None:
    totals = aggregate([*planned("t", 8), answer(2, "technical", None, status=Status.NOT_ASKED)])
    assert totals.technical == 80
    assert totals.ranges["technical"] == {"low": 40, "high": 90}


def test_a_held_answer_counts_what_coverage_gives_and_may_be_worth_what_the_judge_said() -> None:
    totals = aggregate([*planned("t", 6), held(2, "technical", 10, coverage=2)])
    assert totals.technical == 40
    assert totals.ranges["technical"] == {"low": 30, "high": 80}


def test_a_held_answer_never_counts_more_than_the_judge_gave() -> None:
    assert aggregate([*planned("t", 6), held(2, "technical", 2, coverage=9)]).technical == 40


def test_of_a_held_answer_without_coverage_nothing_is_known() -> None:
    assert aggregate([held(1, "technical", 10, coverage=None)]).technical is None


def test_an_answer_of_which_a_part_was_lost_counts_only_where_it_raises_its_kind() -> None:
    good, bad = (answer(2, "technical", score, flags=[Flag.PART_LOST]) for score in (9, 1))
    assert aggregate([*planned("t", 5), good]).technical == 70
    assert aggregate([*planned("t", 5), bad]).technical == 50
    assert aggregate([*planned("t", 5), bad]).ranges["technical"] == {"low": 30, "high": 75}


def test_a_kind_of_nothing_but_parts_counts_only_where_it_raises_overall() -> None:
    good, bad = (answer(2, "behavioral", score, flags=[Flag.PART_LOST]) for score in (9, 1))
    assert numbers(aggregate([*planned("t", 5), good])) == [65, 50, None, None]
    assert numbers(aggregate([*planned("t", 5), bad])) == [50, 50, None, None]


def test_words_that_do_not_answer_are_no_choice_where_a_part_of_them_was_lost() -> None:
    in_part = answer(2, "technical", None, status=Status.INSUFFICIENT_EVIDENCE, flags=[Flag.PART_LOST])
    assert aggregate([*planned("t", 8), in_part]).technical == 80


def test_without_any_question_there_are_no_numbers_and_no_ranges() -> None:
    totals = aggregate([])
    assert (numbers(totals), totals.ranges, totals.margin) == ([None] * 4, {}, None)


def test_numbers_are_exact_and_no_floats() -> None:
    thirds = [answer(position, "technical", 3.3) for position in range(1, 4)]
    assert aggregate(thirds).technical == 33
    assert isinstance(aggregate(thirds).margin, Decimal)
