"""python -m interviewai.web_server: Daphne, which reads no faster from one socket than others can stand.

Autobahn takes apart all that a read brought, some thousand frames of a page that says `sync` as fast as it can, before
anybody else has a turn; and goes on reading a socket that is being closed. Here it is a few frames, then the others.
"""

import asyncio
import sys
from collections.abc import Callable

from autobahn.websocket.protocol import WebSocketProtocol as Frames
from daphne.cli import CommandLineInterface
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

FRAMES_AT_ONCE = 8
# A request waits for the interpreter after each of its queries, so long for each thread that computes.
SWITCH_S = 0.001


class PacedSocket(WebSocketProtocol):  # type: ignore[misc]  # Daphne has no types
    is_held = False

    def consumeData(self) -> None:  # noqa: N802  # Autobahn's name
        """Of a socket that is being closed nothing more is taken apart: Autobahn drops it after a second."""
        if self.state not in (Frames.STATE_OPEN, Frames.STATE_CLOSING):
            super().consumeData()
        elif not self.is_held:
            self._take_a_few()

    def _take_a_few(self) -> None:
        for _ in range(FRAMES_AT_ONCE):
            if not self.processData() or self.state == Frames.STATE_CLOSED:
                return
        self.is_held = True
        self.transport.pauseProducing()
        self.put_off(self._go_on)

    def put_off(self, turn: Callable[[], None]) -> None:
        """To the next round of the loop: Daphne's reactor is asyncio's."""
        asyncio.get_running_loop().call_soon(turn)

    def _go_on(self) -> None:
        if self.state != Frames.STATE_OPEN:
            return
        self.is_held = False
        self._take_a_few()
        if not self.is_held:
            self.transport.resumeProducing()


if __name__ == "__main__":
    sys.setswitchinterval(SWITCH_S)
    WebSocketFactory.protocol = PacedSocket
    CommandLineInterface.entrypoint()
