"""A candidate's tab: one conversation with the server that outlives lost connections, and loses nothing on the way.

What it holds is what a browser holds: the latest snapshot, and the segments that the server has not yet stored.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import cycle
from types import TracebackType
from typing import Literal

from interviews.synthetic import wire
from interviews.synthetic.errors import CandidateError, GaveUp, LineLost, Refused
from interviews.synthetic.links import Link
from interviews.synthetic.transports import HttpTransport, SocketTransport, Transport
from interviews.synthetic.wire import Json, Recording

Way = Literal["auto", "websocket", "http"]
HEARTBEAT_S = 4.0
AGAIN_AFTER_S = 2.5
SOCKET_TRIES_BEFORE_HTTP = 2
BACKOFF_S = (0.1, 0.3, 1.0, 2.0)
# Answers to a message that a later try may turn into success.
PASSING = {"segments_missing", "not_now"}


class Tab:
    """`async with Tab([link]) as tab`. Several links are the same interview on several web processes, tried in turn.

    `on_message` sees every message as it arrives.
    """

    def __init__(
        self,
        links: Sequence[Link],
        *,
        way: Way = "auto",
        connection_id: str = "",
        heartbeat_s: float = HEARTBEAT_S,
        on_message: Callable[[Json], None] = lambda _message: None,
    ) -> None:
        self.connection_id = connection_id or secrets.token_hex(8)
        self.snapshot: Json | None = None
        self.lost_lines = 0
        self._links = cycle(links)
        self._way = way
        self._heartbeat_s = heartbeat_s
        self._on_message = on_message
        self._transport: Transport | None = None
        self._unstored: dict[tuple[str, int], bytes] = {}
        self._socket_failures = 0
        self._was_heard = False
        self._refusal: Refused | None = None
        self._end: Refused | None = None
        self._changed = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Tab":
        self._tasks = [asyncio.create_task(self._keep_line()), asyncio.create_task(self._beat())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:  # One that was handed a result in the same moment misses it, and is told again.
                task.cancel()
            await asyncio.wait(running, timeout=1)
        if self._transport:
            await self._transport.close()

    @property
    def unstored(self) -> list[tuple[str, int]]:
        """(turn, sequence) of what the server has not acknowledged."""
        return sorted(self._unstored)

    async def until(self, wanted: Callable[[Json], bool], within_s: float, waiting_for: str) -> Json:
        """The first snapshot that is wanted. Raises GaveUp, or Refused when the server ended the conversation."""
        async with self._changed:
            try:
                async with asyncio.timeout(within_s):
                    await self._changed.wait_for(lambda: self._end or (self.snapshot and wanted(self.snapshot)))
            except TimeoutError:
                raise GaveUp(f"Waited {within_s:.0f} s for {waiting_for}.") from None
            if self._end or self.snapshot is None:
                raise self._end or LineLost("The conversation ended before it began.")
            return self.snapshot

    async def insist(self, kind: str, done: Callable[[Json], bool], within_s: float = 60, **fields: object) -> Json:
        """Sends a message again and again until a snapshot shows that the server did what it says."""
        give_up_at = asyncio.get_running_loop().time() + within_s
        self._refusal = None
        while asyncio.get_running_loop().time() < give_up_at:
            await self.say(kind, **fields)
            with suppress(GaveUp):
                return await self.until(lambda state: bool(self._refusal) or done(state), AGAIN_AFTER_S, kind)
            if self._refusal:
                raise self._refusal
        raise GaveUp(f"The server did not act on {kind} within {within_s:.0f} s.")

    async def say(self, kind: str, **fields: object) -> None:
        """Once, over whatever line there is; a line that is lost loses it."""
        await self._send(wire.message(kind, self.connection_id, **fields))

    async def upload(self, turn_id: str, sequence: int, recording: Recording) -> None:
        """Kept, and sent again over each new line, until the server says that it is stored."""
        frame = wire.segment_frame(turn_id, sequence, recording)
        self._unstored[turn_id, sequence] = frame
        await self._send(frame)

    async def stored(self, turn_id: str, within_s: float = 60) -> None:
        """Returns when nothing of this turn waits for an acknowledgement any more."""

        def waiting() -> bool:
            return any(turn == turn_id for turn, _ in self._unstored)

        give_up_at = asyncio.get_running_loop().time() + within_s
        while waiting():
            with suppress(GaveUp):
                await self.until(lambda _: not waiting(), AGAIN_AFTER_S * 2, "stored")
            if waiting():
                await self._send_unstored()
            if asyncio.get_running_loop().time() > give_up_at:
                raise GaveUp(f"{len(self._unstored)} segments were not acknowledged within {within_s:.0f} s.")

    async def drop_line(self) -> None:
        """Cuts the connection, as a dead network would."""
        if self._transport:
            await self._transport.close()

    async def _send(self, data: str | bytes) -> None:
        if self._transport is None:
            return
        with suppress(CandidateError):  # The reading side finds out too, and acts on it.
            await self._transport.send(data)

    async def _send_unstored(self) -> None:
        for _, frame in sorted(self._unstored.items()):
            await self._send(frame)

    async def _keep_line(self) -> None:
        tries = 0
        while True:
            try:
                await self._hold_line()
            except LineLost:
                self.lost_lines += 1
            except Refused as refusal:
                await self._finish(refusal)
                return
            tries = 0 if self._was_heard else tries + 1
            await asyncio.sleep(BACKOFF_S[min(tries, len(BACKOFF_S) - 1)])

    async def _hold_line(self) -> None:
        self._was_heard = False
        transport = await self._open(next(self._links))
        try:
            await transport.send(wire.message("hello", self.connection_id))
            self._transport = transport
            await self._send_unstored()
            while True:
                await self._take(await transport.receive())
        finally:
            self._transport = None
            await transport.close()

    async def _open(self, link: Link) -> Transport:
        if self._way == "http" or (self._way == "auto" and self._socket_failures >= SOCKET_TRIES_BEFORE_HTTP):
            return HttpTransport(link)
        try:
            return await SocketTransport.open(link)
        except LineLost:
            self._socket_failures += 1
            raise

    async def _take(self, message: Json) -> None:
        self._was_heard = True
        self._socket_failures = 0
        match message["type"]:
            case "snapshot":
                self.snapshot = message
            case "stored":
                self._unstored.pop((message["turn_id"], message["sequence"]), None)
            case "error":
                self._hear_error(message)
        self._on_message(message)
        async with self._changed:
            self._changed.notify_all()

    def _hear_error(self, message: Json) -> None:
        refusal = Refused(message["code"], message["message"])
        if message["fatal"]:
            self._end = refusal
        elif message.get("about") == "segment":
            if message["final"]:
                self._unstored.pop((message["turn_id"], message["sequence"]), None)
        elif message["code"] not in PASSING:
            self._refusal = refusal

    async def _finish(self, refusal: Refused) -> None:
        async with self._changed:
            self._end = self._end or refusal
            self._changed.notify_all()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._heartbeat_s)
            await self.say("sync")
