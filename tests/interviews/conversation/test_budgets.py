"""Time is up: of an answer, of an interview, of its turns, of a candidate who does not come back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from interviews.conversation.endpointing import OVERRUN
from interviews.models import Interview, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.owed_work import work

ANSWER = "I read the plan and then I add an index where it scans, and I measure it again afterwards with real data."


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


def wait(clock: time_machine.Traveller, seconds: float) -> None:
    clock.shift(timedelta(seconds=seconds))


def look(page: Page) -> Interview:
    work()
    page.refresh()
    return interview_of(page)


def test_the_time_box_begins_when_the_question_was_heard_and_warns_before_its_end(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    wait(clock, 30)
    page.send("turn.opened", turn_id=page.turn["id"])
    assert page.turn["remaining_ms"] == settings.TURN_SECONDS * 1000
    assert page.turn["warning_ms"] == settings.TURN_WARNING_SECONDS * 1000
    wait(clock, settings.TURN_SECONDS + 1)
    page.refresh()
    assert page.turn["remaining_ms"] == 0


def test_what_was_said_counts_when_the_server_ends_an_answer_that_its_page_did_not_end(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.send("turn.opened", turn_id=turn_id)
    page.segment(ANSWER)
    wait(clock, settings.TURN_SECONDS + 30)
    page.send("sync")
    look(page)
    assert (page.turn["id"], page.turn["status"]) == (turn_id, "asked")
    wait(clock, 60)
    page.send("sync")
    look(page)
    with organization_schema(acme):
        ended = Turn.objects.get(id=turn_id)
    assert (ended.status, ended.end_reason, ended.transcript) == (Turn.Status.DONE, "time_box", ANSWER)
    assert page.turn["id"] != turn_id


def test_a_page_that_sends_nothing_but_recordings_is_ended_by_the_clock(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id, answers = page.turn["id"], []
    for sequence in range(40):
        wait(clock, 10)
        answers.append(page.segment(f"Piece {sequence}.", sequence, turn_id=turn_id).get("code", "stored"))
    box = (settings.TURN_SECONDS + OVERRUN.total_seconds()) / 10
    assert answers == ["stored"] * answers.count("stored") + ["turn_over"] * answers.count("turn_over")
    assert box < answers.count("stored") <= box + 2
    with organization_schema(acme):
        ended = Turn.objects.get(id=turn_id)
    assert (ended.status, ended.end_reason) == (Turn.Status.DONE, "time_box")
    assert ended.transcript.split(". ")[0] == "Piece 0"


def test_what_was_recorded_on_a_lost_line_is_taken_when_its_page_is_back(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.send("turn.opened", turn_id=turn_id)
    page.segment("Before the line was lost.", 0)
    wait(clock, 3600)
    page.send("hello", returning=True)
    assert page.segment("While it was lost.", 1)["type"] == "stored"
    wait(clock, 15)
    assert page.segment("And since.", 2)["type"] == "stored"
    page.send("answer.end", turn_id=turn_id, segments=3, reason="time_box")
    with organization_schema(acme):
        assert Turn.objects.get(id=turn_id).transcript == "Before the line was lost. While it was lost. And since."


def test_recordings_alone_are_presence_and_write_it_down_seldom(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    seen = []
    for sequence in range(8):
        wait(clock, 2)
        page.segment(f"Piece {sequence}.", sequence)
        seen.append(interview_of(page).last_seen_at)
    assert 1 < len(set(seen)) <= 4


def test_an_answer_waits_for_a_candidate_who_was_cut_off(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.send("turn.opened", turn_id=turn_id)
    page.segment(ANSWER)
    wait(clock, 3600)
    look(page)
    assert page.turn["id"] == turn_id
    page.send("hello")
    assert page.turn["stored_segments"] == [0]
    assert page.turn["remaining_ms"] == 20_000


def test_the_time_budget_ends_the_interview_after_the_answer_that_uses_it_up(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme, questions=5)
    page.practise()
    wait(clock, settings.INTERVIEW_MINUTES * 60 + 1)
    page.refresh()
    assert (page.phase, page.state["interview"]["remaining_s"]) == ("asking", 0)
    page.answer(ANSWER)
    assert (page.phase, interview_of(page).end_reason) == ("review", "time_budget")
    assert page.state["review"][-1]["transcript"] == ANSWER


def test_time_before_the_first_question_costs_nothing(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.send("hello")
    page.send("start")
    wait(clock, settings.INTERVIEW_MINUTES * 60)
    page.answer("I am trying the microphone.")
    page.send("practice.done", again=False)
    assert page.state["interview"]["remaining_s"] == settings.INTERVIEW_MINUTES * 60


def test_the_turn_budget_ends_the_interview_in_order(acme: Organization, invite: Invite) -> None:
    page = invite(acme, questions=5)
    with organization_schema(acme):
        Interview.objects.filter(id=page.interview_id).update(turn_budget=2)
    page.practise()
    page.answer(ANSWER)
    page.answer(ANSWER)
    assert (page.phase, interview_of(page).end_reason) == ("review", "turn_budget")
    page.send("review.done")
    assert page.phase == "completed"


def test_a_review_that_nobody_ends_is_over_after_its_time(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme, questions=1)
    page.practise()
    while page.phase == "asking":
        page.answer(ANSWER)
    wait(clock, page.state["interview"]["review_remaining_s"] - 1)
    assert look(page).status == Interview.Status.IN_PROGRESS
    wait(clock, 2)
    assert look(page).status == Interview.Status.COMPLETED


def test_an_abandoned_interview_is_completed_with_all_that_was_said(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme, questions=3)
    page.practise()
    page.answer(ANSWER)
    left_at = page.turn["id"]
    page.segment("I had begun to say")
    wait(clock, settings.INTERVIEW_RESUME_HOURS * 3600 - 60)
    assert look(page).end_reason == ""
    wait(clock, 120)
    assert look(page).end_reason == "abandoned"
    wait(clock, 3600)
    interview = look(page)
    assert (interview.status, interview.end_reason) == (Interview.Status.COMPLETED, "abandoned")
    with organization_schema(acme):
        turn = Turn.objects.get(id=left_at)
    assert (turn.status, turn.end_reason, turn.transcript) == ("done", "interview_ended", "I had begun to say")


def test_an_interview_that_nobody_began_expires(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    wait(clock, 15 * 24 * 3600)
    assert look(page).status == Interview.Status.EXPIRED


def test_an_interview_that_was_begun_outlives_the_expiry_of_its_link(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    with organization_schema(acme):
        expiry = interview_of(page).expires_at
    clock.move_to(expiry - timedelta(minutes=1))
    page.practise()
    wait(clock, 600)
    page.answer(ANSWER)
    assert page.phase == "asking"


def test_a_lost_connection_costs_no_interview_time(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    page.send("sync")
    left = page.state["interview"]["remaining_s"]
    wait(clock, 15 * 60)
    page.send("hello")
    assert page.state["interview"]["remaining_s"] == left
    wait(clock, 10)
    page.send("sync")
    assert page.state["interview"]["remaining_s"] == left - 10


def test_a_page_that_never_ends_its_answer_does_not_keep_the_interview_open(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    """The time box begins when the page says so; one that never does is bounded by the interview's time."""
    page = invite(acme)
    page.practise()
    page.segment(ANSWER)
    for _ in range(0, settings.INTERVIEW_MINUTES * 60 + settings.TURN_SECONDS + 90, 15):
        wait(clock, 15)
        page.send("sync")
    interview = look(page)
    assert (interview.end_reason, page.phase) == ("time_budget", "review")
    assert page.state["review"][0]["transcript"] == ANSWER
