"""Agreement and order, against values computed by hand or taken from the literature."""

import pytest

from tests.assessment.agreement import icc, spearman

# Shrout & Fleiss (1979), table 2: six targets, of four judges the first and the fourth.
FIRST, FOURTH = [9, 6, 8, 7, 10, 6], [8, 2, 6, 4, 9, 5]


def test_equal_ratings_agree_wholly_even_where_all_are_the_same() -> None:
    assert icc(FIRST, FIRST) == pytest.approx(1)
    assert icc([3, 3, 3], [3, 3, 3]) == 1


def test_a_constant_difference_lowers_absolute_agreement() -> None:
    # Rows 1..5 and the same plus 2: between rows 5, between raters 10, rest 0 -> 5 / (5 + 2 * 10 / 5).
    assert icc([1, 2, 3, 4, 5], [3, 4, 5, 6, 7]) == pytest.approx(5 / 9)


def test_agreement_of_two_judges_is_between_none_and_whole() -> None:
    # Mean squares by hand: rows 8.5333, raters 12, rest 0.8.
    assert icc(FIRST, FOURTH) == pytest.approx((8.5333 - 0.8) / (8.5333 + 0.8 + 2 * (12 - 0.8) / 6), abs=1e-3)


def test_rank_correlation_knows_order_its_reverse_and_ties() -> None:
    assert spearman([1, 2, 3, 4], [10, 20, 25, 90]) == pytest.approx(1)
    assert spearman([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 1, 2, 2], [1, 2, 3, 4]) == pytest.approx(0.8944, abs=1e-4)
    assert spearman([1, 1, 1], [1, 2, 3]) == 0
