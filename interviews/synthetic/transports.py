"""Two ways to the live interview, with one face: a WebSocket, and plain HTTP for networks that block it."""

import asyncio
import json
from typing import Any, Protocol
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from interviews.synthetic.browser import Browser
from interviews.synthetic.errors import LineLost, Refused
from interviews.synthetic.links import Link, as_the_proxy
from interviews.synthetic.wire import LAST_WORDS, Json

OPTIONS: dict[str, Any] = {"open_timeout": 10, "proxy": None, "compression": None}
POLL_S = 1.0
POLL_THINKING_S = 0.3
FATAL_STATUSES = (404, 410)


class Transport(Protocol):
    async def send(self, data: str | bytes) -> None:
        """A message as text, a segment as bytes. Raises LineLost."""

    async def receive(self) -> Json:
        """The server's next message. Raises LineLost, or Refused when the server will not have us back."""

    async def close(self) -> None: ...


class SocketTransport:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    @classmethod
    async def open(cls, link: Link) -> "SocketTransport":
        try:
            return cls(await connect(link.socket, **_route(link), **OPTIONS))
        except (OSError, TimeoutError, WebSocketException) as error:
            raise LineLost(f"The WebSocket did not open ({type(error).__name__}).") from error

    async def send(self, data: str | bytes) -> None:
        try:
            await self._socket.send(data)
        except ConnectionClosed as error:
            raise _ended(error) from error

    async def receive(self) -> Json:
        try:
            message: Json = json.loads(await self._socket.recv())
        except ConnectionClosed as error:
            raise _ended(error) from error
        return message

    async def close(self) -> None:
        await self._socket.close()


def _route(link: Link) -> dict[str, Any]:
    """Where the socket really goes, when that is not where its address points."""
    if not link.via:
        return {}
    parts = urlsplit(link.via)
    told = as_the_proxy(link.base, link.via)
    told.pop("Host", None)  # It is in the address.
    return {
        "host": parts.hostname,
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "additional_headers": told,
    }


def _ended(error: ConnectionClosed) -> LineLost | Refused:
    code = error.rcvd.code if error.rcvd else 1006
    if code in LAST_WORDS:
        return Refused(str(code), LAST_WORDS[code])
    return LineLost(f"The WebSocket was closed ({code}).")


class HttpTransport:
    """Messages are posted and answered at once; what others change is seen by asking for the snapshot."""

    def __init__(self, link: Link) -> None:
        self._browser = Browser.of(link)
        self._live = f"{link.path}live/"
        self._answers: asyncio.Queue[Json] = asyncio.Queue()
        self._thinking = False

    async def send(self, data: str | bytes) -> None:
        if isinstance(data, str):
            await self._post("message", data.encode(), "application/json")
        else:
            await self._post("segment", data, "application/octet-stream")

    async def receive(self) -> Json:
        try:
            message = await asyncio.wait_for(self._answers.get(), POLL_THINKING_S if self._thinking else POLL_S)
        except TimeoutError:
            message = await self._snapshot()
        if message["type"] == "snapshot":
            self._thinking = message["interview"]["phase"] == "thinking"
        return message

    async def close(self) -> None:
        pass

    async def _snapshot(self) -> Json:
        reply = await asyncio.to_thread(self._browser.get, f"{self._live}snapshot")
        return self._read(reply.status, reply.body)

    async def _post(self, name: str, body: bytes, content_type: str) -> None:
        reply = await asyncio.to_thread(self._browser.post, f"{self._live}{name}", body, content_type)
        for message in self._read(reply.status, reply.body)["messages"]:
            self._answers.put_nowait(message)

    def _read(self, status: int, body: bytes) -> Json:
        if status >= 500 or status == 429:
            raise LineLost(f"The server answered with status {status}.")
        try:
            document: Json = json.loads(body)
        except ValueError as error:
            raise LineLost(f"The server answered with status {status} and no JSON.") from error
        if status in FATAL_STATUSES:
            refusal = document["messages"][0]
            raise Refused(refusal["code"], refusal["message"])
        return document
