"""Every page and state: no sideways scrolling on a small phone, names for all controls, contrast, visible focus."""

import json

from playwright.sync_api import Browser, expect

from tests import seed
from tests.journeys.appearance.inspecting import inspect
from tests.journeys.candidate import Candidate
from tests.journeys.conftest import new_context


def test_every_page_and_state_can_be_read_and_used(candidate: Candidate) -> None:
    page, complaints = candidate.page, list[str]()

    def look(where: str) -> None:
        inspect(page, where, complaints)

    page.goto(f"{candidate.link.rstrip('/')}x/")
    look("unknown link")
    page.goto(candidate.link)
    look("welcome")
    candidate.enter()
    look("the door of the room")
    page.go_back()
    look("device check")
    candidate.button("Allow the microphone").click()
    expect(page.get_by_text("We can hear you.")).to_be_visible()
    look("device check with a microphone")
    page.get_by_role("link", name="Continue").click()
    candidate.join()
    candidate.say_something()
    look("listening")
    candidate.button("End the interview early").click()
    look("the question whether to end")
    candidate.button("Go on with the interview").click()
    candidate.button("Type instead").click()
    look("typing")
    candidate.button("Send answer").click()
    expect(candidate.button("Go to the first question")).to_be_visible()
    look("after the practice")
    candidate.button("Go to the first question").click()
    expect(page.get_by_label("Your answer")).to_be_visible()
    candidate.type("An answer.")
    candidate.button("End the interview early").click()
    page.get_by_role("dialog").get_by_role("button", name="End the interview").click()
    candidate.expect_review()
    look("review")
    candidate.send_off()
    look("the end")
    assert complaints == [], json.dumps(complaints, indent=1)


def test_a_tab_that_has_lost_the_interview_to_another_one_can_be_read_and_used(candidate: Candidate) -> None:
    page, complaints = candidate.page, list[str]()
    candidate.go_straight_in()
    candidate.join()
    candidate.expect_listening()
    other = Candidate(page.context.new_page(), candidate.link)
    other.page.goto(f"{candidate.link.rstrip('/')}/room")
    other.rejoin()
    expect(page.get_by_role("heading", name="The interview is open somewhere else")).to_be_visible()
    page.bring_to_front()
    inspect(page, "open somewhere else", complaints)
    assert complaints == [], json.dumps(complaints, indent=1)


def test_the_state_is_told_without_colour_and_movement(browser: Browser, invited: seed.Seeded) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce", forced_colors="active")
        candidate = Candidate(page, invited.link)
        candidate.practise()
        candidate.expect_listening()
        expect(page.get_by_role("status").filter(has_text="Listening")).to_be_visible()
        assert page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length") == 0
