"""Rates and impact ratios by category, as the rules to Local Law 144 of New York City define them (6 RCNY 5-300). Pure.

- Scoring rate: the share of a category's scored applicants whose score is above the median of all scored ones of the
  sample, those of unknown category included. A score at the median is not above it.
- Selection rate: the share of a category's applicants who were selected.
- Impact ratio: a category's rate divided by the highest rate among the compared categories, itself included.

Compared are categories of at least SHOWN_FROM people whose share of those with a known category is at least
MIN_SHARE (5-301(d)). Of fewer people than SHOWN_FROM no figure leaves this module.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import product
from statistics import median
from typing import NamedTuple

from evaluations.bias_audit.bounds import Outcomes, highest, lowest, ratio
from interviews.self_identification import RaceEthnicity, Sex

SHOWN_FROM = 5
MIN_SHARE = Fraction(2, 100)
FOUR_FIFTHS = Fraction(4, 5)
NOBODY = Outcomes()


class Applicant(NamedTuple):
    """One evaluated interview: "" where nothing was said, None where nothing could be scored."""

    sex: str
    race_ethnicity: str
    score: int | None
    selected: bool


Sample = Mapping[Applicant, int]  # How many there are of each.
Category = tuple[str, ...]


class Measure(StrEnum):
    SCORING = "scoring"
    SELECTION = "selection"


class Dimension(StrEnum):
    SEX = "sex"
    RACE_ETHNICITY = "race_ethnicity"
    BOTH = "sex_and_race_ethnicity"


SEXES = [Sex.FEMALE, Sex.MALE]  # Whoever says another one is counted as unknown, as there are two categories.
CATEGORIES: dict[Dimension, list[Category]] = {
    Dimension.SEX: [(sex,) for sex in SEXES],
    Dimension.RACE_ETHNICITY: [(race,) for race in RaceEthnicity],
    Dimension.BOTH: list(product(SEXES, RaceEthnicity)),
}
CATEGORY_OF: dict[Dimension, Callable[[Applicant], Category]] = {
    Dimension.SEX: lambda applicant: (applicant.sex,),
    Dimension.RACE_ETHNICITY: lambda applicant: (applicant.race_ethnicity,),
    Dimension.BOTH: lambda applicant: (applicant.sex, applicant.race_ethnicity),
}


@dataclass(frozen=True)
class Count:
    """`outcomes`: of those of the applicants whom the measure can say something of."""

    applicants: int = 0
    outcomes: Outcomes = NOBODY

    def plus(self, number: int, hit: bool | None) -> "Count":
        if hit is None:
            return Count(self.applicants + number, self.outcomes)
        hits, people = self.outcomes
        return Count(self.applicants + number, Outcomes(hits + number * hit, people + number))


@dataclass(frozen=True)
class Row:
    """None: not shown, or nothing to divide by. `lowest` and `highest` are the ratio's bounds (bounds.py)."""

    category: Category
    applicants: int | None = None
    measured: int | None = None
    hits: int | None = None
    rate: Fraction | None = None
    ratio: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    under_min_share: bool = False

    @property
    def below_four_fifths(self) -> bool:
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


@dataclass(frozen=True)
class Table:
    """`unknown`: applicants without a category in it. `another_sex`: of all, those who say that theirs is not listed;
    None: fewer than SHOWN_FROM."""

    measure: Measure
    dimension: Dimension
    rows: list[Row]
    unknown: int
    another_sex: int | None


def median_score(sample: Sample) -> float | None:
    scores = [
        score for applicant, number in sample.items() if (score := applicant.score) is not None for _ in range(number)
    ]
    return median(scores) if scores else None


def all_tables(sample: Sample) -> list[Table]:
    return [table(sample, measure, dimension) for measure in Measure for dimension in Dimension]


def table(sample: Sample, measure: Measure, dimension: Dimension) -> Table:
    counts = tally(sample, CATEGORY_OF[dimension], outcome_of(sample, measure))
    known = {category: counts.pop(category, Count()) for category in CATEGORIES[dimension]}
    unknown = total(counts.values())
    another = sum(number for applicant, number in sample.items() if applicant.sex == Sex.ANOTHER)
    return Table(
        measure,
        dimension,
        rows=rows(known, unknown.outcomes),
        unknown=unknown.applicants,
        another_sex=another if another >= SHOWN_FROM else None,
    )


def outcome_of(sample: Sample, measure: Measure) -> Callable[[Applicant], bool | None]:
    if measure == Measure.SELECTION:
        return lambda applicant: applicant.selected
    middle = median_score(sample)
    return lambda applicant: None if applicant.score is None or middle is None else applicant.score > middle


def tally(
    sample: Sample, category_of: Callable[[Applicant], Category], outcome: Callable[[Applicant], bool | None]
) -> dict[Category, Count]:
    counts: dict[Category, Count] = defaultdict(Count)
    for applicant, number in sample.items():
        category = category_of(applicant)
        counts[category] = counts[category].plus(number, outcome(applicant))
    return counts


def total(counts: Iterable[Count]) -> Count:
    every = list(counts)
    outcomes = [each.outcomes for each in every]
    hits, people = sum(each.hits for each in outcomes), sum(each.people for each in outcomes)
    return Count(sum(each.applicants for each in every), Outcomes(hits, people))


def rows(known: Mapping[Category, Count], unknown: Outcomes) -> list[Row]:
    everybody = sum(count.applicants for count in known.values())
    compared = {
        category: count.outcomes
        for category, count in known.items()
        if count.outcomes.people >= SHOWN_FROM and count.applicants >= MIN_SHARE * everybody
    }
    return [
        row(category, count, count.applicants < MIN_SHARE * everybody, compared, unknown)
        for category, count in known.items()
    ]


def row(
    category: Category,
    count: Count,
    under_min_share: bool,
    compared: Mapping[Category, Outcomes],
    unknown: Outcomes,
) -> Row:
    outcomes = count.outcomes
    if count.applicants < SHOWN_FROM:
        return Row(category, under_min_share=under_min_share)
    if outcomes.people < SHOWN_FROM:
        return Row(category, count.applicants, under_min_share=under_min_share)
    shown = Row(
        category, count.applicants, outcomes.people, outcomes.hits, outcomes.rate, under_min_share=under_min_share
    )
    rivals = [other for name, other in compared.items() if name != category]
    if category not in compared or not rivals:
        return shown
    return replace(
        shown,
        ratio=ratio(outcomes.rate, max(rival.rate for rival in rivals)),
        lowest=lowest(outcomes, rivals, unknown),
        highest=highest(outcomes, rivals, unknown),
    )
