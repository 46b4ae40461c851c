"""A second device takes the interview over in mid-answer: what was said on the first one is heard too, and first."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocketRoute, expect

from tests import seed
from tests.journeys.candidate import Candidate
from tests.journeys.conftest import new_context
from tests.journeys.test_interruptions import expect_all_sent, recorded
from tests.journeys.test_refused_pieces import block_websockets

Rows = Callable[..., list[dict[str, object]]]

PIECES = "SELECT page FROM interviews_segment WHERE turn_id = %s ORDER BY sequence"
TURN = "SELECT transcript, faults FROM interviews_turn WHERE id = %s"
HOLDER = "SELECT connection_id FROM interviews_interview WHERE id = %s"
KEPT = "What you said here is kept."
LOST = "A few seconds of what you said here could not be kept."
UNSENT = "Some of what you said here could not be sent."
LONGER_THAN_IT_TRIES_MS = 16 * 60 * 1000


class Line:
    """Between one page and the server. What is cut stays cut for sockets and requests alike until it is mended."""

    def __init__(self, page: Page) -> None:
        self.is_cut = False
        self.asked = 0
        self._sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/ws/"), self._socket)
        page.route(re.compile("/live/"), self._request)

    def cut(self) -> None:
        self.is_cut = True
        for socket in self._sockets:
            socket.close()
        self._sockets.clear()

    def _socket(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            return socket.close()
        socket.connect_to_server()
        return self._sockets.append(socket)

    def _request(self, route: Route) -> None:
        self.asked += 1
        if self.is_cut:
            route.abort()
        else:
            route.continue_()


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


@pytest.fixture
def phone_context(browser: Browser) -> Iterator[BrowserContext]:
    with new_context(browser) as context:
        yield context


@pytest.fixture
def phone(phone_context: BrowserContext, invited: seed.Seeded) -> Candidate:
    """Another device with the same link: it shares nothing with the first one."""
    return Candidate(phone_context.new_page(), invited.link)


def take_over(phone: Candidate) -> None:
    phone.page.goto(f"{phone.link.rstrip('/')}/room")
    phone.rejoin()


def expect_superseded(candidate: Candidate) -> None:
    expect(candidate.page.get_by_role("heading", name="open somewhere else")).to_be_visible()


def pages_of(rows: Rows, turn: str | None) -> list[object]:
    """Who recorded the pieces of the answer, in their order."""
    return [piece["page"] for piece in rows(PIECES, turn)]


def expect_device_by_device(pages: list[object], first: object, last: object) -> None:
    begin_of_last = pages.index(last)
    assert begin_of_last > 0
    assert (set(pages[:begin_of_last]), set(pages[begin_of_last:])) == ({first}, {last})


def holder(rows: Rows, invited: seed.Seeded) -> object:
    return rows(HOLDER, invited.interview_id)[0]["connection_id"]


def test_what_was_said_offline_stands_before_what_the_phone_said_meanwhile(
    candidate: Candidate, phone: Candidate, line: Line, page: Page, rows: Rows, invited: seed.Seeded
) -> None:
    candidate.practise()
    candidate.expect_listening()
    laptop = holder(rows, invited)
    line.cut()
    recorded(page, least=3)
    take_over(phone)
    phone.say_something()
    turn, on_the_phone = phone.turn, holder(rows, invited)
    assert set(pages_of(rows, turn)) == {on_the_phone}
    line.is_cut = False
    expect_superseded(candidate)
    expect_all_sent(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("Reconnecting")).to_be_hidden()
    assert holder(rows, invited) == on_the_phone, "who comes back does not take it back"
    phone.finish_turn()
    expect_device_by_device(pages_of(rows, turn), laptop, on_the_phone)
    assert rows(TURN, turn)[0]["faults"] == []


@pytest.mark.parametrize("way", ["WebSocket", "HTTP"])
def test_a_sentence_that_was_begun_when_the_phone_took_over_is_sent_too(
    candidate: Candidate, phone: Candidate, page: Page, rows: Rows, invited: seed.Seeded, way: str
) -> None:
    if way == "HTTP":
        block_websockets(page)
    candidate.practise()
    candidate.expect_listening()
    laptop = holder(rows, invited)
    recorded(page, least=3)
    take_over(phone)
    expect_superseded(candidate)
    expect_all_sent(page)
    phone.say_something()
    turn = phone.turn
    phone.finish_turn()
    expect_device_by_device(pages_of(rows, turn), laptop, holder(rows, invited))
    assert rows(TURN, turn)[0]["faults"] == []


def test_what_comes_after_the_phone_has_ended_the_answer_is_not_called_kept(
    candidate: Candidate, phone: Candidate, line: Line, page: Page, rows: Rows
) -> None:
    candidate.practise()
    candidate.expect_listening()
    line.cut()
    recorded(page, least=3)
    take_over(phone)
    phone.say_something()
    turn = phone.turn
    phone.finish_turn()
    line.is_cut = False
    expect(page.get_by_text(LOST)).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_hidden()
    expect_all_sent(page)
    assert rows(TURN, turn)[0]["faults"] == [{"port": "recording", "code": "turn_over"}]


def test_sending_without_an_answer_has_an_end_and_begins_again_when_the_line_is_back(
    candidate: Candidate, phone: Candidate, line: Line, page: Page, rows: Rows
) -> None:
    candidate.practise()
    candidate.expect_listening()
    recorded(page, least=3)
    line.is_cut = True  # For requests; the socket is there, and tells what has happened.
    take_over(phone)
    expect_superseded(candidate)
    page.clock.install()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.fast_forward(LONGER_THAN_IT_TRIES_MS)
    expect(page.get_by_text(UNSENT)).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_hidden()
    line.asked = 0
    page.clock.fast_forward(LONGER_THAN_IT_TRIES_MS)
    assert line.asked == 0
    line.is_cut = False
    page.evaluate("dispatchEvent(new Event('online'))")
    page.clock.fast_forward(LONGER_THAN_IT_TRIES_MS // 4)
    expect_all_sent(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert rows(TURN, phone.turn)[0]["faults"] == []
