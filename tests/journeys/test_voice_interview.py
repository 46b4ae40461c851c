"""A whole interview by voice, with engines that really listen and speak."""

import re

from playwright.sync_api import Browser, Page, expect

from tests import seed
from tests.factories import PASSWORD
from tests.journeys.candidate import Candidate
from tests.journeys.conftest import new_context
from tests.stack import Stack

WORDS = ("slow query", "index", "customer", "response time")


def test_the_words_spoken_stand_in_the_transcript_that_the_recruiter_reads(
    listening_stack: Stack, talking_browser: Browser
) -> None:
    [invited] = seed.read(listening_stack.run("tests.seed", "--interviews", "1", "--questions", "1"))
    with new_context(talking_browser) as context:
        candidate = Candidate(context.new_page(), invited.link)
        candidate.practise(after_device_check=True)
        candidate.expect_listening()
        for word in WORDS:
            candidate.expect_caption(word)
        candidate.finish_turn()
        candidate.answer_all()
        candidate.send_off()
    with new_context(talking_browser) as context:
        read = _transcript(context.new_page(), listening_stack, invited)
    assert [word for word in WORDS if word not in read] == []


def _transcript(page: Page, stack: Stack, invited: seed.Seeded) -> str:
    [owner] = stack.rows(
        "SELECT u.id, u.email, o.slug FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id"
        " JOIN organizations_organization o ON o.id = m.organization_id WHERE o.id = %s AND m.role = 'owner'",
        invited.organization_id,
    )
    stack.rows(
        'INSERT INTO account_emailaddress (email, verified, "primary", user_id) VALUES (%s, true, true, %s)'
        " RETURNING id",
        owner["email"],
        owner["id"],
    )
    page.goto(f"{stack.webs[0]}/accounts/login/")
    page.get_by_label("Email").or_(page.get_by_label("Mail")).first.fill(owner["email"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Sign in|Log in", re.IGNORECASE)).click()
    page.wait_for_url("**/o/**")
    page.goto(f"{stack.webs[0]}/o/{owner['slug']}/interviews/{invited.interview_id}/")
    expect(page.get_by_role("heading", name="What was asked and said")).to_be_visible()
    return page.get_by_role("main").inner_text()
