"""Every page and state: no sideways scrolling on a small phone, names for all controls, contrast, visible focus."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests import seed
from tests.journeys.candidate import Candidate
from tests.journeys.conftest import new_context

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
INSPECTION = (Path(__file__).parent / "inspection.js").read_text()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def themed(browser: Browser, scheme: Literal["light", "dark"], invited: seed.Seeded) -> Iterator[Candidate]:
    with new_context(browser) as context:
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        yield Candidate(page, invited.link)


def inspect(page: Page, where: str, complaints: list[str]) -> None:
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found = page.evaluate(INSPECTION)
        complaints += [f"{where}, {size['width']} px: {complaint}" for complaint in found]


def test_every_page_and_state_can_be_read_and_used(themed: Candidate) -> None:
    page, complaints = themed.page, list[str]()

    def look(where: str) -> None:
        inspect(page, where, complaints)

    page.goto(f"{themed.link.rstrip('/')}x/")
    look("unknown link")
    page.goto(themed.link)
    look("welcome")
    themed.enter()
    look("the door of the room")
    page.go_back()
    look("device check")
    themed.button("Allow the microphone").click()
    expect(page.get_by_text("We can hear you.")).to_be_visible()
    look("device check with a microphone")
    page.get_by_role("link", name="Continue").click()
    themed.join()
    themed.say_something()
    look("listening")
    themed.button("End the interview early").click()
    look("the question whether to end")
    themed.button("Go on with the interview").click()
    themed.button("Type instead").click()
    look("typing")
    themed.button("Send answer").click()
    expect(themed.button("Go to the first question")).to_be_visible()
    look("after the practice")
    themed.button("Go to the first question").click()
    expect(page.get_by_label("Your answer")).to_be_visible()
    themed.type("An answer.")
    themed.button("End the interview early").click()
    page.get_by_role("dialog").get_by_role("button", name="End the interview").click()
    themed.expect_review()
    look("review")
    themed.send_off()
    look("the end")
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
