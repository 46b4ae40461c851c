"""What fails on our side is recorded with the turn, lowers no score and ends no interview."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from interviews.conversation.phrases import PLEASE_REPEAT, PLEASE_TYPE
from interviews.synthetic.characters import Asked, Character, Says, strong
from tests.faults.trial import Trial

OVER = "EXISTS (SELECT 1 FROM interviews_interview WHERE id = turn.interview_id AND review_until IS NOT NULL)"
FAILED_SCORES = (
    "(SELECT count(*) FROM evaluations_score AS score JOIN evaluations_evaluation AS evaluation"
    " ON evaluation.id = score.evaluation_id WHERE evaluation.interview_id = turn.interview_id AND score.error <> '')"
)


def said(trial: Trial, speaker: str) -> list[str]:
    return [text for who, text in trial.lines if who == speaker]


def outcome(trial: Trial) -> list[tuple[str, Any]]:
    trial.evaluation()
    return [(score["status"], score["score"]) for score in trial.scores()]


@pytest.fixture(scope="package")
def unharmed(untouched: Trial) -> list[tuple[str, Any]]:
    """The scores of the same answers when nothing fails."""
    asyncio.run(untouched.go_through(strong))
    return outcome(untouched)


@pytest.mark.parametrize("code", ["unavailable", "bad_credentials"])
async def test_speech_recognition_that_fails_once_is_asked_around(
    code: str, trial: Trial, unharmed: list[tuple[str, Any]]
) -> None:
    async def recover(trial: Trial) -> None:
        await trial.when("position = 0 AND status = 'done'")
        trial.stack.set_faults(stt=code)
        await trial.when("kind = 'retry'")
        trial.stack.set_faults()

    await trial.go_through(strong, recover)

    assert said(trial, "interviewer")[2] == PLEASE_REPEAT
    assert {port for port, _ in trial.faults()} == {"stt"}
    assert outcome(trial) == unharmed


async def test_without_speech_recognition_the_candidate_is_asked_to_repeat_then_to_type(
    trial: Trial, unharmed: list[tuple[str, Any]]
) -> None:
    trial.stack.set_faults(stt="unavailable")

    await trial.go_through(obliging())

    asked = said(trial, "interviewer")[1:]
    assert asked[1:3] == [PLEASE_REPEAT, PLEASE_TYPE]
    assert asked[4:6] == [PLEASE_REPEAT, PLEASE_TYPE]
    assert outcome(trial) == unharmed


def obliging() -> Character:
    """Types where it is asked to type, and answers the question when it is asked to repeat."""
    question = ""

    def says(asked: Asked) -> Says:
        nonlocal question
        question = question if asked.kind == "retry" else asked.text
        return Says(strong(replace(asked, text=question)).text, typed=asked.text == PLEASE_TYPE)

    return says


async def test_an_interview_that_could_never_be_heard_has_no_scores_and_says_whose_fault_it_was(trial: Trial) -> None:
    trial.stack.set_faults(stt="unavailable")

    await trial.go_through(strong)

    assert outcome(trial) == [("technical_failure", None), ("technical_failure", None)]
    assert trial.evaluation()["overall"] is None


async def test_a_candidate_who_is_not_understood_is_not_scored_low(trial: Trial) -> None:
    trial.stack.set_faults(stt="silence")

    await trial.go_through(strong)

    assert outcome(trial) == [("declined", None), ("declined", None)]


@pytest.mark.parametrize("code", ["timeout", "invalid_output"])
async def test_without_a_language_model_the_next_question_is_asked(
    code: str, trial: Trial, unharmed: list[tuple[str, Any]]
) -> None:
    async def fail_until_the_scoring(trial: Trial) -> None:
        await trial.when(OVER)
        trial.stack.set_faults()

    trial.stack.set_faults(llm=code)
    await trial.go_through(strong, fail_until_the_scoring)

    assert [turn["kind"] for turn in trial.turns()] == ["practice", "main", "main"]
    assert {port for port, _ in trial.faults()} == {"llm"}
    assert outcome(trial) == unharmed


async def test_scoring_is_tried_again_when_the_language_model_was_away(
    trial: Trial, unharmed: list[tuple[str, Any]]
) -> None:
    trial.stack.kill("background")  # Nobody scores before the model is away.
    await trial.go_through(strong)
    trial.stack.set_faults(llm="unavailable")
    trial.stack.start("background")
    await trial.when(f"{FAILED_SCORES} = 2")
    trial.stack.set_faults()

    assert outcome(trial) == unharmed
    assert len(trial.scorings()) > len(trial.scores())


async def test_without_a_voice_the_questions_are_shown(trial: Trial, unharmed: list[tuple[str, Any]]) -> None:
    trial.stack.set_faults(tts="unavailable")
    trial.forget_speech()

    await trial.go_through(strong)

    assert {turn["speech_status"] for turn in trial.turns()} == {"failed"}
    assert {port for port, _ in trial.faults()} == {"tts"}
    assert "The question was shown, not spoken." in said(trial, "note")
    assert outcome(trial) == unharmed


async def test_speech_that_is_slow_to_come_is_paid_for_once(trial: Trial) -> None:
    """A page asks for the missing voice with every heartbeat."""
    trial.forget_speech()

    await trial.go_through(strong, tab=trial.tab(heartbeat_s=0.05))

    calls = trial.rows("SELECT 1 FROM usage_providercall WHERE interview_id = %s AND purpose = 'speak'")
    assert len(calls) == len(trial.turns())
