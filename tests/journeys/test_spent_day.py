"""On a day on which an organization has nothing left nobody begins: the page says when, and lets people try again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import seed
from tests.journeys.candidate import Candidate
from tests.stack import Stack

SPEND = """
INSERT INTO organization_days (organization_id, day, speech_s)
SELECT %s, (now() AT TIME ZONE 'UTC')::date + day, 1000000000 FROM generate_series(0, 1) AS day
ON CONFLICT (organization_id, day) DO UPDATE SET speech_s = excluded.speech_s
"""
FREE = "UPDATE organization_days SET speech_s = 0 WHERE organization_id = %s"
TOLD = re.compile(r"Please come back in \d+ (hour|minute)s?, after 00:00 UTC: your link stays good\.")


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
