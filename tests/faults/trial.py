"""One interview that goes on while something is broken under it, and what must be true of it afterwards."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from evaluations.rubric import SAMPLES
from interviews.synthetic.characters import Character
from interviews.synthetic.client import Tab
from interviews.synthetic.conversation import Conversation, Pace
from interviews.synthetic.links import Link
from interviews.synthetic.voice import Voice
from interviews.synthetic.wire import Json, Recording
from providers.config import AIConfig
from providers.registry import Providers
from providers.wav import comment_in
from tests.seed import Seeded
from tests.stack import Stack

WITHIN_S = 60
EVALUATED_WITHIN_S = 150
CALLS_OF_A_SCORE = SAMPLES + 2  # Coverage gives its own number, and says what the quotes support.
IN_HAND = "SELECT 1 FROM public.owed_work WHERE lease_until IS NOT NULL AND row_id ="
DECIDING = f"turn.status = 'answered' AND EXISTS ({IN_HAND} turn.id)"
Sabotage = Callable[["Trial"], Coroutine[Any, Any, None]]


class WatchedTab(Tab):
    """Remembers what was sent, what the server called stored, and every error that it was told."""

    def __init__(self, links: list[Link], **options: Any) -> None:
        super().__init__(links, on_message=self._note, **{"heartbeat_s": 1.0, **options})
        self.sent: dict[tuple[str, int], Recording] = {}
        self.acknowledged: set[tuple[str, int]] = set()
        self.errors: list[str] = []

    async def upload(self, turn_id: str, sequence: int, recording: Recording) -> None:
        self.sent[turn_id, sequence] = recording
        await super().upload(turn_id, sequence, recording)

    def _note(self, message: Json) -> None:
        if message["type"] == "stored":
            self.acknowledged.add((message["turn_id"], message["sequence"]))
        if message["type"] == "error":
            self.errors.append(message["code"])


@dataclass
class Trial:
    stack: Stack
    interview: Seeded
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def links(self) -> list[Link]:
        """The same interview on every web process."""
        link = Link.parse(self.interview.link)
        return [link.at(base) for base in self.stack.webs]

    def tab(self, **options: Any) -> WatchedTab:
        return WatchedTab(self.links, **options)

    async def go_through(
        self, character: Character, sabotage: Sabotage | None = None, tab: WatchedTab | None = None
    ) -> WatchedTab:
        """The whole interview, with the sabotage beside it. The sabotage must have come to its end."""
        tab = tab or self.tab()
        voice = Voice(Providers(AIConfig(env="scripted")).tts("essential"))
        conversation = Conversation(
            tab, self.links[0], character, voice, pace=Pace(patience_s=WITHIN_S), tell=self._tell
        )
        harm = asyncio.create_task(sabotage(self)) if sabotage else None
        try:
            await conversation.take()
        finally:
            if harm:
                await asyncio.wait_for(harm, 1)
        return tab

    def _tell(self, speaker: str, text: str) -> None:
        self.lines.append((speaker, text))

    async def when(self, condition: str) -> None:
        """Returns as soon as a turn of this interview fulfils the SQL condition."""
        query = f"SELECT 1 FROM interviews_turn AS turn WHERE interview_id = %s AND {condition}"  # noqa: S608
        give_up_at = time.monotonic() + WITHIN_S
        while not await asyncio.to_thread(self.rows, query):
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"It never came to this: {condition}")
            await asyncio.sleep(0.01)

    def rows(self, query: str) -> list[dict[str, Any]]:
        return self.stack.rows(query, self.interview.interview_id, schema=self.interview.schema)

    def forget_speech(self) -> None:
        """Everything that the interviewer says must be synthesized again."""
        self.stack.rows("DELETE FROM interviews_cachedspeech", schema=self.interview.schema)

    def turns(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM interviews_turn WHERE interview_id = %s ORDER BY position")

    def faults(self) -> list[tuple[str, str]]:
        """(port, code) of everything that failed on our side, as the turns tell."""
        return [(fault["port"], fault["code"]) for turn in self.turns() for fault in turn["faults"]]

    def scores(self) -> list[dict[str, Any]]:
        return self.rows(
            "SELECT score.* FROM evaluations_score AS score JOIN evaluations_evaluation AS evaluation"
            " ON evaluation.id = score.evaluation_id WHERE evaluation.interview_id = %s ORDER BY score.position"
        )

    def scorings(self) -> list[dict[str, Any]]:
        """Each time that an engine was asked for a score."""
        return self.rows("SELECT * FROM usage_providercall WHERE interview_id = %s AND purpose = 'score_answer'")

    def evaluation(self) -> dict[str, Any]:
        """Waits for it."""
        query = "SELECT * FROM evaluations_evaluation WHERE interview_id = %s AND status = 'ready'"
        give_up_at = time.monotonic() + EVALUATED_WITHIN_S
        while not (found := self.rows(query)):
            if time.monotonic() > give_up_at:
                raise TimeoutError("The interview was not evaluated.")
            time.sleep(0.1)
        return found[0]

    def assert_whole(self, tab: WatchedTab) -> None:
        """Completed and evaluated, nothing lost that was acknowledged, nothing asked or scored twice."""
        self.evaluation()
        assert self.rows("SELECT status FROM interviews_interview WHERE id = %s") == [{"status": "completed"}]
        self._assert_nothing_lost(tab)
        self._assert_asked_once()
        self._assert_scored_once()

    def _assert_nothing_lost(self, tab: WatchedTab) -> None:
        segments = self.rows("SELECT * FROM interviews_segment WHERE interview_id = %s")
        rows = {(row["turn_id"], row["sequence"]): row for row in segments}
        assert tab.unstored == []
        assert tab.acknowledged <= rows.keys()
        assert tab.sent.keys() == rows.keys(), "what was said is not what is kept"
        for key, recording in tab.sent.items():
            row = rows[key]
            assert row["sha256"] == hashlib.sha256(recording.audio).hexdigest()
            assert (self.stack.storage() / row["storage_key"]).read_bytes() == recording.audio
            assert row["text"] == words_in(recording)
        for turn in self.turns():
            said = [
                words_in(recording) for (turn_id, _), recording in sorted(tab.sent.items()) if turn_id == turn["id"]
            ]
            assert turn["transcript"] == " ".join(filter(None, said))

    def _assert_asked_once(self) -> None:
        turns = self.turns()
        assert [turn["position"] for turn in turns] == list(range(len(turns)))
        assert {turn["status"] for turn in turns} == {"done"}
        assert [turn["question_key"] for turn in turns if turn["kind"] == "main"] == ["q1", "q2"]
        follow_ups = [(turn["question_key"], turn["text"]) for turn in turns if turn["kind"] == "follow_up"]
        assert len(follow_ups) == len(set(follow_ups))

    def _assert_scored_once(self) -> None:
        assert [score["question_key"] for score in self.scores()] == ["q1", "q2"]
        assert [call["status"] for call in self.scorings()] == ["ok"] * CALLS_OF_A_SCORE * 2


def words_in(recording: Recording) -> str:
    """What scripted speech recognition hears in scripted speech."""
    return (comment_in(recording.audio) or "").strip()
