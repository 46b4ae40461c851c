"""What holds of the totals of any interview."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluations.aggregation.answers import Answer
from evaluations.aggregation.totals import Totals, aggregate
from evaluations.rubric import Flag, Recommendation, Status
from tests.evaluations.aggregation.answers import (
    CHOICE,
    KINDS,
    OURS,
    answer,
    at_least,
    held,
    interviews,
    numbers,
    planned,
    rank,
    ranks,
    tenths,
)

NO_RECOMMENDATION = -1


def one_of(answers: list[Answer], data: st.DataObject, fits: Callable[[Answer], bool]) -> int:
    chosen = [index for index, each in enumerate(answers) if fits(each)]
    assume(chosen)
    return data.draw(st.sampled_from(chosen))


def changed(answers: list[Answer], index: int, **changes: Any) -> list[Answer]:
    return [*answers[:index], replace(answers[index], **changes), *answers[index + 1 :]]


def never_higher(after: Totals, before: Totals) -> bool:
    pairs = zip(numbers(after), numbers(before), strict=True)
    return all(new is None or (old is not None and new <= old) for new, old in pairs)


@given(interviews(), st.randoms())
def test_the_order_in_which_answers_come_changes_nothing(answers: list[Answer], random: Any) -> None:
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert aggregate(shuffled) == aggregate(answers)


@given(interviews())
def test_recomputing_gives_the_same(answers: list[Answer]) -> None:
    assert aggregate(answers) == aggregate(answers)


@given(interviews())
def test_each_number_lies_in_its_range_and_each_range_between_0_and_100(answers: list[Answer]) -> None:
    totals = aggregate(answers)
    for name, span in totals.ranges.items():
        number = getattr(totals, name)
        assert 0 <= span["low"] <= span["high"] <= 100
        assert number is None or span["low"] <= number <= span["high"]


@given(interviews(), st.data())
def test_a_better_answer_never_makes_a_result_worse(answers: list[Answer], data: st.DataObject) -> None:
    index = one_of(answers, data, lambda each: each.score is not None)
    score = answers[index].score or Decimal(0)
    better = changed(answers, index, score=Decimal(data.draw(st.integers(int(score * 10), 100))) / 10)
    assert at_least(aggregate(better), aggregate(answers))
    assert all(after >= before for after, before in zip(ranks(better), ranks(answers), strict=True))


@given(interviews(), st.sampled_from(CHOICE), st.data())
def test_no_answer_is_worth_more_than_an_answer(answers: list[Answer], status: Status, data: st.DataObject) -> None:
    index = one_of(answers, data, lambda each: each.scored)
    silent = changed(answers, index, status=status, score=None)
    assert never_higher(aggregate(silent), aggregate(answers))
    assert all(after <= before for after, before in zip(ranks(silent), ranks(answers), strict=True))
    assert rank(aggregate(silent).recommendation) <= max(ranks(answers))


@given(interviews(), st.sampled_from(OURS), tenths, st.data())
def test_what_we_lost_or_did_not_ask_lowers_nothing(
    answers: list[Answer], status: Status, score: Decimal, data: st.DataObject
) -> None:
    index = one_of(answers, data, lambda each: each.scored and each.complete)
    lost = changed(answers, index, status=status, score=None)
    span = aggregate(lost).ranges["overall"]
    had_it_arrived = aggregate(changed(answers, index, score=score)).overall
    assert had_it_arrived is not None
    assert span["low"] <= had_it_arrived <= span["high"]
    worst = ranks(changed(answers, index, score=Decimal(0)))
    for after, before in zip(ranks(lost), worst, strict=True):
        assert after == NO_RECOMMENDATION or after >= before


@given(interviews(), st.sampled_from(KINDS), st.sampled_from(OURS))
def test_a_question_that_we_lost_changes_no_number(answers: list[Answer], kind: str, status: Status) -> None:
    lost = answer(50, kind, None, status=status)
    assert numbers(aggregate([*answers, lost])) == numbers(aggregate(answers))


@given(interviews(), st.sampled_from(KINDS), tenths)
def test_an_answer_of_which_a_part_was_lost_lowers_no_number(answers: list[Answer], kind: str, score: Decimal) -> None:
    in_part = answer(50, kind, float(score), flags=[Flag.PART_LOST])
    assert at_least(aggregate([*answers, in_part]), aggregate(answers))


@given(interviews(), st.sampled_from(KINDS), tenths, st.one_of(st.none(), tenths))
def test_a_held_answer_raises_no_recommendation(
    answers: list[Answer], kind: str, score: Decimal, coverage: Decimal | None
) -> None:
    waiting = replace(held(50, kind, 0, None), score=score, coverage=coverage)
    result = rank(aggregate([*answers, waiting]).recommendation)
    at_coverage = replace(waiting, status=Status.SCORED, score=waiting.value)
    without = replace(waiting, status=Status.DECLINED, score=None)
    for instead in (at_coverage, without):
        known = aggregate([*answers, instead]).recommendation
        assert known == Recommendation.NEEDS_REVIEW or result <= rank(known)


@given(interviews(), st.sampled_from(KINDS), tenths)
def test_a_person_who_looks_at_the_last_held_answer_chooses_between_the_two_results_it_stood_between(
    answers: list[Answer], kind: str, score: Decimal
) -> None:
    others = [each for each in answers if not each.held]
    waiting = replace(held(50, kind, 0, None), score=score)
    set_aside = replace(waiting, status=Status.INSUFFICIENT_EVIDENCE, score=None)
    confirmed = replace(waiting, status=Status.SCORED)
    results = [rank(aggregate([*others, each]).recommendation) for each in (set_aside, confirmed)]
    assert tuple(results) == ranks([*others, waiting])


@pytest.mark.parametrize("status", [*CHOICE, *OURS])
@given(answers=interviews())
def test_silence_never_becomes_a_number(answers: list[Answer], status: Status) -> None:
    totals = aggregate([replace(each, score=None, status=status) for each in answers])
    assert numbers(totals) == [None, None, None, None]
    assert totals.recommendation == Recommendation.INSUFFICIENT_EVIDENCE
    assert totals.margin is None
    assert totals.tie_with == ""


@given(st.sampled_from([45, 65, 80]), st.integers(-2, 2), st.one_of(st.none(), tenths))
def test_a_tie_is_with_the_neighbour_and_changes_nothing(threshold: int, away: int, spread: Decimal | None) -> None:
    score = (threshold + away) / 10
    sure = planned("ttbc", *[score] * 4)
    totals = aggregate([replace(each, spread=spread) for each in sure])
    assert abs(rank(Recommendation(totals.tie_with)) - rank(totals.recommendation)) == 1
    assert totals.recommendation == aggregate(sure).recommendation
