"""How much of the web process one link can take by its sockets: frames that wait in memory, and sockets that are open.

A server hands over each frame as it comes, whether the one before has been answered or not, and cannot be told to wait.
So frames are taken in here at once and counted. Who sends on without waiting loses the socket, and what waits is
dropped: nothing of it was acknowledged, so a page sends it again.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from interviewai.kernel.errors import Conflict
from interviews import protocol
from interviews.candidate.live import error_message

FRAMES_UNANSWERED = 32  # A page sends one segment at a time; a rehearsal all the pieces of an answer at once.
BYTES_UNANSWERED = 16 * 1024 * 1024
FLOODED_WAITS_S = 3.0  # Until the next socket of that link opens; the server itself gives a handshake five seconds.
SOCKETS_PER_LINK = 8  # In one process. Lines that died without a word are among them: the newest one always opens.

Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


class BoundedSockets:
    def __init__(self, application: Application) -> None:
        self.application = application
        self.lines: dict[str, list[Line]] = {}
        self.flooded: dict[str, float] = {}  # by link: until when; the one that ends first comes first

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        link, line = scope["path"], Line(receive, send)
        await self._wait_after_flood(link)
        try:
            async with self._admitted(link, line):
                await line.carry(self.application, scope)
        finally:
            if line.has_flooded:
                self.flooded.pop(link, None)
                self.flooded[link] = time.monotonic() + FLOODED_WAITS_S

    async def _wait_after_flood(self, link: str) -> None:
        """Nothing is read of a socket that has not opened yet."""
        now = time.monotonic()
        while self.flooded and (oldest := next(iter(self.flooded.items())))[1] <= now:
            del self.flooded[oldest[0]]
        if until := self.flooded.get(link):
            await asyncio.sleep(until - now)

    @asynccontextmanager
    async def _admitted(self, link: str, line: "Line") -> AsyncIterator[None]:
        """The oldest one makes room."""
        lines = self.lines.setdefault(link, [])
        lines.append(line)
        try:
            if len(lines) > SOCKETS_PER_LINK:
                await lines.pop(0).cut("This interview is open on too many lines at once.")
            yield
        finally:
            if line in lines:
                lines.remove(line)
            if not lines and self.lines.get(link) is lines:
                del self.lines[link]


class Line:
    """One socket. `unanswered` are the sizes of what waits, and of what the application works at."""

    has_flooded = False

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._waiting: asyncio.Queue[Event] = asyncio.Queue()
        self._unanswered: deque[int] = deque()
        self._is_at_work = self._is_accepted = self._is_cut = False

    async def carry(self, application: Application, scope: Event) -> None:
        taking_in = asyncio.create_task(self._take_in())
        try:
            await application(scope, self._next, self._tell)
        finally:
            taking_in.cancel()
            with suppress(asyncio.CancelledError):
                await taking_in

    async def cut(self, reason: str) -> None:
        """The page is told and may come back; the application hears that the socket is gone."""
        accepted, self._is_cut = self._is_accepted, True
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait({"type": "websocket.disconnect", "code": protocol.CLOSE_TOO_MANY})
        if accepted:
            refusal = error_message(Conflict(reason, code="too_many_unanswered"))
            await self._send({"type": "websocket.send", "text": protocol.write_message(refusal)})
        await self._send({"type": "websocket.close", "code": protocol.CLOSE_TOO_MANY})

    async def _take_in(self) -> None:
        while True:
            event = await self._receive()
            if self._is_cut:
                continue
            self._unanswered.append(len(event.get("bytes") or event.get("text") or ""))
            self._waiting.put_nowait(event)
            if len(self._unanswered) > FRAMES_UNANSWERED or sum(self._unanswered) > BYTES_UNANSWERED:
                self.has_flooded = True
                await self.cut("This page sends more than we can answer. It connects again by itself.")

    async def _next(self) -> Event:
        """Whoever asks for the next one has answered the one before."""
        if self._is_at_work and self._unanswered:
            self._unanswered.popleft()
        self._is_at_work = False
        event = await self._waiting.get()
        self._is_at_work = True
        return event

    async def _tell(self, event: Event) -> None:
        self._is_accepted |= event["type"] == "websocket.accept"
        if not self._is_cut:
            await self._send(event)
