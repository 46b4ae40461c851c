"""Attacks by what a candidate types and chooses."""

import asyncio

from benchmarks.siege.attacks.mallory import Mallory
from benchmarks.siege.attacks.registry import attack
from benchmarks.siege.attacks.rooms import once, persist
from benchmarks.siege.voices import LOCAL
from interviews.synthetic.browser import consent
from interviews.synthetic.client import Tab
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Json

ABBREVIATIONS = "a.b." * 2_500
SENTENCES = "I measured it and we wrote a test. " * 285
MANY = 16


@attack("typed-answer", "Each link types answers of 10 kB without a blank.", engines=LOCAL)
async def typed_answer(mallory: Mallory) -> None:
    await type_on(mallory, ABBREVIATIONS, again=False)


@attack("practice-again", "Each link repeats the practice turn without end.")
async def practice_again(mallory: Mallory) -> None:
    await type_on(mallory, "Hello.", again=True)


async def type_on(mallory: Mallory, text: str, *, again: bool) -> None:
    async def visit(link: Link) -> None:
        async with room(mallory, link) as tab:
            state = await begun(tab, link)
            while state["interview"]["phase"] in ("asking", "practice_review"):
                state = await step(mallory, tab, state, text, again=again)

    await persist(mallory, visit, mallory.links)


async def step(mallory: Mallory, tab: Tab, state: Json, text: str, *, again: bool) -> Json:
    if state["interview"]["phase"] == "practice_review":
        return await tab.insist("practice.done", lambda now: bool(now["interview"]["phase"] == "asking"), again=again)
    mallory.note(f"{state['turn']['kind']} typed")
    return await answer(tab, state["turn"], text)


async def answer(tab: Tab, turn: Json, text: str) -> Json:
    await tab.insist("answer.type", lambda now: not at(now, turn, "asking"), turn_id=turn["id"], text=text)
    return await tab.until(lambda now: not at(now, turn, "asking", "thinking"), 60, "the next question")


@attack("correction", "Links are answered in a word, corrected to 10 kB, and sent off to be scored.", engines=LOCAL)
async def correction(mallory: Mallory) -> None:
    async def visit(link: Link) -> None:
        number = mallory.links.index(link)
        await corrected(mallory, link, (ABBREVIATIONS, SENTENCES)[number % 2])

    await once(mallory, visit, mallory.links[:MANY])


async def corrected(mallory: Mallory, link: Link, text: str) -> None:
    """Practice, one question, the review."""
    async with room(mallory, link) as tab:
        state = await begun(tab, link)
        for _ in range(2):
            state = await step(mallory, tab, state, "Yes.", again=False)
        await answer(tab, state["turn"], "I did.")
        state = await tab.insist("interview.end", lambda now: bool(now["interview"]["phase"] == "review"))
        await tab.say("correct", turn_id=state["review"][0]["turn_id"], text=text)
        await tab.insist("review.done", lambda now: bool(now["interview"]["phase"] == "completed"))
        mallory.note("corrected")


def room(mallory: Mallory, link: Link) -> Tab:
    def hear(message: Json) -> None:
        if message["type"] == "error":
            mallory.note(f"refused: {message['code']}")

    return Tab([link], way="websocket", on_message=hear)


async def begun(tab: Tab, link: Link) -> Json:
    await asyncio.to_thread(consent, link)
    await tab.until(bool, 60, "hello")
    return await tab.insist("start", lambda now: now["turn"] is not None)


def at(state: Json, turn: Json, *phases: str) -> bool:
    return bool(state["interview"]["phase"] in phases and state["turn"]["id"] == turn["id"])
