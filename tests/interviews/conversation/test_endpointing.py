from datetime import UTC, datetime, timedelta

from interviews.conversation.endpointing import MOMENT, MOMENTS_PER_TURN, OVERRUN, RESUME, TimeBox

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_the_time_box_does_not_run_while_the_question_is_heard() -> None:
    assert TimeBox(120, None).remaining_ms(NOW) == 120_000


def test_opening_twice_does_not_give_more_time() -> None:
    deadline = TimeBox(120, None).opened(NOW)
    assert TimeBox(120, deadline).opened(NOW + seconds(50)) == deadline == NOW + seconds(120)


def test_a_moment_moves_the_deadline_and_there_are_only_a_few() -> None:
    box = TimeBox(120, NOW + seconds(10))
    assert box.with_moment(NOW) == NOW + seconds(10) + MOMENT
    assert TimeBox(120, None, moments_used=MOMENTS_PER_TURN).moments_left == 0


def test_somebody_who_was_cut_off_gets_time_to_finish_the_sentence() -> None:
    assert TimeBox(120, NOW - seconds(300)).resumed(NOW) == NOW + RESUME
    assert TimeBox(120, NOW + seconds(90)).resumed(NOW) == NOW + seconds(90)
    assert TimeBox(120, None).resumed(NOW) is None


def test_the_server_ends_an_answer_only_long_after_its_time() -> None:
    assert not TimeBox(120, None).overrun(NOW)
    assert not TimeBox(120, NOW - OVERRUN).overrun(NOW)
    assert TimeBox(120, NOW - OVERRUN - seconds(1)).overrun(NOW)
