"""What no page of ours would send: each is answered with a sentence or a close code, and loses nothing."""

import asyncio
import io
import json
import wave
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from interviews import protocol
from interviews.models import Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from providers.config import AIConfig
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page, spoken
from tests.interviews.socket import opened
from tests.providers.audio import hours_in_a_small_file

ANY_SCRIPT = "\u202eשלום 🎙️ <script>alert(1)</script> & \u2066مرحبا\u2069 "


def no_samples() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as empty:
        empty.setparams((1, 2, 16_000, 0, "NONE", ""))
    return file.getvalue()


def turn(page: Page, turn_id: str) -> Turn:
    with organization_schema(page.organization):
        return Turn.objects.get(id=turn_id)


@pytest.mark.parametrize(
    ("audio", "code"),
    [
        (b"", "empty_audio"),
        (b"<html>no audio</html>", "not_audio"),
        (b"#EXTM3U\nhttp://127.0.0.1/secret", "not_audio"),
        (b"\0" * 1000, "not_audio"),
        (b"OggS" + b"\0" * (protocol.MAX_AUDIO_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_audio_is_refused_and_the_answer_goes_on(
    acme: Organization, invite: Invite, audio: bytes, code: str
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    refused = page.segment("", 0, audio=audio)
    assert (refused["type"], refused["code"], refused["fatal"]) == ("error", code, False)
    assert refused["message"].endswith(".")
    page.answer("What I say afterwards is heard.")
    assert turn(page, turn_id).transcript == "What I say afterwards is heard."


def test_audio_that_is_broken_behind_its_first_bytes_loses_nothing_else(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    for sequence, audio in enumerate([b"OggS and then nonsense", no_samples(), spoken("but this was clear")]):
        assert page.segment("", sequence, audio=audio)["type"] == "stored"
    page.send("answer.end", turn_id=turn_id, segments=3, reason="candidate")
    assert turn(page, turn_id).transcript.endswith("but this was clear")


def test_of_hours_in_a_small_file_only_the_beginning_is_decoded_and_the_candidate_is_asked_again(
    acme: Organization, invite: Invite
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    with override_settings(AI=AIConfig(env="local")):
        assert page.segment("", audio=hours_in_a_small_file(2))["type"] == "stored"
        page.send("answer.end", turn_id=turn_id, segments=1, reason="candidate")
    page.refresh()
    assert page.turn["notice"] == "please_repeat"
    assert turn(page, turn_id).faults == [{"port": "stt", "code": "too_long"}]


def test_a_segment_after_the_end_of_its_answer_is_told_so(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.answer("This was all of it.")
    late = page.segment("too late", 5, turn_id=turn_id)
    assert (late["code"], late["sequence"], late["fatal"]) == ("turn_over", 5, False)
    assert page.segment("This was all of it.", 0, turn_id=turn_id)["type"] == "stored"
    other = page.segment("of another device", 0, turn_id=turn_id)
    assert (other["code"], other["sequence"], other["final"]) == ("turn_over", 0, True)


def test_an_answer_of_too_many_pieces_is_refused(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    for sequence in (600, 2**31, 2**63):
        assert page.segment("far away", sequence)["code"] in ("too_large", "malformed")


@pytest.mark.parametrize("kind", ["answer.type", "correct"])
def test_ten_thousand_characters_of_any_script_are_kept_as_they_are(
    acme: Organization, invite: Invite, kind: str
) -> None:
    page = invite(acme, questions=1)
    page.practise()
    text = (ANY_SCRIPT * 300)[:10_000].strip()
    turn_id = page.turn["id"]
    if kind == "correct":
        page.answer("misheard")
        page.send("interview.end")
    page.send(kind, turn_id=turn_id, text=text)
    assert turn(page, turn_id).answer_text == text
    too_long = page.send(kind, turn_id=turn_id, text="x" * 10_001)
    assert (too_long["code"], too_long["fatal"]) == ("malformed", False)


def test_characters_that_no_database_stores_cost_nothing_but_themselves(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.send("answer.type", turn_id=turn_id, text="before\0after")
    assert turn(page, turn_id).typed_text == "beforeafter"
    unreadable = [{"type": "sync", "connection_id": "\0"}, {"type": "correct", "turn_id": "t", "text": "\ud800"}]
    for body in (json.dumps({"v": 1} | message) for message in unreadable):
        refused = page.client.post(f"{page.base}/live/message", body, content_type="application/json")
        assert (refused.status_code, refused.json()["messages"][0]["code"]) == (422, "malformed")


def test_an_empty_typed_answer_is_asked_for_again(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    assert page.send("answer.type", turn_id=page.turn["id"], text=" \n\0 ")["code"] == "empty_answer"
    page.refresh()
    assert page.turn["status"] == "asked"


def test_a_request_over_every_limit_is_answered_in_the_protocol(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    for name in ("message", "segment"):
        answer = page.client.post(
            f"{page.base}/live/{name}", b"x" * (6 * 1024 * 1024), content_type="application/octet-stream"
        )
        assert (answer.status_code, answer.json()["messages"][0]["code"]) == (422, "too_large")


@pytest.mark.parametrize(
    ("sent", "code", "close_code"),
    [
        ('{"v":2,"type":"sync"}', "unknown_version", protocol.CLOSE_MALFORMED),
        ("x" * (protocol.MAX_MESSAGE_BYTES + 1), "too_large", protocol.CLOSE_TOO_LARGE),
    ],
)
def test_a_socket_that_cannot_be_understood_is_closed_with_a_code(
    acme: Organization, invite: Invite, sent: str, code: str, close_code: int
) -> None:
    page = invite(acme)

    async def speak() -> tuple[str, int]:
        async with opened(page.token) as socket:
            await socket.send_to(text_data=sent)
            return (await socket.hear())["code"], await socket.close_code()

    assert asyncio.run(speak()) == (code, close_code)


def test_a_socket_outlives_what_is_only_malformed(acme: Organization, invite: Invite) -> None:
    page = invite(acme)

    async def speak() -> list[Any]:
        async with opened(page.token) as socket:
            for nonsense in ("[]", "no json", '{"v":1,"type":"dance"}', '{"v":1,"type":"correct"}'):
                await socket.send_to(text_data=nonsense)
            await socket.send_to(bytes_data=b"\xff\xff\xff\xff")
            codes = [(await socket.hear())["code"] for _ in range(5)]
            return [codes, (await socket.tell("hello", connection_id="tab-1"))["type"]]

    codes = ["malformed", "malformed", "unknown_message", "malformed", "malformed"]
    assert asyncio.run(speak()) == [codes, "snapshot"]


def test_the_older_of_two_sockets_is_closed_and_the_newer_goes_on(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]

    async def two_tabs() -> tuple[int, str]:
        async with opened(page.token) as older, opened(page.token) as newer:
            await older.tell("hello", connection_id="older")
            await newer.tell("hello", connection_id="newer")
            code = await older.close_code()
            answer = await newer.tell("answer.type", turn_id=turn_id, text="I go on in the newer tab.")
            return code, answer["type"]

    assert asyncio.run(two_tabs()) == (protocol.CLOSE_SUPERSEDED, "snapshot")
    assert turn(page, turn_id).typed_text == "I go on in the newer tab."


def test_starting_twice_at_once_starts_once(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.send("hello")

    async def click(kind: str) -> None:
        def post() -> int:
            body = json.dumps({"v": 1, "type": kind})
            try:
                return page.client.post(f"{page.base}/live/message", body, content_type="application/json").status_code
            finally:
                connection.close()  # Django's test client leaves it to the thread, and the thread ends here.

        assert set(await asyncio.gather(*(asyncio.to_thread(post) for _ in range(4)))) == {200}

    asyncio.run(click("start"))
    page.refresh()
    page.answer("I am only trying.")
    asyncio.run(click("practice.done"))
    with organization_schema(acme):
        assert [each.kind for each in interview_of(page).turns.all()] == ["practice", "main"]
