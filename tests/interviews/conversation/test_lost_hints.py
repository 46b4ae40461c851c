"""Every hint to a worker may be lost: the index tells what is to be done, and nothing is done twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from celery import current_app

from interviews import owed_work
from interviews.conversation import transcription
from interviews.conversation.resuming import PATIENT
from interviews.conversation.transcription import AGAIN_AFTER
from interviews.models import Segment, Turn
from interviews.tries import TRIES
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.owed_work import OVER, in_hand, owed_kinds, start_afresh, tried, work

ANSWER = "I read the plan and then I add an index where it scans, and I measure it again afterwards with real data."
Lose = Callable[[], None]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def hints_are_lost(tasks_run_at_once: None) -> Iterator[Lose]:
    """From the call on, tasks lie in a queue that nobody reads. `find_again` brings the workers back."""

    def lose() -> None:
        current_app.conf.task_always_eager = False

    yield lose
    current_app.control.purge()


def find_again(page: Page, clock: time_machine.Traveller, after: timedelta = timedelta(0)) -> None:
    """What the beat schedule has done every few seconds."""
    current_app.conf.task_always_eager = True
    clock.shift(after)
    work()
    page.refresh()


def turns(page: Page) -> list[Turn]:
    with organization_schema(page.organization):
        return list(interview_of(page).turns.order_by("position"))


def test_a_segment_that_no_worker_heard_of_is_transcribed_and_its_answer_goes_on(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    hints_are_lost()
    page.answer(ANSWER)
    assert page.phase == "thinking"
    find_again(page, clock)
    assert page.phase == "asking"
    assert page.turn["id"] != turn_id
    assert next(turn for turn in turns(page) if turn.id == turn_id).transcript == ANSWER


def test_an_answer_whose_end_no_worker_heard_of_is_taken(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    hints_are_lost()
    page.send("answer.type", turn_id=page.turn["id"], text=ANSWER)
    assert page.phase == "thinking"
    find_again(page, clock)
    assert page.phase == "asking"


def test_a_question_whose_voice_no_worker_made_gets_it(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    with organization_schema(acme):  # As if its words had not been spoken beforehand.
        Turn.objects.filter(id=page.turn["id"]).update(speech_status="none", speech=[])
        owed_work.speak_turn(page.turn["id"], page.interview_id)
    find_again(page, clock)
    assert page.turn["speech_status"] == "ready"
    assert page.turn["speech"]


@pytest.mark.parametrize("kind", ["transcribe_segment", "take_turn"])
def test_a_worker_that_died_with_its_claim_is_replaced_when_the_claim_has_run_out(
    acme: Organization,
    invite: Invite,
    hints_are_lost: Lose,
    clock: time_machine.Traveller,
    kind: str,
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    hints_are_lost()
    page.answer(ANSWER)
    if kind == "take_turn":  # The worker that heard the last piece has lived as long as that.
        piece = in_hand("transcribe_segment")
        with organization_schema(acme):
            transcription.transcribe(piece)
    in_hand(kind)
    find_again(page, clock)
    assert page.phase == "thinking"
    find_again(page, clock, OVER)
    assert page.phase == "asking"
    assert page.turn["id"] != turn_id


def test_a_recording_that_kills_every_worker_is_given_up_and_asked_for_again(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    hints_are_lost()
    page.answer(ANSWER)
    tried(acme, "transcribe_segment", TRIES)
    find_again(page, clock)
    assert page.turn["notice"] == "please_repeat"
    with organization_schema(acme):
        assert Segment.objects.get(turn_id=turn_id).status == Segment.Status.FAILED
    assert next(turn for turn in turns(page) if turn.id == turn_id).faults[0]["port"] == "stt"


def test_a_storage_that_is_away_for_long_is_waited_for(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    hints_are_lost()
    page.answer(ANSWER)
    with organization_schema(acme):
        recording = Segment.objects.get(turn_id=turn_id)
        Segment.objects.filter(id=recording.id).update(storage_key=f"{acme.id}/recordings")  # A folder: no file.
    for _ in range(6):
        find_again(page, clock, AGAIN_AFTER)
    assert page.phase == "thinking"
    with organization_schema(acme):
        Segment.objects.filter(id=recording.id).update(storage_key=recording.storage_key)
    find_again(page, clock, AGAIN_AFTER)
    assert page.turn["id"] != turn_id
    assert next(turn for turn in turns(page) if turn.id == turn_id).transcript == ANSWER


def test_a_finished_review_that_no_worker_heard_of_is_completed(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme, questions=1)
    page.practise()
    while page.phase == "asking":
        page.answer(ANSWER)
    hints_are_lost()
    page.send("review.done")
    assert interview_of(page).status == "in_progress"
    assert page.phase == "completed", "for the candidate it is over"
    find_again(page, clock)
    assert interview_of(page).status == "completed"


def test_a_heartbeat_of_a_page_that_waits_finds_what_the_index_has_missed_of_its_own_interview(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page, other = invite(acme), invite(acme)
    for each in (page, other):
        each.practise()
    hints_are_lost()
    for each in (page, other):
        each.answer(ANSWER)
    start_afresh()
    current_app.conf.task_always_eager = True
    clock.shift(PATIENT + timedelta(seconds=1))
    page.send("sync")
    page.refresh()
    other.refresh()
    assert (page.phase, other.phase) == ("asking", "thinking")


def test_what_is_owed_again_and_again_asks_pays_and_transcribes_once(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    page.answer(ANSWER)
    with organization_schema(acme):
        calls = Counter(ProviderCall.objects.filter(interview_id=page.interview_id).values_list("port", flat=True))
        before = [turn.id for turn in turns(page)]
        for _ in range(3):
            for segment in Segment.objects.filter(interview_id=page.interview_id):
                owed_work.transcribe_segment(segment.id, page.interview_id)
            for turn_id in before:
                owed_work.take_turn(turn_id, page.interview_id)
                owed_work.speak_turn(turn_id, page.interview_id)
        again = Counter(ProviderCall.objects.filter(interview_id=page.interview_id).values_list("port", flat=True))
    assert [turn.id for turn in turns(page)] == before
    assert again == calls
    assert owed_kinds(acme) == {"watch_interview", "expire_interview"}


def test_a_recording_that_is_gone_does_not_keep_the_candidate_waiting(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    hints_are_lost()
    page.answer(ANSWER)
    with organization_schema(acme):
        Segment.objects.filter(turn_id=turn_id).update(storage_key=f"{acme.id}/recordings/gone")
    find_again(page, clock)
    assert (page.turn["kind"], page.turn["notice"]) == ("retry", "please_repeat")
    lost = next(turn for turn in turns(page) if turn.id == turn_id)
    assert lost.faults == [{"port": "stt", "code": "InvalidInput"}]
