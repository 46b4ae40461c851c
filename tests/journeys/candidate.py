"""A candidate at the browser: what a person does on the pages, found the way a person finds it."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

HEARD = re.compile(r"\S")
THINKING_MS = 90_000  # A listening engine on a slow and busy machine.


@dataclass
class Candidate:
    page: Page
    link: str

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def consent(self) -> None:
        self.page.goto(self.link)
        self.page.get_by_role("checkbox").check()
        self.button("Agree and continue").click()
        expect(self.page.get_by_role("heading", name="Can we hear each other?")).to_be_visible()

    def enter(self) -> None:
        """To the door of the room, by the device check."""
        self.consent()
        self.button("Allow the microphone").click()
        self.page.get_by_role("link", name="Continue").click()
        expect(self.button("Join the interview")).to_be_visible()

    def go_straight_in(self) -> None:
        self.consent()
        self.page.goto(f"{self.link.rstrip('/')}/room")

    def join(self) -> None:
        self.button("Join the interview").click()

    def rejoin(self) -> None:
        """After a reload the page waits for a click, as browsers ask before they let a page sound."""
        self.join()
        self.expect_state("Listening")

    def practise(self, *, after_device_check: bool = False) -> None:
        """To the first question."""
        if after_device_check:
            self.enter()
        else:
            self.go_straight_in()
        self.join()
        self.answer_practice()
        self.button("Go to the first question").click(timeout=THINKING_MS)
        expect(self.progress).to_contain_text("Question 1")

    def answer_practice(self) -> None:
        self.expect_listening()
        self.finish()

    def say_something(self) -> None:
        """Until the page shows the first understood words."""
        self.expect_listening()
        expect(self.captions).to_have_text(HEARD, timeout=THINKING_MS)

    def expect_caption(self, words: str) -> None:
        expect(self.captions).to_contain_text(words, ignore_case=True, timeout=THINKING_MS)

    def finish(self) -> None:
        self.button("I’m done").click()

    def finish_turn(self) -> None:
        """Until the next turn is there, or the review after the last one."""
        turn = self.turn
        self.finish()
        self.expect_another_turn(turn)

    def answer(self) -> None:
        self.say_something()
        self.finish()

    def type(self, text: str) -> None:
        self.page.get_by_label("Your answer").fill(text, timeout=THINKING_MS)
        self.button("Send answer").click()

    def expect_listening(self) -> None:
        self.expect_state("Listening")

    def interrupt(self) -> None:
        """The question stands on the page: a person need not wait for its end."""
        self.button("Answer now").click()

    def expect_state(self, text: str) -> None:
        expect(self.state).to_have_text(text, timeout=THINKING_MS)

    def expect_review(self) -> None:
        expect(self.page.get_by_role("heading", name="Did we understand you correctly?")).to_be_visible(
            timeout=THINKING_MS
        )

    def send_off(self) -> None:
        self.button("Send my answers").click()
        expect(self.page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=THINKING_MS)

    @property
    def state(self) -> Locator:
        return self.page.locator("[data-part=state]")

    @property
    def question(self) -> Locator:
        return self.page.locator("[data-part=question]").first

    @property
    def progress(self) -> Locator:
        return self.page.locator("[data-part=progress]")

    @property
    def captions(self) -> Locator:
        return self.page.locator("[data-part=captions]")

    @property
    def view(self) -> str | None:
        return self.page.locator("#room").get_attribute("data-view")

    @property
    def turn(self) -> str | None:
        return self.page.locator("#room").get_attribute("data-turn")

    def expect_another_turn(self, before: str | None) -> None:
        """Or the review after the last one."""
        assert before
        expect(self.page.locator(f"#room:not([data-turn='{before}']), #room[data-view='review']")).to_be_attached(
            timeout=THINKING_MS
        )

    def answer_all(self) -> None:
        """Every question that is still to come, by voice, until the review."""
        while self.view != "review":
            self.say_something()
            self.finish_turn()
