"""A whole interview, from the click on "Start" to the last page, as one candidate lives it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from interviews.plan import Plan, PlannedQuestion
from interviews.synthetic.browser import Browser, consent
from interviews.synthetic.characters import Asked, Character
from interviews.synthetic.client import Tab
from interviews.synthetic.errors import LineLost
from interviews.synthetic.links import Link
from interviews.synthetic.voice import Voice
from interviews.synthetic.wire import Json, Recording

Tell = Callable[[str, str], None]
SPEAKERS = ("interviewer", "candidate", "understood", "note")


@dataclass(frozen=True)
class Pace:
    """1 is real time, 2 twice as fast; 0 waits for nothing. `patience_s` is for each thing that the server does."""

    speed: float = 0.0
    patience_s: float = 120.0

    async def spend(self, duration_ms: int) -> None:
        if self.speed:
            await asyncio.sleep(duration_ms / 1000 / self.speed)


@dataclass
class Conversation:
    """`tell` hears (one of SPEAKERS, text) as it happens; `plan` lets the character see what is expected of it."""

    tab: Tab
    link: Link
    character: Character
    voice: Voice
    plan: Plan | None = None
    pace: Pace = Pace()
    tell: Tell = lambda _speaker, _text: None
    _captions: dict[str, str] = field(default_factory=dict)

    async def take(self) -> None:
        """Returns when the interview was completed. Raises Refused or GaveUp."""
        await asyncio.to_thread(consent, self.link)
        async with self.tab:
            state = await self.tab.until(lambda _: True, self.pace.patience_s, "the server's first words")
            while state["interview"]["phase"] != "completed":
                state = await self._go_on(state)

    async def _go_on(self, state: Json) -> Json:
        match state["interview"]["phase"]:
            case "not_started":
                return await self.tab.insist("start", _leaves("not_started"))
            case "asking":
                return await self._answer(state["turn"])
            case "practice_review":
                return await self.tab.insist("practice.done", _leaves("practice_review"))
            case "review":
                return await self._review(state)
            case _:
                return await self._wait_for_the_interviewer(state)

    async def _answer(self, turn: Json) -> Json:
        await self._listen(turn)
        says = self.character(Asked(turn["kind"], turn["text"], self._planned()))
        self.tell("candidate", says.text or "(says nothing)")
        await self.tab.insist("turn.opened", _opened(turn["id"]), turn_id=turn["id"])
        if says.typed:
            return await self._end("answer.type", turn, text=says.text)
        segments = await self._speak(turn, says.text)
        await self.tab.stored(turn["id"], self.pace.patience_s)
        return await self._end("answer.end", turn, segments=segments, reason="candidate")

    async def _listen(self, turn: Json) -> None:
        """Hears the question to its end, as far as it can be heard; the text on the page is enough."""
        self.tell("interviewer", turn["text"])
        state = await self.tab.until(_spoken(turn["id"]), self.pace.patience_s, "the question's speech")
        heard = state["turn"] or turn
        for chunk in heard["speech"]:
            await asyncio.to_thread(self._fetch, chunk["url"])
            await self.pace.spend(chunk["duration_ms"])
        if heard["speech_status"] == "failed":
            self.tell("note", "The question was shown, not spoken.")

    def _fetch(self, path: str) -> None:
        try:
            reply = Browser.of(self.link).get(path)
        except LineLost:
            return
        if reply.status != 200:
            self.tell("note", f"A piece of the question's speech answered with status {reply.status}.")

    async def _speak(self, turn: Json, text: str) -> int:
        """Each sentence is on its way before the next one is spoken. How many segments it took."""
        spoken = self.voice.recordings(text)
        first = len(turn["stored_segments"])
        sequence = first
        while (recording := await asyncio.to_thread(_next, spoken)) is not None:
            await self.pace.spend(recording.duration_ms)
            await self.tab.upload(turn["id"], sequence, recording)
            sequence += 1
        return sequence

    async def _end(self, kind: str, turn: Json, **fields: object) -> Json:
        return await self.tab.insist(kind, _ended(turn["id"]), self.pace.patience_s, turn_id=turn["id"], **fields)

    async def _wait_for_the_interviewer(self, state: Json) -> Json:
        turn = state["turn"]
        waiting_for = f"what follows turn {turn['position']}"

        def over(now: Json) -> bool:
            self._note_captions(now)
            return bool(now["interview"]["phase"] != "thinking" or now["turn"]["id"] != turn["id"])

        state = await self.tab.until(over, self.pace.patience_s, waiting_for)
        if captions := self._captions.get(turn["id"]):
            self.tell("understood", captions)
        return state

    def _note_captions(self, state: Json) -> None:
        turn = state["turn"]
        if turn and turn["captions"]:
            self._captions[turn["id"]] = " ".join(caption["text"] for caption in turn["captions"])

    async def _review(self, state: Json) -> Json:
        """Every answer has been heard before the candidate sends them off."""
        patience_s = self.pace.patience_s
        heard = await self.tab.until(_all_heard, patience_s, "the transcripts of the answers")
        for answer in heard["review"]:
            if not answer["typed"] and answer["turn_id"] not in self._captions:
                self.tell("understood", answer["transcript"] or "(nothing)")
        self.tell("note", f"{len(heard['review'])} answers are sent off.")
        return await self.tab.insist("review.done", _is("completed"), patience_s)

    def _planned(self) -> PlannedQuestion | None:
        number = self.tab.snapshot["interview"]["question_number"] if self.tab.snapshot else 0
        return self.plan.questions[number - 1] if self.plan and number else None


def _next(spoken: Iterator[Recording]) -> Recording | None:
    return next(spoken, None)


def _is(phase: str) -> Callable[[Json], bool]:
    return lambda state: bool(state["interview"]["phase"] == phase)


def _leaves(phase: str) -> Callable[[Json], bool]:
    return lambda state: bool(state["interview"]["phase"] != phase)


def _ended(turn_id: str) -> Callable[[Json], bool]:
    """The answer is no longer being taken."""
    return lambda state: bool(state["interview"]["phase"] != "asking" or state["turn"]["id"] != turn_id)


def _opened(turn_id: str) -> Callable[[Json], bool]:
    return lambda state: _ended(turn_id)(state) or bool(state["turn"]["opened"])


def _spoken(turn_id: str) -> Callable[[Json], bool]:
    return lambda state: _ended(turn_id)(state) or bool(state["turn"]["speech_status"] != "none")


def _all_heard(state: Json) -> bool:
    return state["interview"]["phase"] != "review" or all(answer["heard"] for answer in state["review"])
