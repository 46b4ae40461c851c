"""In the interview room: sockets as a page opens them, and what they answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.siege.attacks.mallory import Mallory
from interviews.synthetic import wire
from interviews.synthetic.browser import consent
from interviews.synthetic.errors import CandidateError
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Json

Visit = Callable[[Link], Awaitable[None]]
PAGE = "mallory"
COMES_BACK_AFTER_S = 0.5


@asynccontextmanager
async def socket(link: Link) -> AsyncIterator[ClientConnection]:
    """Of a link that has agreed and begun. What it answers waits to be read, or does not."""
    await asyncio.to_thread(consent, link)
    async with connect(link.socket, proxy=None, compression=None, close_timeout=1, max_queue=4) as opened:
        await opened.send(wire.message("hello", PAGE))
        await opened.send(wire.message("start", PAGE))
        yield opened


async def turn_of(opened: ClientConnection) -> str:
    """The id of the first turn that is told."""
    while True:
        message: Json = json.loads(await opened.recv())
        if message["type"] == "snapshot" and message["turn"]:
            return str(message["turn"]["id"])


@asynccontextmanager
async def hearing(mallory: Mallory, opened: ClientConnection) -> AsyncIterator["asyncio.Task[None]"]:
    """The task that notes each answer, until the socket is closed or nobody listens any more."""
    task = asyncio.create_task(note_all(mallory, opened))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def note_all(mallory: Mallory, opened: ClientConnection) -> None:
    """Raises ConnectionClosed at the end, however friendly it is."""
    while True:
        message = json.loads(await opened.recv())
        mallory.note(message["type"] if message["type"] != "error" else f"refused: {message['code']}")


async def once(mallory: Mallory, visit: Visit, links: Sequence[Link]) -> None:
    """With each of the links at once; how a visit was ended by the other side is noted."""

    async def one(link: Link) -> None:
        try:
            await visit(link)
        except ConnectionClosed as error:
            mallory.note(f"closed {error.rcvd.code if error.rcvd else 1006}")
        except (CandidateError, OSError, TimeoutError, WebSocketException) as error:
            mallory.note(type(error).__name__)

    await asyncio.gather(*(one(link) for link in links))


async def persist(mallory: Mallory, visit: Visit, links: Sequence[Link]) -> None:
    """The same; whoever is thrown out comes back."""

    async def one(link: Link) -> None:
        while True:
            await once(mallory, visit, [link])
            await asyncio.sleep(COMES_BACK_AFTER_S)

    await asyncio.gather(*(one(link) for link in links))
