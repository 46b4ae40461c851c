"""The recruiter's way from a description to a report, on pages that are looked at in both themes and both widths."""

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from interviews.synthetic.characters import CHARACTERS
from interviews.synthetic.client import Tab
from interviews.synthetic.conversation import Conversation, Pace
from interviews.synthetic.links import Link
from interviews.synthetic.voice import Voice
from providers.config import AIConfig
from providers.registry import Providers
from tests.journeys.appearance.inspecting import inspect
from tests.journeys.conftest import PATIENCE_MS, new_context
from tests.journeys.test_signing_up import Recruiter
from tests.stack import Stack

DESCRIPTION = "You plan the daily routes of our lorries with Python and PostgreSQL.\n\n" + "You write clearly. " * 60
OWN_QUESTION = "Why do you want to work on logistics software?"
SCORED_WITHIN_MS = 90_000
SPEAKS_WITHIN_S = 60.0


@dataclass
class Desk:
    """A signed-up recruiter with a job, and what the browser complained about meanwhile."""

    recruiter: Recruiter
    job: str = ""
    complaints: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.recruiter.page

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def questions(self) -> list[str]:
        return self.page.locator(".question__text").all_inner_texts()

    def open(self, path: str) -> None:
        self.recruiter.open(self.recruiter.home + path)

    def open_job(self) -> None:
        self.recruiter.open(self.job)

    def hears(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def create_job(self) -> None:
        self.open("")
        self.page.get_by_role("link", name="Create a job").click()
        self.page.get_by_label("Title").fill("Backend engineer")
        self.page.get_by_label("Description").fill(DESCRIPTION)
        self.page.get_by_label("Your own questions").fill(OWN_QUESTION)
        self.page.get_by_role("button", name="Create the job").click()
        self.page.get_by_role("button", name="Generate questions").click()
        expect(self.page.get_by_role("link", name="Generate again")).to_be_visible()
        self.job = self.page.url.removeprefix(self.recruiter.site)

    def invite(self, *candidates: str) -> list[str]:
        """The links, as they stand on the page that shows them."""
        self.open_job()
        self.page.get_by_role("link", name="Invite candidates").click()
        self.page.get_by_label("Candidates").fill("\n".join(candidates))
        self.page.get_by_role("button", name="Create the links").click()
        shown = self.page.get_by_role("textbox")
        expect(shown).to_have_count(len(candidates))
        return [field.input_value() for field in shown.all()]


@pytest.fixture(scope="module")
def desk(browser: Browser, stack: Stack) -> Iterator[Desk]:
    with new_context(browser) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        made = Desk(Recruiter(context.new_page(), stack.environment["PUBLIC_URL"]))
        made.page.on("console", made.hears)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.recruiter.sign_up("Demo Logistics")
        made.create_job()
        yield made


@pytest.fixture(scope="module")
def report(desk: Desk) -> str:
    """The address of the report of a candidate who typed all answers."""
    [link] = desk.invite("Typing Candidate <candidate@example.com>")
    take_interview(link)
    desk.open("interviews/")
    desk.page.get_by_role("link", name="Typing Candidate").click()
    desk.page.get_by_role("link", name="Report").click()
    expect(desk.page.get_by_role("heading", name="Question by question")).to_be_visible(timeout=SCORED_WITHIN_MS)
    return desk.page.url.removeprefix(desk.recruiter.site)


def take_interview(address: str) -> None:
    """In a thread of its own: the browser's event loop has this one."""
    link = Link.parse(address)
    voice = Voice(Providers(AIConfig(env="scripted")).tts("essential"))
    conversation = Conversation(Tab([link]), link, CHARACTERS["typing"], voice, pace=Pace(patience_s=SPEAKS_WITHIN_S))
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, conversation.take()).result()


def test_questions_are_written_edited_moved_added_and_removed_on_one_page(desk: Desk) -> None:
    desk.open_job()
    first, _, third, *rest = desk.questions
    assert first == OWN_QUESTION
    assert 8 <= len(desk.questions) <= 12

    desk.page.get_by_role("link", name="Edit question 2").click()
    desk.dialog.get_by_label("Question", exact=True).fill("How do you find a slow query?")
    desk.dialog.get_by_role("button", name="Save").click()
    expect(desk.dialog).to_be_hidden()
    expect(desk.page.get_by_role("link", name="Edit question 2")).to_be_focused()

    desk.page.get_by_role("button", name="Move question 2 down").click()
    expect(desk.page.get_by_role("button", name="Move question 3 down")).to_be_focused()
    desk.page.get_by_role("link", name="Add", exact=True).click()
    desk.dialog.get_by_label("Question", exact=True).fill("When could you start?")
    desk.dialog.get_by_role("button", name="Add the question").click()
    expect(desk.page.get_by_text("1 question has no expected points.")).to_be_visible()
    desk.page.get_by_role("link", name="Remove question 4").click()
    desk.dialog.get_by_role("button", name="Remove").click()
    expect(desk.dialog).to_be_hidden()

    expected = [first, third, "How do you find a slow query?", *rest[1:], "When could you start?"]
    assert desk.questions == expected
    desk.open_job()
    assert desk.questions == expected


def test_a_link_is_copied_shown_once_and_replaced_when_it_is_lost(desk: Desk, browser: Browser) -> None:
    links = desk.invite("First Candidate <first@example.com>", "Second Candidate")
    desk.page.get_by_role("button", name="Copy all").click()
    expect(desk.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = desk.page.evaluate("navigator.clipboard.readText()")
    assert [link in copied for link in links] == [True, True]

    desk.page.reload()
    expect(desk.page.get_by_text("These interviews exist already.")).to_be_visible()
    assert links[0] not in desk.page.content()
    desk.page.get_by_role("link", name="to its interviews").click()
    desk.page.get_by_role("link", name="First Candidate").click()
    desk.page.get_by_role("link", name="New link").click()
    desk.page.get_by_role("button", name="Make a new link").click()
    new = desk.page.get_by_role("textbox").input_value()
    with new_context(browser) as context:
        candidate = context.new_page()
        assert [candidate.goto(link).status for link in (links[0], new)] == [404, 200]  # type: ignore[union-attr]


def test_who_invites_to_a_job_without_questions_is_led_to_them(desk: Desk) -> None:
    desk.open("jobs/new/")
    desk.page.get_by_label("Title").fill("Job without questions")
    desk.page.get_by_label("Description").fill("Nothing was asked yet.")
    desk.page.get_by_role("button", name="Create the job").click()
    job = desk.page.url
    desk.page.get_by_role("link", name="Invite candidates").click()
    desk.page.get_by_label("Candidates").fill("Early Candidate")
    desk.page.get_by_role("button", name="Create the links").click()
    desk.page.get_by_role("link", name="Go to the questions of this job").click()
    assert desk.page.url == job


def test_the_report_shows_scores_and_the_candidates_own_words(desk: Desk, report: str) -> None:
    desk.recruiter.open(report)
    question = desk.page.get_by_role("article").first
    expect(question.get_by_role("heading", name=OWN_QUESTION)).to_be_visible()
    quoted = question.locator("mark").first.inner_text()
    assert len(quoted.split()) > 2
    assert quoted in question.locator(".exchange__answer").first.inner_text()
    overall = desk.page.get_by_role("region", name="Overall").inner_text()
    assert re.search(r"\b\d{1,3}\b of 100", " ".join(overall.split()))

    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="Export CSV").click()
    assert download.value.path().read_text("utf-8-sig").count(OWN_QUESTION) >= 1
    desk.page.get_by_role("link", name="Results").click()
    expect(desk.page.get_by_role("row", name="Typing Candidate")).to_be_visible()


def test_every_page_can_be_read_and_used(desk: Desk, report: str) -> None:
    complaints: list[str] = []
    interview = report.removesuffix("report/")
    pages = ["", "jobs/", "jobs/new/", "interviews/", "interviews/new/", "evaluations/", "members/", "settings/"]
    for path in [*(desk.recruiter.home + page for page in pages), desk.job, interview, report]:
        desk.recruiter.open(path)
        inspect(desk.page, path, complaints)
    desk.open_job()
    for name in ("Edit question 1", "Remove question 1", "Generate again"):
        desk.page.get_by_role("link", name=name, exact=True).press("Enter")
        expect(desk.dialog).to_be_visible(timeout=PATIENCE_MS)
        inspect(desk.page, name, complaints)
        desk.page.keyboard.press("Escape")
    assert complaints == [], json.dumps(complaints, indent=1)


def test_the_browser_had_nothing_to_complain_about(desk: Desk) -> None:
    assert desk.complaints == []
