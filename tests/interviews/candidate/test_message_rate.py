"""How often one link may ask: over all its lines together, and never at the cost of what was said."""

import asyncio

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings

from interviews.candidate import live
from interviews.models import Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.interviews.socket import opened


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    page = invite(acme)
    page.practise()
    return page


def test_beyond_its_rate_a_link_is_refused_whichever_way_it_asks_and_another_is_not(
    acme: Organization, invite: Invite, page: Page
) -> None:
    other = invite(acme)
    turn_id = page.turn["id"]
    with override_settings(INTERVIEW_MESSAGES_PER_MINUTE=1):
        page.client.get(f"{page.base}/live/snapshot")
        refused = page.send("sync")
        assert (refused["code"], refused["fatal"]) == ("too_many_messages", False)
        assert page.client.get(f"{page.base}/live/snapshot").status_code == 429
        segment = page.segment("What I say.")
        assert (segment["code"], segment["final"]) == ("too_many_messages", False)
        assert asyncio.run(over_a_socket(page)) == "too_many_messages"
        assert other.send("sync")["type"] == "snapshot"
    assert page.segment("What I say.")["type"] == "stored"
    with organization_schema(acme):
        assert Turn.objects.get(id=turn_id).faults == []


async def over_a_socket(page: Page) -> str:
    async with opened(page.token) as socket:
        return str((await socket.tell("sync"))["code"])


def test_a_page_on_the_busiest_way_stays_below_the_rate() -> None:
    """Over HTTP, while it waits for us: a look each 0.3 s, a heartbeat each 4 s, a segment each 2 s."""
    assert settings.INTERVIEW_MESSAGES_PER_MINUTE / 2 > 60 / 0.3 + 60 / 4 + 60 / 2


def test_without_redis_nobody_is_refused(page: Page) -> None:
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0", INTERVIEW_MESSAGES_PER_MINUTE=1):
        assert {page.send("sync")["type"] for _ in range(3)} == {"snapshot"}


def test_of_many_syncs_at_once_one_is_looked_after(page: Page) -> None:
    with time_machine.travel("2040-01-01 10:00:00+00:00", tick=False) as clock:
        seen = set()
        for _ in range(5):
            page.send("sync")
            seen.add(interview_of(page).last_seen_at)
            clock.shift(live.SYNC_AGAIN / 10)
        assert len(seen) == 1
        clock.shift(live.SYNC_AGAIN)
        page.send("sync")
        assert interview_of(page).last_seen_at not in seen
