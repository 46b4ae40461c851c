"""Links that open nothing any more, and two tabs on one interview."""

import asyncio
import json

import pytest

from interviews import protocol
from interviews.synthetic.browser import Browser
from tests.faults.trial import Trial
from tests.faults.wire import Wire


async def test_a_newer_tab_takes_over_and_the_older_one_is_told(page: Wire, turn_id: str, trial: Trial) -> None:
    async with Wire(trial.links[1]) as newer:
        state = await newer.say("hello", connection_id="second")
        assert state["turn"]["id"] == turn_id

        assert await page.close_code() == protocol.CLOSE_SUPERSEDED

    over_http = Browser(trial.links[0].base)
    old = json.dumps({"v": 1, "type": "turn.moment", "turn_id": turn_id, "connection_id": "first"}).encode()
    reply = await asyncio.to_thread(over_http.post, f"{trial.links[0].path}live/message", old, "application/json")
    assert (reply.status, json.loads(reply.body)["messages"][0]["code"]) == (409, "superseded")
    assert trial.turns()[0]["moments_used"] == 0


DEAD = {
    "unknown": (None, protocol.CLOSE_UNKNOWN_LINK, 404),
    "expired": ("expires_at = now() - interval '1 second'", protocol.CLOSE_GONE, 410),
    "cancelled": ("status = 'cancelled'", protocol.CLOSE_GONE, 410),
}


@pytest.mark.parametrize("how", DEAD)
async def test_a_dead_link_opens_nothing(how: str, trial: Trial) -> None:
    change, close_code, status = DEAD[how]
    link = trial.links[0]
    if change:
        trial.rows(f"UPDATE interviews_interview SET {change} WHERE id = %s")  # noqa: S608
    else:
        link = type(link)(link.base, link.token[:-1] + ("a" if link.token[-1] != "a" else "b"))

    async with Wire(link) as wire:
        assert await wire.close_code() == close_code
    browser = Browser(link.base)
    for path in ("", "check", "room", "live/snapshot", "speech/ack/0"):
        assert (await asyncio.to_thread(browser.get, link.path + path)).status == status
    for path in ("live/message", "live/segment"):
        reply = await asyncio.to_thread(
            browser.post, link.path + path, b'{"v": 1, "type": "hello"}', "application/json"
        )
        assert reply.status == status
    assert trial.turns() == []


async def test_a_used_up_link_shows_the_end_and_changes_nothing(page: Wire, trial: Trial) -> None:
    await page.say("interview.end")
    async with asyncio.timeout(30):
        while (await page.hear_until("snapshot"))["interview"]["phase"] != "completed":
            pass
        while trial.rows("SELECT status FROM interviews_interview WHERE id = %s") != [{"status": "completed"}]:
            await asyncio.sleep(0.1)
    before = trial.turns()

    async with Wire(trial.links[0]) as again:
        state = await again.say("hello", connection_id="again")
        assert state["interview"]["phase"] == "completed"
        for kind in ("start", "interview.end", "review.done", "practice.done"):
            await again.say(kind)

    assert trial.turns() == before
