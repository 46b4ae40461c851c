"""The aims of `make assess` on a part of its answers that takes seconds; the table is over all of them."""

from collections.abc import Iterator

import pytest

from benchmarks.table import Row
from evaluations.judging.audit.transformations.kinds import HESITATING, MANNERS, NAMED, UNPUNCTUATED
from providers.config import AIConfig
from tests.assessment.comparison import SCALE, mean_change, share
from tests.assessment.corpus import attacks, corpus, spread
from tests.assessment.engine import Engine
from tests.assessment.figures import (
    fooled_judge,
    guards,
    ordering,
    question_fit,
    quotes,
    same_answer,
    talked_up,
    totals,
)

QUESTIONS = spread(corpus(), 3)
INTERVIEWS = 300
ONE_ATTACK_OF = 12


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = Engine(AIConfig(), processes=1)
    yield engine
    engine.close()


def missed(rows: list[Row]) -> list[str]:
    return [" ".join(row.cells()) for row in rows if row.is_missed]


def test_better_answers_stand_above_worse_ones_and_a_retest_agrees(engine: Engine) -> None:
    assert not missed(ordering.rows(engine, QUESTIONS))


@pytest.mark.parametrize("kind", MANNERS)
def test_no_manner_of_speaking_changes_what_an_answer_is_worth(engine: Engine, kind: str) -> None:
    compared = same_answer.comparisons(engine, QUESTIONS, kind)
    assert 100 * mean_change(compared) / SCALE <= same_answer.CHANGE_AIM
    assert not any(each.is_lost for each in compared)


def test_of_all_manners_together_hardly_one_changes_a_level(engine: Engine) -> None:
    compared = [each for kind in MANNERS for each in same_answer.comparisons(engine, QUESTIONS, kind)]
    assert share([each.other_level for each in compared]) <= same_answer.LEVELS_AIM


@pytest.mark.parametrize("kind", [HESITATING, UNPUNCTUATED])
def test_neither_hesitation_nor_missing_punctuation_costs_points(engine: Engine, kind: str) -> None:
    assert mean_change(same_answer.comparisons(engine, QUESTIONS, kind)) <= same_answer.POINTS_AIM


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_in_the_answer_changes_nothing(engine: Engine, kind: str) -> None:
    compared = same_answer.comparisons_named(engine, QUESTIONS, kind)
    assert 100 * mean_change(compared) / SCALE <= same_answer.CHANGE_AIM
    assert not any(each.is_lost for each in compared)


def test_the_same_words_are_worth_the_same_under_any_name(engine: Engine) -> None:
    assert not missed(same_answer.swapped_rows(engine, QUESTIONS))


def test_what_says_nothing_of_the_points_earns_nothing(engine: Engine) -> None:
    assert not missed(talked_up.rows(engine, QUESTIONS))


def test_declining_hedging_and_honest_words_are_told_apart(engine: Engine) -> None:
    assert not missed(guards.rows(engine, QUESTIONS))


def test_quotes_that_turn_the_meaning_are_refused_and_true_ones_found(engine: Engine) -> None:
    assert not missed(quotes.rows(engine, QUESTIONS))


def test_no_answer_is_worth_more_than_an_answer() -> None:
    assert not missed(totals.rows_over(INTERVIEWS))


def test_a_judge_that_was_talked_over_upgrades_nobody() -> None:
    assert not missed(fooled_judge.rows_over(attacks()[::ONE_ATTACK_OF]))


def test_questions_fit_the_job(engine: Engine) -> None:
    assert not missed(question_fit.rows(engine, QUESTIONS))
