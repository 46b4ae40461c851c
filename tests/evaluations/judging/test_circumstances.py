"""What code knows of an answer before any engine reads it."""

from typing import Any

import pytest

from evaluations.judging.circumstances import circumstances
from evaluations.rubric import Flag, Status
from interviews.conversation.transcript import QuestionAnswers
from interviews.models import Turn
from interviews.plan import Anchors, PlannedQuestion

QUESTION = PlannedQuestion(
    key="q1",
    text="How?",
    type="technical",
    competency="",
    expected_points=(),
    anchors=Anchors(low="", middle="", high=""),
    probe="",
)
LOST = [{"port": "stt", "code": "unavailable"}]
NEVER_ARRIVED = [{"port": "recording", "code": "too_large"}]


def turn(position: int, transcript: str = "", kind: str = "main", **columns: Any) -> Turn:
    return Turn(position=position, kind=kind, transcript=transcript, **columns)


def known(*turns: Turn, end_reason: str = "finished") -> tuple[Status | None, set[Flag]]:
    found = circumstances(QuestionAnswers(QUESTION, list(turns)), end_reason)
    return found.verdict, set(found.flags)


@pytest.mark.parametrize("end_reason", ["finished", "time_budget", "turn_budget", "abandoned", "technical_failure"])
def test_a_question_without_a_main_turn_was_not_asked(end_reason: str) -> None:
    assert known(end_reason=end_reason) == (Status.NOT_ASKED, set())


def test_whoever_ends_the_interview_declines_what_was_still_to_come() -> None:
    assert known(end_reason="candidate_ended") == (Status.DECLINED, set())
    open_then = turn(1, end_reason="interview_ended")
    assert known(open_then, end_reason="candidate_ended") == (Status.DECLINED, {Flag.NO_ANSWER})


@pytest.mark.parametrize("end_reason", ["time_budget", "abandoned"])
def test_a_question_that_the_end_of_the_interview_cut_off_without_words_was_not_asked(end_reason: str) -> None:
    assert known(turn(1, end_reason="interview_ended"), end_reason=end_reason) == (Status.NOT_ASKED, set())
    said = turn(1, "I measure.", end_reason="interview_ended")
    assert known(said, end_reason=end_reason) == (None, set())


@pytest.mark.parametrize("end_reason", ["candidate", "time_box"])
def test_silence_on_a_line_that_worked_is_a_choice_also_when_the_time_was_used_up_later(end_reason: str) -> None:
    silent = turn(1, end_reason=end_reason)
    assert known(silent, end_reason="time_budget") == (Status.DECLINED, {Flag.NO_ANSWER})


def test_words_are_for_an_engine_to_judge() -> None:
    assert known(turn(1, "I measure.")) == (None, set())


@pytest.mark.parametrize("transcript", ["", "  \n", "...", "—"])
def test_no_words_on_a_line_that_worked_are_a_choice(transcript: str) -> None:
    assert known(turn(1, transcript)) == (Status.DECLINED, {Flag.NO_ANSWER})


def test_no_words_after_a_fault_are_our_failure() -> None:
    assert known(turn(1, faults=LOST)) == (Status.TECHNICAL_FAILURE, set())
    assert known(turn(1, faults=LOST), end_reason="candidate_ended") == (Status.TECHNICAL_FAILURE, set())


def test_words_lost_in_the_middle_are_flagged() -> None:
    assert known(turn(1, "I measure.", faults=LOST)) == (None, {Flag.PART_LOST})
    assert known(turn(1, "I measure."), turn(2, kind="follow_up", faults=LOST)) == (None, {Flag.PART_LOST})


def test_words_that_never_arrived_are_lost_like_words_that_were_not_recognized() -> None:
    assert known(turn(1, faults=NEVER_ARRIVED)) == (Status.TECHNICAL_FAILURE, set())
    assert known(turn(1, "I measure.", faults=NEVER_ARRIVED)) == (None, {Flag.PART_LOST})


def test_words_given_again_are_not_lost() -> None:
    assert known(turn(1, faults=LOST), turn(2, "I measure.", kind="retry")) == (None, set())
    assert known(turn(1, faults=LOST, typed_text="I measure.")) == (None, set())
    assert Flag.PART_LOST not in known(turn(1, "I", faults=LOST, corrected_transcript="I measure."))[1]


def test_a_repeat_that_brought_nothing_leaves_the_words_lost() -> None:
    lost = turn(2, kind="follow_up", faults=LOST)
    assert known(turn(1, "I measure."), lost, turn(3, kind="retry")) == (None, {Flag.PART_LOST})


@pytest.mark.parametrize("port", ["tts", "llm"])
def test_a_fault_that_takes_no_words_is_no_loss(port: str) -> None:
    assert known(turn(1, "I measure.", faults=[{"port": port, "code": "timeout"}])) == (None, set())


def test_recognition_counts_by_the_words_that_are_still_the_machines() -> None:
    long, short = "one two three four five six seven eight nine", "ten"
    found = circumstances(
        QuestionAnswers(
            QUESTION,
            [
                turn(1, long, transcript_confidence=0.9),
                turn(2, short, kind="follow_up", transcript_confidence=0.1),
                turn(3, "wrong", kind="follow_up", transcript_confidence=0.0, corrected_transcript="right"),
            ],
        ),
        "finished",
    )
    assert found.asr_confidence == pytest.approx(0.82)


def test_a_typed_answer_has_no_recognition_to_doubt() -> None:
    typed = QuestionAnswers(QUESTION, [turn(1, typed_text="I measure.")])
    assert circumstances(typed, "finished").asr_confidence is None


def test_a_small_correction_is_not_flagged_and_a_large_one_is() -> None:
    heard = "I read the query plan and then I add an index and measure again"
    assert known(turn(1, heard, corrected_transcript=heard.replace("query", "Query")))[1] == set()
    assert known(turn(1, heard, corrected_transcript=heard.replace("read", "reed")))[1] == set()
    assert known(turn(1, heard, corrected_transcript="Something else entirely was said here"))[1] == {Flag.CORRECTED}


def test_the_corrected_words_count_even_when_they_are_fewer() -> None:
    assert known(turn(1, "I lied.", corrected_transcript=""))[0] == Status.DECLINED


@pytest.mark.parametrize("code", ["too_long", "audio_budget_spent", "budget_spent"])
def test_what_its_sender_lost_by_going_beyond_a_limit_is_no_failure_of_ours(code: str) -> None:
    fault = {"port": "stt", "code": code}
    assert known(turn(1, "", faults=[fault]))[0] == Status.DECLINED
    assert Flag.PART_LOST not in known(turn(1, "I read the plan.", faults=[fault]))[1]
