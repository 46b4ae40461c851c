"""Links that do not open an interview, or not today, say why, and what to do next."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import seed
from tests.journeys.candidate import Candidate
from tests.stack import Stack

Rows = Callable[..., list[dict[str, object]]]

SPEND = """
INSERT INTO organization_days (organization_id, day, speech_s)
SELECT %s, (now() AT TIME ZONE 'UTC')::date + day, 1000000000 FROM generate_series(0, 1) AS day
ON CONFLICT (organization_id, day) DO UPDATE SET speech_s = excluded.speech_s
"""
FREE = "UPDATE organization_days SET speech_s = 0 WHERE organization_id = %s"
TOLD = re.compile(r"Please come back in \d+ (hour|minute)s?, after 00:00 UTC: your link stays good\.")


def test_an_unknown_link_and_a_foreign_one_look_the_same(page: Page, invited: seed.Seeded) -> None:
    base, _, token = invited.link.rstrip("/").rpartition("/")
    seen = []
    for wrong in ("nonsense", token[:-1] + ("a" if token[-1] != "a" else "b"), "x" * len(token)):
        answer = page.goto(f"{base}/{wrong}/")
        assert answer
        assert answer.status == 404
        expect(page.get_by_role("heading", name="We do not know this link")).to_be_visible()
        seen.append(page.get_by_role("main").inner_text())
    assert len(set(seen)) == 1


@pytest.mark.parametrize(
    ("change", "heading", "help_"),
    [
        ("expires_at = now() - interval '1 minute'", "This link has expired", "ask for a new one"),
        ("status = 'cancelled'", "This interview was cancelled", "reply to the person"),
        ("status = 'completed', consented_at = now()", "Your interview for", "already finished"),
    ],
)
def test_a_link_that_is_over_says_so(
    page: Page, rows: Rows, invited: seed.Seeded, change: str, heading: str, help_: str
) -> None:
    rows(f"UPDATE interviews_interview SET {change} WHERE id = %s RETURNING id", invited.interview_id)  # noqa: S608
    page.goto(invited.link)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(help_)


def test_the_last_page_of_an_unfinished_interview_leads_back_to_it(page: Page, invited: seed.Seeded) -> None:
    page.goto(f"{invited.link.rstrip('/')}/end")
    expect(page.get_by_role("heading", name="not finished yet")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("checkbox")).to_be_visible()


def test_nothing_opens_before_the_consent(page: Page, invited: seed.Seeded) -> None:
    page.goto(f"{invited.link.rstrip('/')}/room")
    expect(page.get_by_role("checkbox")).to_be_visible()


@pytest.mark.parametrize("way", ["WebSocket", "HTTP"])
def test_who_agreed_before_is_told_at_the_door_of_the_room_and_may_try_again(
    stack: Stack, page: Page, way: str
) -> None:
    [invited] = seed.read(stack.run("tests.seed", "--interviews", "1", "--questions", "1"))
    candidate = Candidate(page, invited.link)
    if way == "HTTP":
        page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())
    candidate.go_straight_in()
    stack.rows(SPEND, invited.organization_id)
    candidate.join()
    expect(page.get_by_role("alert").filter(has_text=TOLD)).to_be_visible()
    expect(candidate.button("Join the interview")).to_be_visible()
    page.goto(invited.link)
    expect(page.get_by_text(TOLD)).to_be_visible()
    stack.rows(FREE, invited.organization_id)
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("link", name="Continue").click()
    page.goto(f"{invited.link.rstrip('/')}/room")
    candidate.join()
    candidate.expect_listening()
