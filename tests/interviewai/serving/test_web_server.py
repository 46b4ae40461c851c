"""A socket is read by the handful, so that one that floods does not keep the others from their turn."""

from collections.abc import Callable

from autobahn.websocket.protocol import WebSocketProtocol

from interviewai.web_server import FRAMES_AT_ONCE, PacedSocket

FLOOD = 1_000


class Line:
    """What the socket does to its connection."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def pauseProducing(self) -> None:  # noqa: N802
        self.said.append("paused")

    def resumeProducing(self) -> None:  # noqa: N802
        self.said.append("resumed")


class Flooded(PacedSocket):
    """Frames of one byte; `turns` are what it has put off."""

    def __init__(self, state: int = WebSocketProtocol.STATE_OPEN) -> None:
        super().__init__()
        self.state, self.data, self.transport = state, b"", Line()
        self.taken = 0
        self.turns: list[Callable[[], None]] = []

    def processData(self) -> bool:  # noqa: N802
        self.taken += bool(self.data)
        self.data = self.data[1:]
        return bool(self.data)

    def put_off(self, turn: Callable[[], None]) -> None:
        self.turns.append(turn)

    def receive(self, frames: int) -> None:
        self.data += bytes(frames)
        self.consumeData()


def test_a_few_frames_are_taken_at_once() -> None:
    socket = Flooded()
    socket.receive(FRAMES_AT_ONCE - 1)
    assert (socket.taken, socket.transport.said, socket.turns) == (FRAMES_AT_ONCE - 1, [], [])


def test_after_a_few_frames_others_have_their_turn_and_nothing_more_is_read() -> None:
    socket = Flooded()
    socket.receive(FLOOD)
    assert (socket.taken, socket.transport.said, len(socket.turns)) == (FRAMES_AT_ONCE, ["paused"], 1)
    socket.receive(FLOOD)
    assert (socket.taken, len(socket.turns)) == (FRAMES_AT_ONCE, 1), "what was on its way waits with the rest"


def test_every_frame_has_its_turn_and_then_the_socket_is_read_again() -> None:
    socket = Flooded()
    socket.receive(FLOOD)
    while socket.turns:
        socket.turns.pop()()
    assert socket.taken == FLOOD
    assert socket.transport.said[-1] == "resumed"
    assert "resumed" not in socket.transport.said[:-1]


def test_of_a_flood_nothing_more_is_taken_once_the_socket_is_being_closed() -> None:
    socket = Flooded()
    socket.receive(FLOOD)
    socket.state = WebSocketProtocol.STATE_CLOSING
    socket.turns.pop()()
    socket.receive(FLOOD)
    assert (socket.taken, socket.turns) == (FRAMES_AT_ONCE, [])


def test_the_last_words_of_a_socket_that_is_being_closed_are_heard() -> None:
    socket = Flooded(WebSocketProtocol.STATE_CLOSING)
    socket.receive(1)
    assert socket.taken == 1
