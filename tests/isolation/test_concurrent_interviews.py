"""Two organizations, all their candidates speaking at once, through two web processes and two workers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from interviews.synthetic.characters import Asked, Says
from interviews.synthetic.client import Tab
from interviews.synthetic.conversation import Conversation, Pace
from interviews.synthetic.links import Link
from interviews.synthetic.voice import Voice
from interviews.synthetic.wire import Json
from providers.config import AIConfig
from providers.registry import Providers
from tests.seed import Seeded
from tests.stack import Stack

Both = tuple[list[Seeded], list[Seeded]]


@dataclass
class Witnessed:
    """What one candidate was shown."""

    row: Seeded
    interview_ids: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    def note(self, message: Json) -> None:
        if message["type"] != "snapshot":
            return
        self.interview_ids.add(message["interview"]["id"])
        self.addresses |= set(message["acknowledgements"])
        if turn := message["turn"]:
            self.words |= {caption["text"] for caption in turn["captions"]}
            self.addresses |= {piece["url"] for piece in turn["speech"]}
        self.words |= {answer["transcript"] for answer in message["review"] if answer["transcript"]}


def speaking_of(secret: str) -> Callable[[Asked], Says]:
    """Every answer names whose candidate it is, in enough words not to be asked further."""
    return lambda asked: Says(f"My secret is {secret}. " + "I built it with my team and measured the result. " * 4)


async def take(witness: Witnessed, stack: Stack, number: int) -> None:
    bases = stack.webs[number % 2 :] + stack.webs[: number % 2]
    links = [Link.parse(witness.row.link).at(base) for base in bases]
    voice = Voice(Providers(AIConfig(env="scripted")).tts("essential"))
    tab = Tab(links, on_message=witness.note, way="http" if number % 8 == 7 else "auto")
    character = speaking_of(witness.row.interview_id)
    await Conversation(tab, links[0], character, voice, pace=Pace(patience_s=90)).take()


async def all_at_once(stack: Stack, rows: list[Seeded]) -> list[Witnessed]:
    witnesses = [Witnessed(row) for row in rows]
    async with asyncio.TaskGroup() as group:
        for number, witness in enumerate(witnesses):
            group.create_task(take(witness, stack, number))
    return witnesses


async def test_nobody_sees_anything_of_another_interview(shared_stack: Stack, two_organizations: Both) -> None:
    acme, globex = two_organizations
    mixed = [row for pair in zip(acme[1:], globex[1:], strict=True) for row in pair]
    assert len(mixed) >= 30

    witnesses = await all_at_once(shared_stack, mixed)

    for witness in witnesses:
        assert witness.interview_ids == {witness.row.interview_id}
        secrets = {word for text in witness.words for word in text.split() if word.startswith("int_")}
        assert {secret.rstrip(".") for secret in secrets} == {witness.row.interview_id}
        token = Link.parse(witness.row.link).token
        assert witness.addresses
        assert all(address.startswith(f"/i/{token}/") for address in witness.addresses)
    for own, other in ((acme, globex), (globex, acme)):
        holds_only_its_own(shared_stack, own, other)
    scored_from_their_own_words(shared_stack, mixed)


def holds_only_its_own(stack: Stack, own: list[Seeded], other: list[Seeded]) -> None:
    """Rows, files and cached speech of one organization."""
    schema, organization_id = own[0].schema, own[0].organization_id
    interview_ids = {row.interview_id for row in own}
    assert ids(stack, schema, "SELECT id FROM interviews_interview") == interview_ids
    segments = stack.rows("SELECT interview_id, text, storage_key FROM interviews_segment", schema=schema)
    assert segments
    for segment in segments:
        assert segment["interview_id"] in interview_ids
        assert segment["storage_key"].startswith(f"{organization_id}/recordings/{segment['interview_id']}/")
        assert not any(row.interview_id in segment["text"] for row in other)
    cached = stack.rows("SELECT chunks FROM interviews_cachedspeech", schema=schema)
    keys = {chunk["key"] for row in cached for chunk in row["chunks"]}
    assert keys
    assert all(key.startswith(f"{organization_id}/speech/") for key in keys)
    calls = ids(stack, schema, "SELECT interview_id AS id FROM usage_providercall WHERE interview_id IS NOT NULL")
    assert calls <= interview_ids
    assert {path.name for path in (stack.storage() / organization_id / "recordings").iterdir()} <= interview_ids


def scored_from_their_own_words(stack: Stack, rows: list[Seeded]) -> None:
    query = "SELECT transcript FROM interviews_turn WHERE interview_id = %s AND kind = 'main'"
    for row in rows:
        transcripts = [turn["transcript"] for turn in stack.rows(query, row.interview_id, schema=row.schema)]
        assert len(transcripts) == 2
        assert all(row.interview_id in transcript for transcript in transcripts)


def ids(stack: Stack, schema: str, query: str) -> set[Any]:
    return {row["id"] for row in stack.rows(query, schema=schema)}
