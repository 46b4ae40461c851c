"""When an engine fails, the candidate is told kindly, the interview goes on, and nobody's score is lowered."""

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings

from evaluations.models import Evaluation, Score
from interviews.models import Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from providers.config import AIConfig, ScriptedConfig
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page

# Of equal length, which is what the script scores.
OTHER_ANSWERS = {
    1: "First of all I look at the slow log of the night and compare it with what the users have told us.",
    2: "My colleague keeps a small copy of the data, so we can try each change before anybody else sees it there.",
    3: "When the numbers are better I roll it out, watch the load for an hour and write all of it down then.",
}
ANSWER = "I read the plan and then I add an index where it scans, and I measure it again afterwards with real data."
Break = Callable[..., None]


@pytest.fixture
def breaking() -> Iterator[Break]:
    """`breaking(("tts", "timeout"))`: from now on. `breaking()`: everything is well again."""
    overrides: list[override_settings] = []

    def change(*faults: tuple[str, str]) -> None:
        config = AIConfig(env="scripted", cool_down_s=0, scripted=ScriptedConfig(faults=faults))
        overrides.append(override_settings(AI=config))
        overrides[-1].enable()

    yield change
    for override in reversed(overrides):
        override.disable()


def main_turns(page: Page) -> list[Turn]:
    with organization_schema(page.organization):
        return list(interview_of(page).turns.exclude(kind="practice").order_by("position"))


def report(page: Page) -> tuple[Evaluation, dict[str, Score]]:
    with organization_schema(page.organization):
        evaluation = Evaluation.objects.get(interview_id=page.interview_id)
        return evaluation, {score.question_key: score for score in evaluation.scores.all()}


def finish(page: Page) -> None:
    page.send("review.done")
    page.refresh()
    assert page.phase == "completed"


@pytest.mark.parametrize("code", ["timeout", "unavailable", "rate_limited", "bad_credentials", "unsupported"])
def test_without_a_voice_the_text_is_shown_and_the_interview_goes_on(
    acme: Organization, invite: Invite, breaking: Break, code: str
) -> None:
    breaking(("tts", code))
    page = invite(acme, questions=1)
    page.practise()
    assert (page.turn["speech_status"], page.turn["speech"]) == ("failed", [])
    assert page.turn["notice"] == "speech_unavailable"
    assert page.turn["text"] == interview_of(page).frozen_plan.questions[0].text
    while page.phase == "asking":
        page.answer(ANSWER)
    finish(page)
    assert {fault["port"] for turn in main_turns(page) for fault in turn.faults} == {"tts"}
    evaluation, scores = report(page)
    assert (evaluation.status, scores["q1"].status) == ("ready", "scored")


def test_answers_that_were_not_heard_are_asked_for_twice_and_never_become_a_low_score(
    acme: Organization, invite: Invite, breaking: Break
) -> None:
    page = invite(acme)
    page.practise()
    breaking(("stt", "unavailable"))
    notices = []
    for _ in range(3):
        page.answer(ANSWER)
        notices.append(page.turn["notice"])
    assert notices == ["please_repeat", "please_type", None]
    assert page.turn["kind"] == "main"
    breaking()
    while page.phase == "asking":
        page.answer(ANSWER)
    finish(page)
    lost = [turn for turn in main_turns(page) if turn.question_key == "q1"]
    assert [turn.faults for turn in lost] == [[{"port": "stt", "code": "ProviderUnavailable"}]] * 3
    _, scores = report(page)
    assert (scores["q1"].status, scores["q1"].score) == ("technical_failure", None)
    assert scores["q2"].status == "scored"


def test_the_total_is_that_of_an_interview_without_the_lost_question(
    acme: Organization, invite: Invite, breaking: Break
) -> None:
    totals = []
    for lost in (False, True):
        page = invite(acme, questions=3)
        page.practise()
        while page.phase == "asking":
            number = page.state["interview"]["question_number"]
            breaking(*([("stt", "unavailable")] if lost and number == 2 else []))
            page.answer(OTHER_ANSWERS[number])
        breaking()
        finish(page)
        totals.append(report(page)[0].overall)
    assert totals[0] == totals[1] is not None


def test_typing_helps_when_nothing_is_heard(acme: Organization, invite: Invite, breaking: Break) -> None:
    page = invite(acme, questions=1)
    page.practise()
    breaking(("stt", "silence"))
    page.answer(ANSWER)
    page.answer(ANSWER)
    assert page.turn["notice"] == "please_type"
    page.send("answer.type", turn_id=page.turn["id"], text=ANSWER)
    page.refresh()
    breaking()
    while page.phase == "asking":
        page.answer(ANSWER)
    finish(page)
    assert report(page)[1]["q1"].status == "scored"


@pytest.mark.parametrize("code", ["timeout", "invalid_output", "unavailable"])
def test_without_a_language_model_the_safe_next_question_comes_and_the_fault_is_kept(
    acme: Organization, invite: Invite, breaking: Break, code: str
) -> None:
    page = invite(acme)
    page.practise()
    breaking(("llm", code))
    page.answer("Too short to be complete.")
    assert (page.turn["kind"], page.state["interview"]["question_number"]) == ("main", 2)
    assert [fault["port"] for fault in main_turns(page)[0].faults] == ["llm"]
    with organization_schema(acme):
        failed = ProviderCall.objects.get(interview_id=page.interview_id, port="llm")
    assert (failed.status, failed.purpose) == (code, "decide_follow_up")


def test_an_interview_without_any_engine_at_all_is_held_and_loses_nothing(
    acme: Organization, invite: Invite, breaking: Break
) -> None:
    breaking(("tts", "unavailable"), ("stt", "unavailable"), ("llm", "unavailable"))
    page = invite(acme, questions=2)
    page.practise()
    while page.phase == "asking":
        page.send("answer.type", turn_id=page.turn["id"], text=ANSWER)
        page.refresh()
    page.send("review.done")
    assert (interview_of(page).status, [turn.typed_text for turn in main_turns(page)]) == ("completed", [ANSWER] * 2)
