"""Whatever goes wrong with a piece of work, it is tried a bounded number of times, and the interview goes on."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from celery import current_app

from evaluations.models import Evaluation
from evaluations.start_evaluation import try_again
from interviews import owed_work
from interviews.conversation import completion, transcription
from interviews.models import Interview, Segment, Turn
from interviews.tries import PLAIN_TRIES, TRIES
from organizations.models import Organization
from organizations.owed_work import working
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.conversation.conftest import using
from tests.interviews.page import Page
from tests.owed_work import OVER, in_hand, owed, tried, work
from tests.providers.test_openai_compatible import ChatServer

SHORT = "I read the plan."
DIRTY = "**And** what\0 would \u202eyou\u2066 do \ud800with `a_b`\u200b next?"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


def turn_of(page: Page, turn_id: str) -> Turn:
    with organization_schema(page.organization):
        return Turn.objects.get(id=turn_id)


@pytest.mark.parametrize("escaped", [True, False])
def test_what_a_model_writes_reaches_database_and_page_clean(
    acme: Organization, invite: Invite, model: ChatServer, escaped: bool
) -> None:
    page = invite(acme)
    page.practise()
    decision = {"action": "follow_up", "missing_point": DIRTY * 20, "follow_up": DIRTY}
    model.will_say(json.dumps(decision, ensure_ascii=escaped))
    with using(model):
        page.send("answer.type", turn_id=page.turn["id"], text=SHORT)
        page.refresh()
    asked = turn_of(page, page.turn["id"])
    assert (asked.kind, asked.text) == ("follow_up", "And what would you do with a_b next?")
    assert page.turn["text"] == asked.text
    assert asked.decision["missing_point"] is None, "no question expects that"


def owed_without_hint(page: Page, kind: str) -> None:
    """As if each worker that took it had died: nobody else has heard of it."""
    tried(page.organization, kind, TRIES)
    work("live")
    page.refresh()


def test_an_answer_that_kills_every_worker_goes_on_without_a_model(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    current_app.conf.task_always_eager = False
    page.send("answer.type", turn_id=turn_id, text=SHORT)
    current_app.conf.task_always_eager = True
    owed_without_hint(page, "take_turn")
    with organization_schema(acme):
        assert not ProviderCall.objects.filter(purpose="decide_follow_up").exists()
    assert (page.turn["kind"], page.state["interview"]["question_number"]) == ("main", 2)
    assert turn_of(page, turn_id).faults == [{"port": "llm", "code": "WorkersLost"}]


def test_each_try_is_counted_before_the_work(acme: Organization, invite: Invite, clock: time_machine.Traveller) -> None:
    page = invite(acme)
    page.practise()
    current_app.conf.task_always_eager = False
    page.send("answer.type", turn_id=page.turn["id"], text=SHORT)
    current_app.conf.task_always_eager = True
    for number in (1, 2):
        assert in_hand("take_turn").tries == number
        clock.shift(OVER)


def test_a_voice_that_kills_every_worker_is_given_up_and_the_text_is_enough(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    current_app.conf.task_always_eager = False
    with organization_schema(acme):
        Turn.objects.filter(id=turn_id).update(speech_status="none", speech=[])
        owed_work.speak_turn(turn_id, page.interview_id)
    current_app.conf.task_always_eager = True
    owed_without_hint(page, "speak_turn")
    assert (page.turn["speech_status"], page.turn["notice"]) == ("failed", "speech_unavailable")
    assert turn_of(page, turn_id).faults == [{"port": "tts", "code": "WorkersLost"}]


def test_a_storage_that_never_comes_back_does_not_keep_the_candidate_for_ever(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    current_app.conf.task_always_eager = False
    page.answer(SHORT)
    current_app.conf.task_always_eager = True
    with organization_schema(acme):
        Segment.objects.filter(turn_id=turn_id).update(
            failures=transcription.FAILURES_MAX - 2,
            storage_key=f"{acme.id}/recordings",  # A folder: it is there and cannot be read.
        )
    for _ in range(2):
        work("live")
        clock.shift(transcription.AGAIN_AFTER)
    page.refresh()
    assert page.turn["notice"] == "please_repeat"
    assert turn_of(page, turn_id).faults[0]["port"] == "stt"


def break_asking(page: Page) -> None:
    """No position is left for another turn: whatever asks the next question fails, with the database up."""
    with organization_schema(page.organization):
        Turn.objects.filter(id=page.turn["id"]).update(position=32_767)


def go_round(page: Page, clock: time_machine.Traveller, times: int) -> None:
    for _ in range(times):
        clock.shift(timedelta(minutes=1))
        working.work("live")
    page.refresh()


def test_a_next_question_that_cannot_be_asked_ends_the_asking_with_all_that_was_said(
    acme: Organization, invite: Invite, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    break_asking(page)
    page.answer(SHORT)
    go_round(page, clock, TRIES + PLAIN_TRIES - 2)
    assert page.phase == "thinking"
    go_round(page, clock, 1)
    assert page.phase == "review"
    assert [answer["transcript"] for answer in page.state["review"]] == [SHORT]
    given_up = turn_of(page, turn_id)
    assert (given_up.status, given_up.transcript) == ("done", SHORT)
    assert {"port": "interviewer", "code": "given_up"} in given_up.faults
    go_round(page, clock, 2)
    assert owed(acme, "take_turn") == [], "nobody tries it again"
    page.send("review.done")
    ended = interview_of(page)
    assert (ended.status, ended.end_reason) == ("completed", "technical_failure")
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len([line for line in errors if "turn_given_up" in line]) == 1
    assert len([line for line in errors if "owed_work_failed" in line]) == TRIES + PLAIN_TRIES
    assert not any(SHORT in line for line in errors)


def test_a_practice_that_kills_every_worker_leads_to_the_first_question_all_the_same(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.send("hello")
    page.send("start")
    turn_id = page.turn["id"]
    page.segment(SHORT)
    current_app.conf.task_always_eager = False
    page.send("answer.end", turn_id=turn_id, segments=1, reason="candidate")
    current_app.conf.task_always_eager = True
    tried(acme, "take_turn", TRIES + PLAIN_TRIES)
    go_round(page, clock, 1)
    assert page.state["practice"] == {"transcript": SHORT}
    page.send("practice.done", again=False)
    assert page.state["interview"]["question_number"] == 1


def finished(acme: Organization, invite: Invite) -> Page:
    """All is answered and corrected, and no worker has heard of it."""
    page = invite(acme, questions=1)
    page.practise()
    while page.phase == "asking":
        page.answer("I read the plan, add an index and measure again.")
    current_app.conf.task_always_eager = False
    page.send("review.done")
    current_app.conf.task_always_eager = True
    return page


def try_to_complete(page: Page, clock: time_machine.Traveller, times: int) -> Interview:
    go_round(page, clock, times)
    return interview_of(page)


def test_an_interview_that_cannot_be_completed_is_over_all_the_same_and_can_be_evaluated_later(
    acme: Organization, invite: Invite, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    page = finished(acme, invite)
    with organization_schema(acme):
        Interview.objects.filter(id=page.interview_id).update(start_announced_at=None, metadata={"odd": {"deep": 1}})
    assert try_to_complete(page, clock, completion.TRIES - 1).status == "in_progress"
    over = try_to_complete(page, clock, 1)
    assert (over.status, over.end_reason, over.sealed_token) == ("completed", "finished", "")
    assert owed(acme, "complete_interview") == []
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len([line for line in errors if "interview_completed_alone" in line]) == 1
    with organization_schema(acme):
        assert not Evaluation.objects.exists()
        Interview.objects.filter(id=page.interview_id).update(metadata={})
        try_again(over)
        assert Evaluation.objects.get().status == "ready"


def test_a_moment_of_trouble_completes_an_interview_a_little_later_with_its_evaluation(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = finished(acme, invite)
    with organization_schema(acme):
        Interview.objects.filter(id=page.interview_id).update(start_announced_at=None, metadata={"odd": {"deep": 1}})
    assert try_to_complete(page, clock, 2).status == "in_progress"
    with organization_schema(acme):
        Interview.objects.filter(id=page.interview_id).update(metadata={})
    assert try_to_complete(page, clock, 1).status == "completed"
    with organization_schema(acme):
        assert Evaluation.objects.get().interview_id == page.interview_id
