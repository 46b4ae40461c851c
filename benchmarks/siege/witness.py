"""A candidate who speaks, and notes how long each thing took that they waited for."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.siege.reckoning import Wait
from interviews.synthetic.browser import consent
from interviews.synthetic.client import Tab
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Json, Recording

PATIENCE_S = 60
LISTENS_S = 0.5


@dataclass
class Witness:
    link: Link
    recordings: Sequence[Recording]
    waits: list[Wait]
    sent: dict[tuple[str, int], float] = field(default_factory=dict)

    async def talk(self, over: Callable[[], bool], asked: asyncio.Event) -> None:
        """Until it is over, or nothing is asked any more. `asked` is set with the first question that counts.

        Raises CandidateError or TimeoutError; what was waited for in vain stands among the waits.
        """
        await asyncio.to_thread(consent, self.link)
        try:
            async with Tab([self.link], way="websocket", on_message=self._hear) as tab:
                await tab.until(bool, PATIENCE_S, "hello")
                state = await tab.insist("start", lambda now: now["turn"] is not None, PATIENCE_S)
                while not over() and state["interview"]["phase"] in ("asking", "practice_review"):
                    state = await self._go_on(tab, state, asked)
        finally:
            self._note_unstored()

    async def _go_on(self, tab: Tab, state: Json, asked: asyncio.Event) -> Json:
        if state["interview"]["phase"] == "practice_review":
            return await tab.insist("practice.done", lambda now: bool(now["interview"]["phase"] == "asking"))
        if state["turn"]["kind"] != "practice":
            asked.set()
        return await self._answer(tab, state["turn"])

    async def _answer(self, tab: Tab, turn: Json) -> Json:
        await tab.insist("turn.opened", lambda now: bool(now["turn"] and now["turn"]["opened"]), turn_id=turn["id"])
        await asyncio.sleep(LISTENS_S)
        for sequence, recording in enumerate(self.recordings):
            await asyncio.sleep(recording.duration_ms / 1000)
            self.sent[turn["id"], sequence] = time.time()
            await tab.upload(turn["id"], sequence, recording)
        return await self._wait_for_question(tab, turn)

    async def _wait_for_question(self, tab: Tab, turn: Json) -> Json:
        """The button has been pressed."""
        pressed, gave_up = time.time(), True
        try:
            async with asyncio.timeout(PATIENCE_S):
                state = await self._next_state(tab, turn)
            gave_up = False
        finally:
            if turn["kind"] != "practice" or gave_up:
                self.waits.append(Wait("question", pressed, time.time() - pressed, gave_up))
        return state

    async def _next_state(self, tab: Tab, turn: Json) -> Json:
        await tab.stored(turn["id"], PATIENCE_S)
        told = {"turn_id": turn["id"], "segments": len(self.recordings), "reason": "candidate"}
        await tab.insist("answer.end", lambda now: not _is(now, turn, "asking"), PATIENCE_S, **told)
        return await tab.until(lambda now: not _is(now, turn, "asking", "thinking"), PATIENCE_S, "what is next")

    def _hear(self, message: Json) -> None:
        if message["type"] == "stored" and (sent := self.sent.pop((message["turn_id"], message["sequence"]), None)):
            self.waits.append(Wait("stored", sent, time.time() - sent))

    def _note_unstored(self) -> None:
        self.waits += [Wait("stored", sent, time.time() - sent, gave_up=True) for sent in self.sent.values()]


def _is(state: Json, turn: Json, *phases: str) -> bool:
    return bool(state["interview"]["phase"] in phases and state["turn"]["id"] == turn["id"])
