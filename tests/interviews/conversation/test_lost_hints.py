"""Every hint to a worker may be lost: the sweeps find what was to be done in its row, and nothing is done twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.conf import settings

from interviews import hints, sweeps
from interviews.models import Segment, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page

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


def find_again(page: Page, clock: time_machine.Traveller, seconds: float = 11) -> int:
    """What the beat does every ten seconds; how much it found."""
    current_app.conf.task_always_eager = True
    clock.shift(timedelta(seconds=seconds))
    with organization_schema(page.organization):
        found = sweeps.resume_stalled()
    page.refresh()
    return found


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
    find_again(page, clock)
    assert page.turn["speech_status"] == "ready"
    assert page.turn["speech"]


@pytest.mark.parametrize("row", [Segment, Turn])
def test_a_worker_that_died_with_its_claim_is_replaced_when_the_claim_has_run_out(
    acme: Organization,
    invite: Invite,
    hints_are_lost: Lose,
    clock: time_machine.Traveller,
    row: type[Segment] | type[Turn],
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    hints_are_lost()
    page.answer(ANSWER)
    with organization_schema(acme):
        now = interview_of(page).last_seen_at
        if row is Segment:
            Segment.objects.filter(turn_id=turn_id).update(claimed_at=now)
        else:
            Segment.objects.filter(turn_id=turn_id).update(status="transcribed", text=ANSWER)
            Turn.objects.filter(id=turn_id).update(status="deciding", claimed_at=now)
    find_again(page, clock)
    assert page.phase == "thinking"
    find_again(page, clock, settings.CLAIM_SECONDS)
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
    with organization_schema(acme):
        recording = Segment.objects.filter(turn_id=turn_id)
        recording.update(claimed_at=interview_of(page).last_seen_at, attempts=4)
    find_again(page, clock, settings.CLAIM_SECONDS + 1)
    assert page.turn["notice"] == "please_repeat"
    with organization_schema(acme):
        assert recording.get().status == Segment.Status.FAILED
    assert next(turn for turn in turns(page) if turn.id == turn_id).faults[0]["port"] == "stt"


def test_a_storage_that_is_away_for_long_is_waited_for(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.segment(ANSWER)
    with organization_schema(acme):
        recording = Segment.objects.get(turn_id=turn_id)
        Segment.objects.filter(id=recording.id).update(status="stored", claimed_at=None, text="", attempts=0)
        Segment.objects.filter(id=recording.id).update(storage_key=f"{acme.id}/recordings")  # A folder: no file.
    page.send("answer.end", turn_id=turn_id, segments=1, reason="candidate")
    for _ in range(6):
        clock.shift(timedelta(seconds=settings.CLAIM_SECONDS + 1))
        with organization_schema(acme):
            sweeps.resume_stalled()
    with organization_schema(acme):
        Segment.objects.filter(id=recording.id).update(storage_key=recording.storage_key)
    find_again(page, clock, settings.CLAIM_SECONDS + 1)
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
    current_app.conf.task_always_eager = True
    with organization_schema(acme):
        sweeps.close_overdue()
    assert interview_of(page).status == "completed"


def test_a_heartbeat_of_the_page_finds_lost_work_of_its_own_interview_alone(
    acme: Organization, invite: Invite, hints_are_lost: Lose, clock: time_machine.Traveller
) -> None:
    page, other = invite(acme), invite(acme)
    for each in (page, other):
        each.practise()
    hints_are_lost()
    for each in (page, other):
        each.answer(ANSWER)
    current_app.conf.task_always_eager = True
    clock.shift(sweeps.IMPATIENT + timedelta(seconds=1))
    page.send("sync")
    page.refresh()
    other.refresh()
    assert (page.phase, other.phase) == ("asking", "thinking")


def test_hints_that_come_many_times_ask_pay_and_transcribe_once(
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
                hints.transcribe_segment(segment.id)
            for turn_id in before:
                hints.take_turn(turn_id)
                hints.speak_turn(turn_id)
        again = Counter(ProviderCall.objects.filter(interview_id=page.interview_id).values_list("port", flat=True))
    assert [turn.id for turn in turns(page)] == before
    assert again == calls
    assert find_again(page, clock) == 0


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
