"""How far people of unknown category could move an impact ratio. Pure, and exact: no way of assigning them goes beyond.

Their outcomes are known; which of the compared categories each belongs to, or none, is not.

- Lowest: all of them without the outcome are of this category, and all with it of the other one that then has the
  highest rate.
- Highest: all of them with the outcome are of this category, and those without it are spread over the others so that
  the highest rate there becomes as low as it can.
"""

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class Outcomes(NamedTuple):
    """Of `people`, `hits` have the outcome: a score above the median, or selected."""

    hits: int = 0
    people: int = 0

    @property
    def misses(self) -> int:
        return self.people - self.hits

    @property
    def rate(self) -> Fraction:
        return Fraction(self.hits, self.people)


def ratio(rate: Fraction, best_rival: Fraction) -> Fraction | None:
    """Never over 1; None where nobody has the outcome."""
    best = max(rate, best_rival)
    return rate / best if best else None


def lowest(own: Outcomes, rivals: Sequence[Outcomes], unknown: Outcomes) -> Fraction | None:
    rate = Fraction(own.hits, own.people + unknown.misses)
    return ratio(rate, max(Fraction(each.hits + unknown.hits, each.people + unknown.hits) for each in rivals))


def highest(own: Outcomes, rivals: Sequence[Outcomes], unknown: Outcomes) -> Fraction | None:
    rate = Fraction(own.hits + unknown.hits, own.people + unknown.hits)
    return ratio(rate, lowest_top(rivals, unknown.misses))


def lowest_top(rivals: Sequence[Outcomes], misses: int) -> Fraction:
    """The least that the highest rate can be once so many people without the outcome have been added."""
    above_zero = [each for each in rivals if each.hits]
    tops = [reachable_top(each, above_zero, misses) for each in above_zero]
    return min((top for top in tops if top is not None), default=Fraction(0))


def reachable_top(one: Outcomes, rivals: Sequence[Outcomes], misses: int) -> Fraction | None:
    """The lowest rate of this one that all can be brought down to. The lower it is, the more people it takes."""

    def too_many(added: int) -> bool:
        return needed(rivals, Fraction(one.hits, one.people + added)) > misses

    possible = bisect_right(range(misses + 1), False, key=too_many)
    return Fraction(one.hits, one.people + possible - 1) if possible else None


def needed(rivals: Sequence[Outcomes], top: Fraction) -> int:
    """How many people without the outcome bring each rate down to `top`, which is not 0."""
    return sum(max(0, -(-each.hits * top.denominator // top.numerator) - each.people) for each in rivals)
