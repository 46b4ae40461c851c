"""The form on the last page: filled in, kept over a reload, and taken back from another device without scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests import seed
from tests.journeys.candidate import Candidate
from tests.stack import Stack

ASK = "UPDATE organizations_organization SET asks_self_identification = true WHERE id = %s"
SEALED = "SELECT sealed FROM interviews_selfidentification WHERE interview_id = %s"


def test_a_candidate_says_it_and_takes_it_back(stack: Stack, page: Page, browser: Browser) -> None:
    [invited] = seed.read(stack.run("tests.seed", "--interviews", "1", "--questions", "1"))
    stack.rows(ASK, invited.organization_id)
    candidate = Candidate(page, invited.link)
    finish_early(candidate)
    choose(page, "Sex", "Female")
    choose(page, "Race or ethnicity", "Two or more races")
    candidate.button("Send my answer").click()
    for _ in range(2):
        expect(page.get_by_role("status").filter(has_text="your answer is kept")).to_be_visible()
        for question in ("Sex", "Race or ethnicity"):
            expect(answer(page, question, "I prefer not to say")).to_be_checked()
        page.reload()
    assert sealed(stack, invited) != [""]
    with without_scripts(browser) as other:
        other.goto(page.url)
        other.get_by_role("button", name="Withdraw my answer").click()
        expect(other.get_by_text("Nothing about you is kept here.")).to_be_visible()
    assert sealed(stack, invited) == [""]


def finish_early(candidate: Candidate) -> None:
    candidate.practise()
    candidate.button("End the interview early").click()
    candidate.page.get_by_role("dialog").get_by_role("button", name="End the interview").click()
    candidate.expect_review()
    candidate.send_off()


def answer(page: Page, question: str, label: str) -> Locator:
    return page.get_by_role("group", name=question, exact=True).get_by_label(label, exact=True)


def choose(page: Page, question: str, label: str) -> None:
    answer(page, question, label).check()


def sealed(stack: Stack, invited: seed.Seeded) -> list[str]:
    return [row["sealed"] for row in stack.rows(SEALED, invited.interview_id, schema=invited.schema)]


@contextmanager
def without_scripts(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()
