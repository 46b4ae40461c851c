"""A recorder that ends, fails, falls silent or never answers: another goes on, the person is told, nothing waits."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from providers.local.decoding import decode
from tests.journeys.candidate import THINKING_MS, Candidate
from tests.journeys.test_interruptions import recorded
from tests.stack import Stack

Rows = Callable[..., list[dict[str, object]]]

FAULTS = Path(__file__).parent / "recorder_faults.js"
PIECES = "SELECT sequence, storage_key FROM interviews_segment WHERE turn_id = %s ORDER BY sequence"
TURN_FAULTS = "SELECT faults FROM interviews_turn WHERE id = %s"
SPOKEN_S = "(Math.max(...recordings().map(({ leftAt }) => leftAt ?? 0)) - recordings()[0].startedAt) / 1000"
RATE = 16_000
TOLD = "The recording stopped for a moment and goes on now."
GIVEN_UP = "The recording has stopped"
DIES = [
    "stops by itself",
    "stops and never says so",
    "tells an error and stops",
    "tells an error and nothing more",
    "falls silent",
    "falls silent and never says that it has stopped",
    "is paused",
]
# A recorder that says nothing is heard of within a second; the rest is the last piece, and a busy machine.
MISSING_S = 2.0


@pytest.fixture
def talking(candidate: Candidate, page: Page) -> Candidate:
    """In the practice turn; a part of it is recorded."""
    page.add_init_script(path=FAULTS)
    candidate.go_straight_in()
    candidate.join()
    candidate.expect_listening()
    recorded(page, least=3)
    return candidate


@pytest.fixture
def missing_s(stack: Stack, rows: Rows, page: Page) -> Callable[[str | None], float]:
    """By how much the sound on the server differs from what was spoken in a turn, in a row of numbers without a gap."""

    def missing(turn: str | None) -> float:
        pieces = rows(PIECES, turn)
        assert [piece["sequence"] for piece in pieces] == list(range(len(pieces)))
        files = [(stack.storage() / str(piece["storage_key"])).read_bytes() for piece in pieces]
        heard_s = sum(len(decode(file, max_seconds=600, provider="test").samples) for file in files) / RATE
        return abs(float(page.evaluate(SPOKEN_S)) - heard_s)

    return missing


def told(page: Page, text: str = TOLD) -> Locator:
    return page.get_by_role("alert").filter(has_text=text)


def hear(candidate: Candidate, segments: int = 2) -> None:
    """Two: what was said before, and what only came after it."""
    expect(candidate.page.locator(".captions__segment").nth(segments - 1)).to_be_attached(timeout=THINKING_MS)


def finish_practice(candidate: Candidate) -> str | None:
    turn = candidate.turn
    candidate.finish()
    expect(candidate.button("Go to the first question")).to_be_visible()
    return turn


@pytest.mark.parametrize("how", DIES)
def test_a_recorder_that_dies_is_replaced_and_the_person_told(
    talking: Candidate, page: Page, missing_s: Callable[[str | None], float], how: str
) -> None:
    page.evaluate("how => strike(how)", how)
    expect(told(page)).to_be_visible()
    talking.expect_state("Listening")
    hear(talking)
    assert missing_s(finish_practice(talking)) < MISSING_S


def test_what_was_told_goes_away_when_it_is_over(talking: Candidate, page: Page) -> None:
    page.evaluate("strike('stops by itself')")
    expect(told(page)).to_be_visible()
    expect(told(page)).to_be_hidden()
    talking.expect_state("Listening")


def test_a_recorder_that_dies_when_the_answer_ends_holds_nobody_up(
    talking: Candidate, page: Page, missing_s: Callable[[str | None], float]
) -> None:
    page.evaluate("strike('falls silent and never says that it has stopped')")
    assert missing_s(finish_practice(talking)) < MISSING_S


@pytest.mark.parametrize("what", ["no stop", "no stopping"])
def test_a_browser_whose_recorders_do_not_say_that_they_have_stopped_or_go_on_loses_nothing(
    talking: Candidate, page: Page, missing_s: Callable[[str | None], float], what: str
) -> None:
    page.evaluate("what => { faults[what] = Infinity; }", what)
    hear(talking)
    assert missing_s(finish_practice(talking)) < 1
    expect(told(page)).to_be_hidden()


def test_a_browser_that_hands_over_only_at_the_end_is_given_the_time(
    candidate: Candidate, page: Page, missing_s: Callable[[str | None], float]
) -> None:
    page.add_init_script(path=FAULTS)
    page.add_init_script("faults['hands over at the end'] = true")
    candidate.go_straight_in()
    candidate.join()
    hear(candidate, 5)
    candidate.expect_state("Listening")
    assert missing_s(finish_practice(candidate)) < 1


def test_a_piece_that_cannot_be_read_at_first_is_read_again(
    talking: Candidate, page: Page, missing_s: Callable[[str | None], float]
) -> None:
    page.evaluate("faults['no answer to reading'] = 1")
    hear(talking)
    expect(told(page)).to_be_hidden()
    assert missing_s(finish_practice(talking)) < 1


def test_behind_a_piece_that_cannot_be_read_a_new_recording_begins(
    talking: Candidate, page: Page, missing_s: Callable[[str | None], float]
) -> None:
    page.evaluate("faults['unreadable piece'] = 1")
    expect(told(page)).to_be_visible()
    hear(talking)
    assert missing_s(finish_practice(talking)) < MISSING_S


@pytest.mark.parametrize("what", ["constructor", "start"])
def test_a_recorder_that_can_be_had_at_the_third_try_is_tried_three_times(
    candidate: Candidate, page: Page, what: str
) -> None:
    page.add_init_script(path=FAULTS)
    page.add_init_script(f"faults['{what}'] = 2")
    candidate.go_straight_in()
    candidate.join()
    expect(told(page)).to_be_visible()
    candidate.say_something()
    assert page.evaluate("tries") >= 3
    finish_practice(candidate)


@pytest.mark.parametrize("what", ["constructor", "start", "no dataavailable", "no answer to reading"])
def test_a_browser_that_cannot_record_is_not_asked_for_ever_and_the_answer_can_be_typed(
    candidate: Candidate, page: Page, rows: Rows, what: str
) -> None:
    page.add_init_script(path=FAULTS)
    page.add_init_script(f"faults['{what}'] = Infinity")
    candidate.go_straight_in()
    candidate.join()
    expect(told(page, GIVEN_UP)).to_be_visible()
    candidate.expect_state("The microphone is off")
    assert page.evaluate("tries") == 5
    candidate.button("Type instead").click()
    candidate.type("I had breakfast.")
    expect(page.locator("[data-part=practiceHeard]")).to_have_text("I had breakfast.")


def test_after_a_recorder_was_given_up_the_microphone_can_be_switched_on_again(
    talking: Candidate, page: Page, rows: Rows
) -> None:
    page.evaluate("faults['constructor'] = Infinity; strike('stops by itself')")
    expect(told(page, GIVEN_UP)).to_be_visible()
    talking.expect_state("The microphone is off")
    page.evaluate("faults['constructor'] = 0")
    talking.button("Switch the microphone on").click()
    talking.expect_state("Listening")
    expect(told(page, GIVEN_UP)).to_be_hidden()
    hear(talking)
    turn = finish_practice(talking)
    numbers = [row["sequence"] for row in rows(PIECES, turn)]
    assert numbers == list(range(len(numbers)))


def test_a_microphone_that_ends_and_does_not_say_so_is_told(talking: Candidate, page: Page) -> None:
    page.evaluate("microphone.getAudioTracks()[0].stop()")  # Of which no `ended` comes.
    expect(told(page, "The microphone has stopped.")).to_be_visible()
    talking.expect_state("The microphone is off")
    talking.button("Switch the microphone on").click()
    talking.expect_state("Listening")
    hear(talking)
    finish_practice(talking)
