"""A piece of an answer that the server refuses, for good or for now: the person is told, the next pieces arrive."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.candidate import HEARD, Candidate

Rows = Callable[..., list[dict[str, object]]]

FAULTS = "SELECT faults FROM interviews_turn WHERE id = %s"
PIECES = "SELECT content_type, duration_ms, text FROM interviews_segment WHERE turn_id = %s ORDER BY sequence"
TOLD = "A few seconds of what you said could not be kept."
SPOIL = """
let left = %d;
const slice = Blob.prototype.arrayBuffer;
Blob.prototype.arrayBuffer = async function () {
  const bytes = await slice.call(this);
  const isBeginning = new Uint8Array(bytes)[0] === 0x1a;
  if (!window.isSpoiling || !isBeginning || left-- <= 0) return bytes;
  return %s;
};
"""
TOO_LARGE = "new Uint8Array(4 * 1024 * 1024 + 1).buffer"
NO_AUDIO = "new Uint8Array(bytes.byteLength).buffer"
ODD_RECORDER = """
Object.defineProperty(MediaRecorder.prototype, "mimeType", { get: () => "%s" });
"""


def block_websockets(page: Page) -> None:
    page.route_web_socket(re.compile("/ws/"), lambda socket: socket.close())


@pytest.mark.parametrize(("bytes_of", "code"), [(TOO_LARGE, "too_large"), (NO_AUDIO, "not_audio")])
@pytest.mark.parametrize("way", ["WebSocket", "HTTP"])
def test_a_piece_that_is_refused_for_good_is_told_written_down_and_keeps_no_other_back(
    candidate: Candidate, page: Page, rows: Rows, bytes_of: str, code: str, way: str
) -> None:
    if way == "HTTP":
        block_websockets(page)
    page.add_init_script(SPOIL % (1, bytes_of))
    candidate.practise()
    candidate.say_something()
    turn = candidate.turn
    before = page.locator(".captions__segment").count()
    page.evaluate("window.isSpoiling = true")  # The next recording's beginning.
    expect(page.get_by_role("alert").filter(has_text=TOLD)).to_be_visible()
    expect(page.locator(".captions__segment").nth(before + 1)).to_be_attached()
    candidate.finish_turn()
    assert rows(FAULTS, turn) == [{"faults": [{"port": "recording", "code": code}]}]


def test_a_piece_that_is_refused_for_now_lets_the_next_ones_go_before_and_arrives(
    candidate: Candidate, page: Page, rows: Rows
) -> None:
    refused: list[int] = []

    def refuse_once(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def carry(message: str | bytes) -> None:
            if isinstance(message, str) or refused or b'"trn_' not in message:
                server.send(message)
                return
            head = message[4 : 4 + int.from_bytes(message[:4], "big")]
            names = re.search(rb'"turn_id":"(\w+)","sequence":(\d+)', head)
            assert names
            refused.append(int(names[2]))
            socket.send(
                '{"v":1,"type":"error","code":"not_stored","message":"Later.","fatal":false,"about":"segment",'
                f'"final":false,"turn_id":"{names[1].decode()}","sequence":{refused[0]}}}'
            )

        socket.on_message(carry)

    page.route_web_socket(re.compile("/ws/"), refuse_once)
    candidate.go_straight_in()
    candidate.join()
    candidate.say_something()
    turn = candidate.turn
    candidate.finish()
    expect(candidate.button("Go to the first question")).to_be_visible()
    assert refused == [0]
    assert len(rows(PIECES, turn)) >= 1
    assert rows(FAULTS, turn) == [{"faults": []}]


@pytest.mark.parametrize("told", ["", "video/webm", "odd"])
def test_an_answer_is_kept_whatever_its_recorder_calls_it(
    candidate: Candidate, page: Page, rows: Rows, told: str
) -> None:
    page.add_init_script(ODD_RECORDER % told)
    candidate.go_straight_in()
    candidate.join()
    candidate.say_something()
    expect(candidate.captions).to_have_text(HEARD)
    turn = candidate.turn
    candidate.finish()
    expect(candidate.button("Go to the first question")).to_be_visible()
    assert {row["content_type"] for row in rows(PIECES, turn)} == {"audio/webm"}


@pytest.mark.parametrize("told", ["0", "-5", "NaN", "8 * 3600 * 1000", "1.5e300"])
def test_an_answer_is_kept_whatever_the_clock_of_its_page_says(
    candidate: Candidate, page: Page, rows: Rows, told: str
) -> None:
    page.add_init_script(f"const round = Math.round; Math.round = (ms) => (ms > 1500 ? {told} : round(ms));")
    candidate.go_straight_in()
    candidate.join()
    candidate.say_something()
    turn = candidate.turn
    candidate.finish()
    expect(candidate.button("Go to the first question")).to_be_visible()
    assert rows(FAULTS, turn) == [{"faults": []}]
    assert len(rows(PIECES, turn)) >= 1
