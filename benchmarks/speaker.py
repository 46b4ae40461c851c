"""A candidate who speaks recordings made beforehand, each as long as it lasts, and notes how each answer ends."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from interviews.synthetic.browser import Browser, consent
from interviews.synthetic.client import Tab
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Json, Recording

PATIENCE_S = 60


@dataclass
class Ended:
    """One end of an answer as the candidate lived it: seconds of the machine's clock."""

    turn_id: str
    clicked: float
    acknowledged: float  # The clip that says "thank you" may sound: it is in the page's memory.
    uploaded: float = 0.0
    answered: float = 0.0  # The page knows that the server has the whole answer.
    asked: float = 0.0  # The page knows the next question.
    sounded: float = 0.0  # Its first sound has arrived.


@dataclass
class Speaker:
    """`answers` gives the recordings for each turn by its position; none end the talk."""

    link: Link
    answers: Callable[[int], Sequence[Recording]]
    listens_s: float = 0.0
    ends: list[Ended] = field(default_factory=list)
    _clips: dict[str, "asyncio.Task[float]"] = field(default_factory=dict)

    async def talk(self, until: float = float("inf")) -> None:
        await asyncio.to_thread(consent, self.link)
        async with Tab([self.link], way="websocket", on_message=self._prefetch) as tab:
            await tab.until(bool, PATIENCE_S, "hello")
            state = await tab.insist("start", lambda now: now["turn"] is not None, PATIENCE_S)
            while time.time() < until and state["interview"]["phase"] in ("asking", "practice_review"):
                if state["interview"]["phase"] == "practice_review":
                    state = await tab.insist("practice.done", lambda now: bool(now["interview"]["phase"] == "asking"))
                elif recordings := self.answers(state["turn"]["position"]):
                    state = await self._answer(tab, state["turn"], recordings)
                else:
                    return

    async def _answer(self, tab: Tab, turn: Json, recordings: Sequence[Recording]) -> Json:
        await tab.insist("turn.opened", lambda now: bool(now["turn"] and now["turn"]["opened"]), turn_id=turn["id"])
        await asyncio.sleep(self.listens_s)
        for sequence, recording in enumerate(recordings[:-1]):
            await asyncio.sleep(recording.duration_ms / 1000)
            await tab.upload(turn["id"], sequence, recording)
        await asyncio.sleep(recordings[-1].duration_ms / 1000)
        return await self._end(tab, turn, len(recordings) - 1, recordings[-1])

    async def _end(self, tab: Tab, turn: Json, sequence: int, tail: Recording) -> Json:
        """What the page does when the button is pressed, and what comes of it."""
        clicked = time.time()
        end = Ended(turn["id"], clicked, await self._thanks(tab))
        await tab.upload(turn["id"], sequence, tail)
        await tab.stored(turn["id"], PATIENCE_S)
        end.uploaded = time.time()
        told = {"turn_id": turn["id"], "segments": sequence + 1, "reason": "candidate"}
        await tab.insist("answer.end", lambda now: not _is_open(now, turn), PATIENCE_S, **told)
        end.answered = time.time()
        state = await tab.until(lambda now: not _is_thinking(now, turn), PATIENCE_S, "the next question")
        if turn["kind"] == "practice" or state["turn"] is None:
            return state
        end.asked = time.time()
        state = await tab.until(lambda now: bool(now["turn"]["speech"]), PATIENCE_S, "the next question's speech")
        end.sounded = max(await self._clips[state["turn"]["speech"][0]["url"]], end.asked)
        self.ends.append(end)
        return state

    async def _thanks(self, tab: Tab) -> float:
        urls = tab.snapshot["acknowledgements"] if tab.snapshot else []
        if urls:
            await self._clips[urls[0]]
        return time.time()

    def _prefetch(self, message: Json) -> None:
        """Every clip is fetched as soon as its address is known, as the page does."""
        if message["type"] != "snapshot":
            return
        turn = message["turn"]
        for url in [*message["acknowledgements"], *(piece["url"] for piece in (turn["speech"] if turn else []))]:
            if url not in self._clips:
                self._clips[url] = asyncio.create_task(self._fetch(url))

    async def _fetch(self, url: str) -> float:
        reply = await asyncio.to_thread(Browser(self.link.base).get, url)
        if reply.status != 200:
            raise RuntimeError(f"A clip answered with status {reply.status}.")
        return time.time()


def _is_open(state: Json, turn: Json) -> bool:
    return bool(state["interview"]["phase"] == "asking" and state["turn"]["id"] == turn["id"])


def _is_thinking(state: Json, turn: Json) -> bool:
    return _is_open(state, turn) or bool(
        state["interview"]["phase"] == "thinking" and state["turn"]["id"] == turn["id"]
    )
