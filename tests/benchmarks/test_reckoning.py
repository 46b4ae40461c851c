"""What the benchmark reckons from what it measured; the measuring itself is `make bench`."""

from collections.abc import Iterator

import pytest

from benchmarks.measuring import measure, p50, p99
from benchmarks.pace import FLOOR_MS, LLM_MS, STT_MS, Pace
from benchmarks.speaker import Ended
from benchmarks.stages import STAGES, of_one
from benchmarks.table import Row, lines
from providers.scripted.llm import SHORT_ANSWER_WORDS
from providers.wav import comment_in
from tests import stack


@pytest.mark.parametrize(("figure", "verdict"), [(20, "met"), (25, "met"), (50, "MISSED 2.0x")])
def test_an_aim_is_met_or_missed_by_so_much(figure: float, verdict: str) -> None:
    assert Row("over the floor", figure, "ms", aim=25).verdict == verdict


def test_a_row_without_an_aim_has_no_verdict() -> None:
    assert Row("memory", 3.5, "MB").cells() == ["memory", "3.5 MB", "", "", ""]


def test_the_columns_of_the_table_stand_below_each_other() -> None:
    head, first, second = lines([Row("short", 1, "ms", 2), Row("a longer name", 1234, "ms", 1)])
    assert head.index("measured") == first.index("1.0 ms") == second.index("1234 ms")


def test_the_middle_and_the_slow_end() -> None:
    values = [float(each) for each in range(1, 101)]
    assert (p50(values), round(p99(values))) == (50.5, 99)
    assert p99([7.0]) == 7.0


def test_the_stages_add_up_to_what_the_candidate_waited_beyond_the_floor() -> None:
    end = Ended(
        "trn", clicked=100.0, acknowledged=100.0, uploaded=100.015, answered=100.03, asked=100.73, sounded=100.75
    )
    row = {"stored": 100.010, "claimed": 100.020, "answered": 100.025, "taken": 100.345, "asked": 100.715}

    stages = of_one(end.__dict__, row)

    assert stages.keys() == STAGES.keys()
    assert stages["queue"] == pytest.approx(0.010)
    assert stages["hear"] == pytest.approx(0.345 - 0.020 - STT_MS / 1000)
    assert stages["decide"] == pytest.approx(0.370 - LLM_MS / 1000)
    waited = end.sounded - end.clicked - FLOOR_MS / 1000
    acknowledging = end.uploaded - 100.010  # The segment is in the queue before its candidate hears that it is stored.
    assert sum(stages.values()) - acknowledging == pytest.approx(waited)


def test_a_candidate_under_load_says_enough_not_to_be_asked_further() -> None:
    recordings = Pace(5, 4, 5).answer()
    assert len(recordings) == 4
    assert {recording.duration_ms for recording in recordings} == {5000}
    said = " ".join(comment_in(recording.audio) or "" for recording in recordings)
    assert len(said.split()) >= SHORT_ANSWER_WORDS


@pytest.fixture(scope="module")
def running() -> Iterator[stack.Stack]:
    with stack.running({"SCRIPTED_STT_MS": str(STT_MS), "SCRIPTED_LLM_MS": str(LLM_MS)}) as running:
        yield running


def test_a_live_interview_is_measured_from_its_click_to_the_next_sound(running: stack.Stack) -> None:
    level = measure(running, live=1, measure_s=6)

    assert level.failures == []
    assert level.answers > 0
    assert min(level.next_question) > FLOOR_MS
    assert level.stages.keys() == STAGES.keys()
    assert sum(level.cores.values()) > 0
