"""When an engine fails, the page says so kindly and the interview goes on."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import seed
from tests.journeys.candidate import Candidate
from tests.journeys.conftest import new_context
from tests.stack import Stack

NEVER_SOUNDS = """
AudioContext.prototype.resume = () => new Promise(() => {});
Object.defineProperty(AudioContext.prototype, "state", { get: () => "suspended" });
"""
pytestmark = pytest.mark.usefixtures("clean_faults")


def test_without_a_voice_the_question_is_read_and_answered(stack: Stack, page: Page) -> None:
    stack.set_faults(tts="unavailable")
    [invited] = seed.read(stack.run("tests.seed", "--interviews", "1"))  # Of an organization without cached speech.
    candidate = Candidate(page, invited.link)
    candidate.enter()
    candidate.join()
    expect(page.get_by_text("The interviewer’s voice is not available right now.")).to_be_visible()
    candidate.say_something()


def test_a_browser_that_lets_the_page_not_sound_keeps_nobody_waiting(candidate: Candidate, page: Page) -> None:
    page.add_init_script(NEVER_SOUNDS)
    candidate.practise()
    candidate.say_something()
    candidate.finish_turn()
    candidate.expect_listening()


def test_what_is_not_understood_is_asked_again_and_then_the_text_field_opens(
    stack: Stack, candidate: Candidate, page: Page
) -> None:
    candidate.practise()
    stack.set_faults(stt="silence")
    candidate.expect_listening()
    candidate.finish()
    expect(page.get_by_text("It does not count against you")).to_be_visible()
    candidate.expect_listening()
    candidate.finish()
    expect(page.get_by_text("that is not your fault")).to_be_visible()
    candidate.type("So I type what I wanted to say about it.")
    expect(candidate.progress).to_contain_text(re.compile("follow-up|Question 2"))


def test_a_refused_microphone_is_explained_and_typing_is_offered(
    launch: Callable[..., Browser], invited: seed.Seeded
) -> None:
    with new_context(launch()) as context:
        candidate = Candidate(context.new_page(), invited.link)
        candidate.consent()
        candidate.button("Allow the microphone").click()
        expect(candidate.page.get_by_role("alert")).to_contain_text(re.compile("blocked for this page|No microphone"))
        candidate.page.goto(candidate.link.rstrip("/") + "/room")
        candidate.join()
        expect(candidate.page.get_by_role("alert")).to_contain_text(re.compile("blocked for this page|No microphone"))
        candidate.button("Join and type").click()
        expect(candidate.page.get_by_label("Your answer")).to_be_visible()


def test_the_device_check_lets_people_hear_themselves_and_the_interviewer(candidate: Candidate) -> None:
    candidate.consent()
    candidate.button("Allow the microphone").click()
    go_on = candidate.page.get_by_role("link", name="Continue")
    expect(go_on).to_be_visible()
    place = go_on.bounding_box()
    expect(candidate.page.get_by_text("We can hear you.")).to_be_visible()
    assert go_on.bounding_box() == place  # Nothing moves away from under the hand.
    candidate.button("Record three seconds and play them").click()
    expect(candidate.page.get_by_text("Was that clear?")).to_be_visible()
    candidate.button("Play the voice").click()
    expect(candidate.page.get_by_text("Did you hear a voice?")).to_be_visible()
