"""The bounds of a ratio, against every way in which people of unknown category can be assigned."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.bias_audit.bounds import Outcomes, highest, lowest, lowest_top, ratio

FEW = st.integers(1, 4).flatmap(lambda people: st.builds(Outcomes, st.integers(0, people), st.just(people)))
UNKNOWN = st.builds(lambda hits, misses: Outcomes(hits, hits + misses), st.integers(0, 3), st.integers(0, 4))


def spread(number: int, places: int) -> set[tuple[int, ...]]:
    """Every way to give so many people to so many places, or to none."""
    ways = combinations_with_replacement(range(places + 1), number)
    return {tuple(way.count(place) for place in range(places)) for way in ways}


def every_ratio(counts: list[Outcomes], unknown: Outcomes) -> list[Fraction]:
    """Of the first of them."""
    found = []
    for hits, misses in product(spread(unknown.hits, len(counts)), spread(unknown.misses, len(counts))):
        own, *others = [
            Fraction(each.hits + more, each.people + more + fewer)
            for each, more, fewer in zip(counts, hits, misses, strict=True)
        ]
        found.append(ratio(own, max(others)))
    return [each for each in found if each is not None]


@settings(deadline=None)
@given(st.lists(FEW, min_size=2, max_size=3), UNKNOWN)
def test_no_way_of_assigning_goes_beyond_the_bounds_and_some_reach_them(
    counts: list[Outcomes], unknown: Outcomes
) -> None:
    own, *rivals = counts
    possible = every_ratio(counts, unknown)
    if possible:
        assert (lowest(own, rivals, unknown), highest(own, rivals, unknown)) == (min(possible), max(possible))
    else:
        assert lowest(own, rivals, unknown) is highest(own, rivals, unknown) is None


def test_a_hundred_thousand_unknown_people_are_spread_at_once() -> None:
    rivals = [Outcomes(hits, 1000) for hits in range(0, 1000, 70)]
    top = lowest_top(rivals, 100_000)
    assert sum(max(0, -(-each.hits // top) - each.people) for each in rivals) <= 100_000
    assert top < Fraction(1, 10)
