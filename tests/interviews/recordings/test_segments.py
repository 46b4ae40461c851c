"""Pieces of an answer as recorders and networks really send them: kept, or refused by their name and written down."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from interviews import protocol
from interviews.models import Segment, Turn
from interviews.recordings.storing import most_segments
from interviews.synthetic.wire import Recording, segment_frame
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite
from tests.interviews.page import Page, spoken
from tests.interviews.socket import opened

Json = dict[str, Any]
WORDS = "What I say is kept."


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    """In the first question."""
    page = invite(acme)
    page.practise()
    return page


def over_http(page: Page, frame: bytes) -> Json:
    reply = page.client.post(f"{page.base}/live/segment", frame, content_type="application/octet-stream")
    message: Json = reply.json()["messages"][0]
    return message


def over_websocket(page: Page, frame: bytes) -> Json:
    async def send() -> Json:
        async with opened(page.token) as socket:
            await socket.send_to(bytes_data=frame)
            return await socket.hear()

    return asyncio.run(send())


def framed(page: Page, audio: bytes, **header: object) -> bytes:
    told = {"v": 1, "type": "segment", "turn_id": page.turn["id"], "sequence": 0, **header}
    head = json.dumps(told).encode()
    return len(head).to_bytes(4, "big") + head + audio


def segments(page: Page) -> list[Segment]:
    with organization_schema(page.organization):
        rows = Segment.objects.filter(interview_id=page.interview_id).exclude(turn__kind="practice")
        return list(rows.select_related("turn").order_by("turn__position", "sequence"))


def turn(page: Page, turn_id: str) -> Turn:
    with organization_schema(page.organization):
        return Turn.objects.get(id=turn_id)


def end(page: Page, turn_id: str, count: int) -> Turn:
    page.send("answer.end", turn_id=turn_id, segments=count, reason="candidate")
    return turn(page, turn_id)


@pytest.mark.parametrize(
    "told", ["", None, "odd", "text/html", "audio/wav\r\nA: b", "video/webm", "audio/ogg", "x" * 200]
)
def test_what_was_said_is_kept_whatever_its_recorder_calls_it(page: Page, told: object) -> None:
    assert page.segment(WORDS, content_type=told)["type"] == "stored"
    assert end(page, page.turn["id"], 1).transcript == WORDS
    assert [segment.content_type for segment in segments(page)] == ["audio/wav"]


@pytest.mark.parametrize("told", [0, -1, 0.5, 8 * 3600 * 1000, 10**30, None, "long", float("nan"), float("-inf")])
def test_what_was_said_is_kept_whatever_its_pages_clock_says(page: Page, told: object) -> None:
    assert page.segment(WORDS, duration_ms=told)["type"] == "stored"
    assert end(page, page.turn["id"], 1).transcript == WORDS
    assert 0 <= segments(page)[0].duration_ms <= protocol.MAX_DURATION_MS


def test_a_header_without_type_and_duration_is_enough(page: Page) -> None:
    assert over_http(page, framed(page, spoken(WORDS)))["type"] == "stored"


REFUSED: dict[str, tuple[str, Callable[[Page], bytes]]] = {
    "too large": ("too_large", lambda page: framed(page, b"OggS" + bytes(protocol.MAX_AUDIO_BYTES), sequence=3)),
    "too large to be sent": ("too_large", lambda page: framed(page, b"", sequence=3, lost=True)),
    "no audio": ("not_audio", lambda page: framed(page, b"<html>", sequence=3)),
    "a member too many": ("malformed", lambda page: framed(page, spoken(WORDS), sequence=3, more=1)),
    "the lost member of no kind": ("malformed", lambda page: framed(page, spoken(WORDS), sequence=3, lost="x")),
    "a number too high": ("too_large", lambda page: framed(page, spoken(WORDS), sequence=600)),
    "a number of another database": ("too_large", lambda page: framed(page, spoken(WORDS), sequence=2**63)),
    "a number below zero": ("malformed", lambda page: framed(page, spoken(WORDS), sequence=-1)),
    "half a number": ("malformed", lambda page: framed(page, spoken(WORDS), sequence=1.5)),
}


@pytest.mark.parametrize("way", [over_http, over_websocket])
@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_names_its_segment_and_the_loss_stands_in_the_turn(
    page: Page, kind: str, way: Callable[[Page, bytes], Json]
) -> None:
    code, frame_of = REFUSED[kind]
    frame = frame_of(page)
    told = protocol.named_in(frame)
    for _ in range(2):
        refused = way(page, frame)
        assert (refused["type"], refused["about"], refused["code"]) == ("error", "segment", code)
        assert (refused["turn_id"], refused["sequence"]) == (page.turn["id"], told["sequence"])
        assert (refused["final"], refused["fatal"]) == (True, False)
    assert page.segment(WORDS)["type"] == "stored"
    ended = end(page, page.turn["id"], 1)
    assert (ended.transcript, ended.faults) == (WORDS, [{"port": "recording", "code": code}])


def test_a_frame_that_http_does_not_take_is_named_all_the_same(page: Page) -> None:
    refused = over_http(page, framed(page, b"OggS" + bytes(6 * 1024 * 1024), sequence=2))
    assert (refused["code"], refused["turn_id"], refused["sequence"]) == ("too_large", page.turn["id"], 2)
    assert turn(page, page.turn["id"]).faults == [{"port": "recording", "code": "too_large"}]


def test_an_empty_piece_is_refused_and_nothing_was_lost_with_it(page: Page) -> None:
    refused = over_http(page, framed(page, b"", sequence=1))
    assert (refused["code"], refused["sequence"], refused["final"]) == ("empty_audio", 1, True)
    assert turn(page, page.turn["id"]).faults == []


def test_words_that_come_after_the_end_of_their_answer_stand_in_its_turn_as_lost(page: Page) -> None:
    turn_id = page.turn["id"]
    page.answer(WORDS)
    late = page.segment("and one thing more", 1, turn_id=turn_id)
    assert (late["code"], late["turn_id"], late["sequence"], late["final"]) == ("turn_over", turn_id, 1, True)
    assert turn(page, turn_id).faults == [{"port": "recording", "code": "turn_over"}]


def test_a_turn_of_somebody_else_is_named_and_gets_no_fault(page: Page, acme: Organization, invite: Invite) -> None:
    stranger = invite(acme)
    stranger.practise()
    refused = page.segment(WORDS, turn_id=stranger.turn["id"])
    assert (refused["code"], refused["turn_id"], refused["final"]) == ("unknown_turn", stranger.turn["id"], True)
    assert turn(stranger, stranger.turn["id"]).faults == []


@pytest.mark.parametrize("way", [over_http, over_websocket])
def test_what_the_storage_does_not_take_now_is_named_and_may_be_sent_again(
    page: Page, way: Callable[[Page, bytes], Json], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = framed(page, spoken(WORDS))
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "save", _disk_full)
        refused = way(page, frame)
    assert (refused["code"], refused["turn_id"], refused["sequence"]) == ("not_stored", page.turn["id"], 0)
    assert (refused["final"], refused["fatal"]) == (False, False)
    assert way(page, frame)["type"] == "stored"
    ended = end(page, page.turn["id"], 1)
    assert (ended.transcript, ended.faults) == (WORDS, [])


def _disk_full(*_args: object, **_options: object) -> str:
    raise OSError("no space left")


def test_what_two_devices_call_by_one_number_is_kept_of_both_in_the_order_of_their_coming(page: Page) -> None:
    turn_id = page.turn["id"]
    for words, number in (("Laptop one.", 0), ("Phone one.", 0), ("Laptop two.", 1), ("Phone two.", 1)):
        answer = page.segment(words, number)
        assert (answer["type"], answer["sequence"]) == ("stored", number)
    page.refresh()
    assert page.turn["stored_segments"] == [0, 1, 2, 3]
    assert [caption["text"] for caption in page.turn["captions"]] == [
        "Laptop one.", "Phone one.", "Laptop two.", "Phone two."
    ]  # fmt: skip
    ended = end(page, turn_id, 2)
    assert ended.transcript == "Laptop one. Phone one. Laptop two. Phone two."
    assert ended.segments_expected == 4


def test_repeats_of_both_devices_pieces_are_kept_once_also_after_the_end(page: Page) -> None:
    turn_id = page.turn["id"]
    for words in ("Laptop.", "Phone.", "Laptop.", "Phone.", "Phone."):
        assert page.segment(words, 0)["type"] == "stored"
    assert end(page, turn_id, 1).transcript == "Laptop. Phone."
    for words in ("Laptop.", "Phone."):
        assert page.segment(words, 0, turn_id=turn_id)["type"] == "stored"
    assert [(segment.sequence, segment.moved_from) for segment in segments(page)] == [(0, None), (1, 0)]
    assert turn(page, turn_id).faults == []


def test_the_same_words_as_two_pieces_are_two_pieces(page: Page) -> None:
    for number in (0, 1):
        assert page.segment("Yes.", number)["type"] == "stored"
    assert end(page, page.turn["id"], 2).transcript == "Yes. Yes."


def test_an_answer_waits_for_what_a_device_has_counted_and_another_has_not_sent(page: Page) -> None:
    page.segment("Laptop one.", 0)
    page.segment("Phone one.", 0)
    refused = page.send("answer.end", turn_id=page.turn["id"], segments=3, reason="candidate")
    assert (refused["code"], refused["missing"]) == ("segments_missing", [2])


def test_many_that_send_one_number_at_once_are_all_kept_and_each_once(page: Page) -> None:
    words = [f"Device {number}." for number in range(4)] * 2

    def send(said: str) -> str:
        try:
            return str(page.segment(said, 0)["type"])
        finally:
            connection.close()  # Django's test client leaves it to the thread, and the thread ends here.

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(send, said) for said in words))

    assert asyncio.run(all_at_once()) == ["stored"] * 8
    assert sorted(segment.text for segment in segments(page)) == sorted(set(words))
    assert [segment.sequence for segment in segments(page)] == [0, 1, 2, 3]


def test_other_audio_of_one_number_finds_an_end_at_the_limit(page: Page) -> None:
    last = most_segments() - 1
    assert page.segment("The last one.", last)["type"] == "stored"
    refused = page.segment("One more.", last)
    assert (refused["code"], refused["sequence"], refused["final"]) == ("too_large", last, True)


def test_a_recording_that_comes_again_longer_takes_the_place_of_its_beginning(page: Page) -> None:
    whole = spoken("All that I said")
    beginning = whole[: len(whole) - 40]
    for audio in (beginning, whole, beginning, whole):
        assert page.segment("", 0, audio=audio)["type"] == "stored"
    [kept] = segments(page)
    assert kept.size_bytes == len(whole)
    with organization_schema(page.organization):
        assert default_storage.open(kept.storage_key).read() == whole
    assert end(page, page.turn["id"], 1).transcript == "All that I said"


def test_the_longer_recording_is_not_called_stored_once_the_answer_is_over(page: Page) -> None:
    turn_id, whole = page.turn["id"], spoken("All that I said")
    page.segment("", 0, audio=whole[: len(whole) - 40])
    end(page, turn_id, 1)
    assert page.segment("", 0, audio=whole, turn_id=turn_id)["code"] == "turn_over"


def test_the_synthetic_candidates_frame_is_what_the_server_reads(page: Page) -> None:
    frame = segment_frame(page.turn["id"], 0, Recording(spoken(WORDS), "audio/wav", 900))
    assert over_websocket(page, frame)["type"] == "stored"
