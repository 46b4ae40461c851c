"""What a page may send, and what is said about the rest."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews import protocol
from interviews.protocol import AnswerEnd, ProtocolError, read_message, read_segment


def frame(header: object, audio: bytes = b"OggS") -> bytes:
    head = json.dumps(header).encode()
    return len(head).to_bytes(4, "big") + head + audio


HEADER = {"v": 1, "type": "segment", "turn_id": "trn_1", "sequence": 0, "duration_ms": 900, "content_type": "audio/ogg"}


def test_a_message_becomes_what_it_says() -> None:
    message = read_message('{"v":1,"type":"answer.end","turn_id":"trn_1","segments":3,"reason":"time_box"}')
    assert message == AnswerEnd(v=1, type="answer.end", turn_id="trn_1", segments=3, reason="time_box")


@pytest.mark.parametrize(
    ("text", "code", "close_code"),
    [
        ('{"v":2,"type":"sync"}', "unknown_version", protocol.CLOSE_MALFORMED),
        ('{"type":"sync"}', "unknown_version", protocol.CLOSE_MALFORMED),
        ('{"v":1,"type":"dance"}', "unknown_message", None),
        ('{"v":1}', "unknown_message", None),
        ('{"v":1,"type":"answer.end","turn_id":"t","segments":-1}', "malformed", None),
        ('{"v":1,"type":"sync","extra":1}', "malformed", None),
        ("[1,2]", "malformed", None),
        ("no json", "malformed", None),
        ("[" * 50_000, "malformed", None),
        ('{"v":1,"type":"answer.type","turn_id":"t","text":"' + "x" * 10_001 + '"}', "malformed", None),
        ("x" * (protocol.MAX_MESSAGE_BYTES + 1), "too_large", protocol.CLOSE_TOO_LARGE),
    ],
)
def test_a_message_that_cannot_be_read_says_why(text: str, code: str, close_code: int | None) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_message(text)
    assert (caught.value.code, caught.value.close_code) == (code, close_code)


def test_ten_thousand_characters_of_any_script_fit() -> None:
    text = "\u202eשלום 🎙️ <b>" * 700
    body = {"v": 1, "type": "answer.type", "turn_id": "t", "text": text[:10_000]}
    assert read_message(json.dumps(body, ensure_ascii=False)).text == text[:10_000]  # type: ignore[union-attr]


def test_a_segment_is_its_header_and_its_audio() -> None:
    header, audio = read_segment(frame(HEADER, b"OggS and more"))
    assert (header.sequence, header.content_type, audio) == (0, "audio/ogg", b"OggS and more")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "malformed"),
        (b"\xff\xff\xff\xff", "malformed"),
        (frame(HEADER | {"v": 9}), "unknown_version"),
        (frame(HEADER | {"sequence": -1}), "malformed"),
        (frame(HEADER | {"surprise": True}), "malformed"),
        (frame(HEADER, b"\0" * (protocol.MAX_AUDIO_BYTES + 1)), "too_large"),
    ],
)
def test_a_frame_that_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_segment(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (900, 900),
        (900.4, 900),
        (0, 0),
        (-5, 0),
        (4 * 3600 * 1000, 600_000),
        (10**30, 600_000),
        (float("nan"), 0),
        (float("inf"), 600_000),
        (None, 0),
        ("soon", 0),
        (True, 0),
    ],
)
def test_whatever_a_browsers_clock_says_the_segment_can_be_read(told: object, kept: int) -> None:
    header, _ = read_segment(frame(HEADER | {"duration_ms": told}))
    assert header.duration_ms == kept


@pytest.mark.parametrize("told", ["", None, 7, "text/html", "audio/wav\r\nSet-Cookie: a=b", "AUDIO/OGG", "x" * 3000])
def test_whatever_a_recorder_calls_its_type_the_segment_can_be_read(told: object) -> None:
    header, audio = read_segment(frame(HEADER | {"content_type": told}))
    assert (header.sequence, audio) == (0, b"OggS")


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_the_reader_stumble(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_segment(data)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"v": 1, "type": "answer.type", "turn_id": "t", "text": "yes", "text": "no"}', "/text"),
        ('{"v": 1, "v": 1, "type": "hello"}', "/v"),
        ('{"v": 1, "type": "answer.end", "turn_id": "t", "segments": NaN}', "/segments"),
        ('{"v": 1, "type": "hello", "connection_id": [{"a": 1, "a": 2}]}', "/connection_id/0/a"),
    ],
)
def test_a_message_that_says_a_thing_twice_or_in_no_number_names_the_place(text: str, place: str) -> None:
    with pytest.raises(ProtocolError, match=place) as refused:
        read_message(text)
    assert (refused.value.code, refused.value.close_code) == ("malformed", None)
