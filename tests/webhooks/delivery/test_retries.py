"""When a delivery is tried again: properties of a pure function."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.delivery.retries import JITTER, RETRY_AFTER_MAX, STOP_AFTER, WAITS, next_attempt

START = datetime(2026, 1, 1, tzinfo=UTC)
dice = st.floats(0, 1, exclude_max=True)
failures = st.integers(1, 30)
since = st.timedeltas(timedelta(0), timedelta(days=30))
asked = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))


@pytest.mark.parametrize(("number", "wait"), list(enumerate(WAITS, 1)))
def test_the_waits_are_the_documented_ones(number: int, wait: timedelta) -> None:
    assert next_attempt(START, number, START, 0.5) == START + wait


def test_the_documented_waits() -> None:
    assert [wait.total_seconds() / 60 for wait in WAITS] == [1, 5, 30, 120, 360, 720, 1440]


@given(dice, failures, since, asked)
def test_nothing_is_tried_after_the_end_of_the_round_or_before_now(
    dice: float, failures: int, since: timedelta, asked: timedelta | None
) -> None:
    now = START + since
    again_at = next_attempt(START, failures, now, dice, asked)
    assert again_at is None or now < again_at <= START + STOP_AFTER


@given(dice, st.integers(1, len(WAITS)), st.timedeltas(timedelta(0), timedelta(hours=20)))
def test_the_wait_is_the_documented_one_give_or_take_a_tenth(dice: float, number: int, since: timedelta) -> None:
    again_at = next_attempt(START, number, START + since, dice)
    assert again_at is not None
    assert abs(again_at - START - since - WAITS[number - 1]) <= WAITS[number - 1] * JITTER


@given(dice, st.integers(1, len(WAITS)), asked)
def test_a_receiver_may_ask_for_later_never_for_sooner(dice: float, number: int, asked: timedelta | None) -> None:
    plain, told = next_attempt(START, number, START, dice), next_attempt(START, number, START, dice, asked)
    assert plain is not None
    assert told is not None
    assert told == max(plain, START + min(asked or timedelta(0), RETRY_AFTER_MAX))


@given(st.lists(dice, min_size=20, max_size=20), st.lists(asked, min_size=20, max_size=20))
def test_every_round_ends(dice: list[float], asked: list[timedelta | None]) -> None:
    now: datetime | None = START
    tries = 0
    while now is not None:
        tries += 1
        assert now <= START + STOP_AFTER
        now = next_attempt(START, tries, now, dice[tries], asked[tries])
    assert tries <= len(WAITS) + 1


@given(dice)
def test_one_that_nobody_answers_is_tried_for_nearly_two_days(dice: float) -> None:
    now, last, tries = START, START, 0
    while now:
        tries, last = tries + 1, now
        now = next_attempt(START, tries, now, dice)  # type: ignore[assignment]
    assert tries == len(WAITS) + 1
    assert last - START > timedelta(hours=40)
