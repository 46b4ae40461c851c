"""A candidate of one organization who knows ids of the other's: they open nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from interviews.synthetic.browser import Browser, consent
from interviews.synthetic.links import Link
from interviews.synthetic.wire import segment_frame
from tests.faults.wire import Wire, recording
from tests.seed import Seeded
from tests.stack import Stack

Both = tuple[list[Seeded], list[Seeded]]


@pytest_asyncio.fixture(scope="module")
async def victim(shared_stack: Stack, two_organizations: Both) -> AsyncIterator[dict[str, Any]]:
    """Globex's interview, in the practice turn, with one stored segment and spoken words."""
    row = two_organizations[1][0]
    link = Link.parse(row.link).at(shared_stack.webs[0])
    await asyncio.to_thread(consent, link)
    async with Wire(link) as wire:
        await wire.say("hello", connection_id="victim")
        state = await wire.start()
        while not state["turn"]["speech"]:
            await wire.socket.send(json.dumps({"v": 1, "type": "sync"}))
            state = await wire.hear_until("snapshot")
        turn_id = state["turn"]["id"]
        await wire.socket.send(segment_frame(turn_id, 0, recording("What only Globex may hear.")))
        await wire.hear_until("stored")
        yield {"row": row, "turn_id": turn_id, "speech": state["turn"]["speech"][0]["url"]}


@pytest.fixture
def intruder(shared_stack: Stack, two_organizations: Both) -> Link:
    return Link.parse(two_organizations[0][0].link).at(shared_stack.webs[0])


def victims_rows(stack: Stack, row: Seeded) -> list[dict[str, Any]]:
    turns = "SELECT status, moments_used, typed_text, corrected_transcript FROM interviews_turn WHERE interview_id = %s"
    segments = "SELECT sequence::text AS status, 0, sha256, text FROM interviews_segment WHERE interview_id = %s"
    return stack.rows(f"{turns} UNION ALL {segments}", row.interview_id, row.interview_id, schema=row.schema)


async def test_a_guessed_turn_of_the_other_organization_is_unknown(
    shared_stack: Stack, victim: dict[str, Any], intruder: Link
) -> None:
    before = [turn["status"] for turn in victims_rows(shared_stack, victim["row"])]
    await asyncio.to_thread(consent, intruder)
    async with Wire(intruder) as wire:
        await wire.say("hello", connection_id="intruder")
        await wire.start()
        for kind, fields in (
            ("answer.end", {"segments": 1}),
            ("answer.type", {"text": "Not mine."}),
            ("turn.moment", {}),
            ("correct", {"text": "Not mine."}),
        ):
            await wire.socket.send(json.dumps({"v": 1, "type": kind, "turn_id": victim["turn_id"], **fields}))
            assert (await wire.hear_until("error"))["code"] == "unknown_turn"
        await wire.socket.send(segment_frame(victim["turn_id"], 1, recording("Not mine.")))
        assert (await wire.hear_until("error"))["code"] == "unknown_turn"

    assert [turn["status"] for turn in victims_rows(shared_stack, victim["row"])] == before


def test_a_guessed_speech_address_of_the_other_organization_is_not_found(
    victim: dict[str, Any], intruder: Link
) -> None:
    browser = Browser(intruder.base)
    assert browser.get(victim["speech"]).status == 200
    assert browser.get(f"{intruder.path}speech/{victim['turn_id']}/0").status == 404


def test_a_link_whose_prefix_is_the_other_organizations_opens_nothing(victim: dict[str, Any], intruder: Link) -> None:
    mixed = Link(intruder.base, Link.parse(victim["row"].link).token[:8] + intruder.token[8:])
    assert Browser(intruder.base).get(mixed.path).status == 404


def test_the_database_itself_shows_a_candidate_one_interview(
    shared_stack: Stack, two_organizations: Both, victim: dict[str, Any]
) -> None:
    """Through the product's own door, in a process of the stack."""
    acme, _ = two_organizations
    seen = json.loads(shared_stack.run("tests.isolation.look", acme[0].organization_id, acme[0].interview_id))
    assert seen["interviews"] == [acme[0].interview_id]
    assert set(seen["turns_of"]) <= {acme[0].interview_id}
    assert seen["refused"] == {"organizations": True, "evaluations": True, "the other schema": True}


async def test_news_of_one_interview_reaches_nobody_else(
    shared_stack: Stack, two_organizations: Both, victim: dict[str, Any], intruder: Link
) -> None:
    """Whoever listens hears of the own interview alone, while the other one changes."""
    await asyncio.to_thread(consent, intruder)
    async with Wire(intruder) as listener, Wire(Link.parse(victim["row"].link).at(shared_stack.webs[0])) as other:
        await listener.say("hello", connection_id="listener")
        await other.say("hello", connection_id="other")
        await other.socket.send(
            json.dumps({"v": 1, "type": "answer.type", "turn_id": victim["turn_id"], "text": "Hi."})
        )
        state = await other.hear_until("snapshot")
        while state["interview"]["phase"] != "practice_review":
            state = await other.hear_until("snapshot")
        await listener.socket.send(json.dumps({"v": 1, "type": "sync"}))
        heard = await listener.hear_until("snapshot")
    assert heard["interview"]["id"] == two_organizations[0][0].interview_id
