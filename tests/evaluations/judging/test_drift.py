"""How far two judgements lie apart."""

from decimal import Decimal

import pytest

from evaluations.judging.drift import Pair, drift, icc


def pair(before: float, after: float | None) -> Pair:
    return Pair(Decimal(str(before)), None if after is None else Decimal(str(after)))


def test_mean_spread_levels_and_lost_numbers() -> None:
    found = drift([pair(3, 4), pair(8, 8.5), pair(5, 4.5), pair(9, None)])
    assert (found.count, found.lost, found.changed_levels) == (4, 1, 1)
    assert found.mean == pytest.approx(1 / 3)
    assert found.spread == pytest.approx(0.7638, abs=1e-4)


def test_the_icc_of_a_worked_example() -> None:
    """Two of the four judges of Shrout and Fleiss (1979), table 2, worked out by hand."""
    rows = [(9.0, 2.0), (6.0, 1.0), (8.0, 4.0), (7.0, 1.0), (10.0, 5.0), (6.0, 2.0)]
    between, raters, error = 4.683333, 80.083333, 0.683333
    expected = (between - error) / (between + error + 2 * (raters - error) / 6)
    assert icc(rows) == pytest.approx(expected, abs=1e-4)


def test_the_same_again_agrees_wholly_and_what_cannot_be_told_is_not() -> None:
    assert drift([pair(3, 3), pair(8, 8)]).icc == pytest.approx(1)
    assert drift([pair(5, 5)]).icc is None
    assert drift([]).mean is None
