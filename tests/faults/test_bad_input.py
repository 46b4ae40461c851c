"""Whatever a page sends gets a clear answer or a close code, and loses nothing."""

import asyncio
import hashlib
import json
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from interviews import protocol
from interviews.synthetic.browser import consent
from interviews.synthetic.wire import Json, Recording, segment_frame
from tests.faults.trial import Trial
from tests.faults.wire import Wire, recording

WAV = b"RIFF" + bytes(60)


async def still_works(page: Wire) -> bool:
    await page.socket.send(json.dumps({"v": 1, "type": "sync"}))
    state = await page.hear_until("snapshot")
    return bool(state["interview"]["phase"] == "asking")


async def answer_to(page: Wire, data: str | bytes) -> Json:
    """The error or the receipt, past any news of the interview."""
    await page.socket.send(data)
    while (message := await page.hear())["type"] == "snapshot":
        pass
    return message


@pytest.mark.parametrize(
    ("text", "code", "close_code"),
    [
        ('{"v": 2, "type": "sync"}', "unknown_version", protocol.CLOSE_MALFORMED),
        ('{"type": "sync"}', "unknown_version", protocol.CLOSE_MALFORMED),
        (json.dumps({"v": 1, "type": "sync", "connection_id": "x" * 70_000}), "too_large", protocol.CLOSE_TOO_LARGE),
    ],
)
async def test_a_message_of_another_version_or_size_closes_the_connection(
    text: str, code: str, close_code: int, page: Wire
) -> None:
    answer = await answer_to(page, text)

    assert (answer["type"], answer["code"], answer["fatal"]) == ("error", code, True)
    assert await page.close_code() == close_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("not JSON", "malformed"),
        ("[" * 10_000, "malformed"),
        ('["a", "list"]', "malformed"),
        ('{"v": 1, "type": "reboot"}', "unknown_message"),
        ('{"v": 1, "type": "answer.end"}', "malformed"),
        ('{"v": 1, "type": "answer.end", "turn_id": "t", "segments": -1}', "malformed"),
        ('{"v": 1, "type": "answer.type", "turn_id": "t", "text": "%s"}' % ("x" * 10_001), "malformed"),
        ('{"v": 1, "type": "sync", "more": 1}', "malformed"),
        ('{"v": 1, "type": "answer.end", "turn_id": "\\u0000", "segments": 0}', "malformed"),
        ('{"v": 1, "type": "answer.type", "turn_id": "t", "text": "\\ud800"}', "malformed"),
    ],
)
async def test_a_message_that_cannot_be_read_is_refused_and_the_interview_goes_on(
    text: str, code: str, page: Wire
) -> None:
    answer = await answer_to(page, text)

    assert (answer["type"], answer["code"], answer["fatal"]) == ("error", code, False)
    assert await still_works(page)


@pytest.mark.parametrize(
    ("audio", "code"),
    [
        (b"", "empty_audio"),
        (b"MZ\x90\x00 this is a program", "not_audio"),
        (b"<script>alert(1)</script>", "not_audio"),
        (WAV + bytes(protocol.MAX_AUDIO_BYTES), "too_large"),
    ],
)
async def test_what_is_no_audio_is_refused_and_the_interview_goes_on(
    audio: bytes, code: str, page: Wire, turn_id: str, trial: Trial
) -> None:
    answer = await answer_to(page, segment_frame(turn_id, 0, Recording(audio, "audio/wav", 100)))

    assert (answer["type"], answer["code"], answer["fatal"]) == ("error", code, False)
    assert (answer["turn_id"], answer["sequence"], answer["final"]) == (turn_id, 0, True)
    assert await still_works(page)
    assert trial.rows("SELECT 1 FROM interviews_segment WHERE interview_id = %s") == []
    assert trial.faults() == ([] if code == "empty_audio" else [("recording", code)])


@pytest.mark.parametrize(
    "header",
    [
        {"sequence": -1},
        {"sequence": 10**12},
        {"turn_id": ""},
        {"turn_id": "trn_unknown"},
        {"turn_id": "\x00"},
        {"surprise": True},
    ],
)
async def test_a_segment_with_a_strange_header_is_refused(header: Json, page: Wire, turn_id: str, trial: Trial) -> None:
    told = {"v": 1, "type": "segment", "turn_id": turn_id, "sequence": 0, "duration_ms": 1, "content_type": "audio/wav"}
    written = json.dumps(told | header).encode()

    answer = await answer_to(page, len(written).to_bytes(4, "big") + written + WAV)

    assert (answer["type"], answer["about"], answer["final"]) == ("error", "segment", True)
    assert answer["sequence"] == (told | header)["sequence"]
    assert await still_works(page)
    assert trial.rows("SELECT 1 FROM interviews_segment WHERE interview_id = %s") == []


@pytest.mark.parametrize("frame", [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05no", b"\x00\x00\x00\x02{}RIFF"])
async def test_a_frame_that_cannot_be_taken_apart_is_refused(frame: bytes, page: Wire) -> None:
    assert (await answer_to(page, frame))["type"] == "error"
    assert page.socket.state.name == "OPEN" or await page.close_code() == protocol.CLOSE_MALFORMED


async def test_a_frame_larger_than_the_server_reads_closes_the_connection_and_loses_nothing(
    page: Wire, turn_id: str, trial: Trial
) -> None:
    await page.segment(turn_id, 0)

    with suppress(ConnectionClosed):  # The server does not wait for all of it.
        await page.socket.send(bytes(6 * 1024 * 1024))

    assert await page.close_code() in (1009, 1006)
    async with Wire(trial.links[0]) as again:
        state = await again.say("hello", connection_id="first")
        assert state["turn"]["stored_segments"] == [0]


async def test_a_repeated_segment_is_acknowledged_and_kept_once(page: Wire, turn_id: str, trial: Trial) -> None:
    first = recording("What I really said.")

    answers = [await answer_to(page, segment_frame(turn_id, 0, first)) for _ in range(3)]

    assert [answer["type"] for answer in answers] == ["stored"] * 3
    kept = trial.rows("SELECT sha256, storage_key FROM interviews_segment WHERE interview_id = %s")
    assert [row["sha256"] for row in kept] == [hashlib.sha256(first.audio).hexdigest()]
    assert (trial.stack.storage() / kept[0]["storage_key"]).read_bytes() == first.audio


async def test_what_two_devices_call_by_one_number_is_kept_of_both(page: Wire, turn_id: str, trial: Trial) -> None:
    pieces = [recording(words) for words in ("On the laptop.", "On the phone.")]
    async with Wire(trial.links[1]) as phone:
        for device, piece in zip((page, phone), pieces, strict=True):
            stored = await answer_to(device, segment_frame(turn_id, 0, piece))
            assert (stored["type"], stored["sequence"]) == ("stored", 0)
        await phone.say("answer.end", turn_id=turn_id, segments=1)

    await trial.when("status = 'done'")
    kept = trial.rows("SELECT sha256, storage_key FROM interviews_segment WHERE interview_id = %s ORDER BY sequence")
    assert [row["sha256"] for row in kept] == [hashlib.sha256(piece.audio).hexdigest() for piece in pieces]
    files = [(trial.stack.storage() / row["storage_key"]).read_bytes() for row in kept]
    assert files == [piece.audio for piece in pieces]
    assert trial.turns()[0]["transcript"] == "On the laptop. On the phone."


async def test_segments_may_come_in_any_order_and_a_missing_one_is_asked_for(
    page: Wire, turn_id: str, trial: Trial
) -> None:
    for sequence, words in ((2, "three."), (0, "One")):
        await answer_to(page, segment_frame(turn_id, sequence, recording(words)))

    end = json.dumps({"v": 1, "type": "answer.end", "turn_id": turn_id, "segments": 3})
    missing = await answer_to(page, end)
    assert (missing["code"], missing["missing"], missing["fatal"]) == ("segments_missing", [1], False)

    await answer_to(page, segment_frame(turn_id, 1, recording("two")))
    await page.socket.send(end)
    await trial.when("status = 'done'")
    assert trial.turns()[0]["transcript"] == "One two three."


async def test_a_finished_answer_takes_no_more_segments(page: Wire, turn_id: str, trial: Trial) -> None:
    await answer_to(page, segment_frame(turn_id, 0, recording("All that I say.")))
    await page.say("answer.end", turn_id=turn_id, segments=1)

    late = await answer_to(page, segment_frame(turn_id, 1, recording("And more.")))

    assert (late["code"], late["turn_id"], late["sequence"]) == ("turn_over", turn_id, 1)
    await trial.when("status = 'done'")
    assert trial.turns()[0]["transcript"] == "All that I say."


async def test_a_turn_of_another_interview_is_unknown(page: Wire, turn_id: str, trial: Trial, another: Trial) -> None:
    await asyncio.to_thread(consent, another.links[0])
    async with Wire(another.links[0]) as stranger:
        await stranger.say("hello", connection_id="stranger")
        await stranger.start()
        steps: list[Any] = [
            segment_frame(turn_id, 0, recording("Foreign words.")),
            *(
                json.dumps({"v": 1, "type": kind, "turn_id": turn_id, **fields})
                for kind, fields in (
                    ("answer.end", {"segments": 0}),
                    ("answer.type", {"text": "Foreign words."}),
                    ("turn.moment", {}),
                    ("turn.opened", {}),
                    ("correct", {"text": "Foreign words."}),
                )
            ),
        ]
        answers = [await answer_to(stranger, step) for step in steps]

    assert {answer["code"] for answer in answers} == {"unknown_turn"}
    untouched = trial.turns()[0]
    assert (untouched["status"], untouched["moments_used"], untouched["typed_text"]) == ("asked", 0, "")


STRANGE_TEXTS = {
    "HTML": "<script>alert('hi')</script> & <b>bold</b>",
    "emoji": "I \U0001f9d1‍\U0001f4bb write code \U0001f600",
    "right-to-left": "שלום, זאת התשובה שלי ‮ backwards",
    "long": "word " * 2000,
    "emoji only, 10,000 of them": "a" + "\U0001f600" * 9_999,
    "quotes": "'; DROP TABLE interviews_turn; -- \\ \" %s {0}",
}


@pytest.mark.parametrize("kind", STRANGE_TEXTS)
async def test_any_text_may_be_typed_and_is_kept_as_it_is(kind: str, page: Wire, turn_id: str, trial: Trial) -> None:
    text = STRANGE_TEXTS[kind]

    await page.socket.send(
        json.dumps({"v": 1, "type": "answer.type", "turn_id": turn_id, "text": text}, ensure_ascii=False)
    )
    await trial.when("status = 'done'")

    assert trial.turns()[0]["typed_text"] == text.strip()


async def test_characters_that_cannot_be_stored_are_left_out_of_a_typed_answer(
    page: Wire, turn_id: str, trial: Trial
) -> None:
    await page.socket.send(json.dumps({"v": 1, "type": "answer.type", "turn_id": turn_id, "text": "be\x00fore"}))
    await trial.when("status = 'done'")

    assert trial.turns()[0]["typed_text"] == "before"
