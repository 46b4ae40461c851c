"""The figures of a bias audit, against those that were computed by hand."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.bias_audit.tables import (
    CATEGORIES,
    MIN_SHARE,
    SHOWN_FROM,
    Applicant,
    Dimension,
    Measure,
    Row,
    Table,
    all_tables,
    median_score,
    table,
)
from interviews.self_identification import RaceEthnicity, Sex
from tests.evaluations.bias_audit.people import EXPECTED, sample, sixty_six

APPLICANTS = st.builds(
    Applicant,
    st.sampled_from(["", *Sex]),
    st.sampled_from(["", *RaceEthnicity]),
    st.none() | st.integers(0, 100),
    st.booleans(),
)
SAMPLES = st.dictionaries(APPLICANTS, st.integers(1, 40), max_size=30)


def written(row: Row) -> list[str]:
    columns = (row.applicants, row.measured, row.hits, row.rate, row.ratio, row.lowest, row.highest)
    return ["-" if value is None else str(value) for value in columns]


def test_applicants_and_median_are_those_of_the_hand() -> None:
    people = list(sixty_six())
    scores = [person.score for person in people if person.score is not None]
    assert (len(people), len(scores)) == (EXPECTED["applicants"], EXPECTED["scored"])
    assert median_score(Counter(people)) == EXPECTED["median"]


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("dimension", Dimension)
def test_each_table_is_the_one_that_was_computed_by_hand(measure: Measure, dimension: Dimension) -> None:
    found = table(Counter(sixty_six()), measure, dimension)
    rows = {" ".join(row.category): written(row) for row in found.rows}
    expected = EXPECTED[measure][dimension]
    assert {"unknown": found.unknown, **rows} == expected
    assert found.another_sex is None


def test_four_fifths_itself_is_not_below_four_fifths() -> None:
    rows = by_category(table(Counter(sixty_six()), Measure.SELECTION, Dimension.BOTH))
    assert rows["female", "white"].ratio == Fraction(4, 5)
    below = {category for category, row in rows.items() if row.below_four_fifths}
    assert below == {
        ("female", "asian"),
        ("female", "black_or_african_american"),
        ("male", "white"),
        ("male", "black_or_african_american"),
    }


def rate_and_ratio(row: Row) -> list[str]:
    return written(row)[3:5]


def by_category(found: Table) -> dict[tuple[str, ...], Row]:
    return {row.category: row for row in found.rows}


def test_a_category_under_two_per_cent_has_a_rate_and_no_ratio_and_is_no_measure_for_others() -> None:
    people = sample(
        (100, "", "white", 50, True), (150, "", "white", 50, False), (5, "", "asian", 50, True), (40, "", "", 50, False)
    )
    rows = by_category(
        table(people | sample((45, "", "two_or_more_races", 50, False)), Measure.SELECTION, Dimension.RACE_ETHNICITY)
    )
    assert written(rows["asian",]) == ["5", "5", "5", "1", "-", "-", "-"]
    assert rows["asian",].under_min_share
    assert rate_and_ratio(rows["white",]) == ["2/5", "1"]
    assert rate_and_ratio(rows["two_or_more_races",]) == ["0", "0"]


def test_two_per_cent_itself_is_compared() -> None:
    people = sample((5, "", "asian", 50, True), (245, "", "white", 50, False))
    rows = by_category(table(people, Measure.SELECTION, Dimension.RACE_ETHNICITY))
    assert rate_and_ratio(rows["asian",]) == ["1", "1"]
    assert rate_and_ratio(rows["white",]) == ["0", "0"]
    assert not rows["asian",].under_min_share


@pytest.mark.parametrize("number", range(1, SHOWN_FROM))
def test_of_fewer_than_five_people_no_figure_is_shown(number: int) -> None:
    people = sample((number, "female", "", 90, True), (20, "male", "", 40, False))
    rows = by_category(table(people, Measure.SELECTION, Dimension.SEX))
    assert written(rows["female",]) == ["-"] * 7
    assert rate_and_ratio(rows["male",]) == ["0", "-"]


def test_fewer_than_five_scores_give_no_rate() -> None:
    people = sample((4, "female", "", 90, True), (3, "female", "", None, False), (20, "male", "", 40, False))
    rows = by_category(table(people, Measure.SCORING, Dimension.SEX))
    assert written(rows["female",]) == ["7", *["-"] * 6]


def test_where_all_have_the_same_score_nobody_is_above_the_median() -> None:
    people = sample((10, "female", "", 60, True), (10, "male", "", 60, True))
    for row in table(people, Measure.SCORING, Dimension.SEX).rows:
        assert written(row) == ["10", "10", "0", "0", "-", "-", "-"]


def test_the_median_of_an_even_number_lies_between_two_scores() -> None:
    people = sample((10, "female", "", 61, False), (10, "male", "", 60, False))
    assert median_score(people) == 60.5
    rows = by_category(table(people, Measure.SCORING, Dimension.SEX))
    assert rate_and_ratio(rows["female",]) == ["1", "1"]
    assert rate_and_ratio(rows["male",]) == ["0", "0"]


def test_nobody_gives_tables_without_figures() -> None:
    assert median_score({}) is None
    for each in all_tables({}):
        assert [written(row) for row in each.rows] == [["-"] * 7] * len(CATEGORIES[each.dimension])


def test_an_answer_to_one_question_alone_is_unknown_where_both_are_needed() -> None:
    people = sample((9, "female", "", 50, True), (8, "", "white", 50, True), (7, "another", "white", 50, True))
    unknown = {each.dimension: (each.unknown, each.another_sex) for each in all_tables(people)}
    assert unknown == {Dimension.SEX: (15, 7), Dimension.RACE_ETHNICITY: (9, 7), Dimension.BOTH: (24, 7)}


def ratios(people: Any) -> list[Row]:
    return [row for each in all_tables(people) for row in each.rows if row.ratio is not None]


@given(SAMPLES)
def test_a_ratio_is_never_over_one_and_lies_within_its_bounds(people: dict[Applicant, int]) -> None:
    for row in ratios(people):
        assert row.ratio is not None
        assert row.lowest is not None
        assert row.highest is not None
        assert 0 <= row.lowest <= row.ratio <= row.highest <= 1


@given(SAMPLES)
def test_with_everybody_known_the_bounds_are_the_ratio(people: dict[Applicant, int]) -> None:
    known = {each: number for each, number in people.items() if each.race_ethnicity and each.sex in ("female", "male")}
    for row in ratios(known):
        assert row.lowest == row.ratio == row.highest


@given(SAMPLES)
def test_nobody_is_lost_and_nobody_counted_twice(people: dict[Applicant, int]) -> None:
    for each in all_tables(people):
        shown = sum(row.applicants for row in each.rows if row.applicants is not None)
        hidden = sum(row.applicants is None for row in each.rows)
        everybody = sum(people.values())
        assert shown + each.unknown <= everybody <= shown + each.unknown + hidden * (SHOWN_FROM - 1)


@given(SAMPLES)
def test_no_figure_is_of_fewer_people_than_are_shown(people: dict[Applicant, int]) -> None:
    for each in all_tables(people):
        everybody = sum(people.values()) - each.unknown
        for row in each.rows:
            assert row.applicants is None or row.applicants >= SHOWN_FROM
            assert row.rate is None or (row.measured or 0) >= SHOWN_FROM
            assert row.ratio is None or (row.applicants or 0) >= MIN_SHARE * everybody
