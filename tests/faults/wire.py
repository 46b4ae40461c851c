"""A page that says what no page of ours would say."""

import asyncio
import json
from types import TracebackType
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from interviews.synthetic.links import Link
from interviews.synthetic.wire import Json, Recording, segment_frame
from providers.wav import wav

ANSWER_WITHIN_S = 20


def recording(words: str = "One thing that I said.") -> Recording:
    return Recording(wav(bytes(1600), 8000, words), "audio/wav", 100)


class Wire:
    """`async with Wire(link) as wire`: a WebSocket, and nothing else."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def __aenter__(self) -> "Wire":
        self.socket: ClientConnection = await connect(self._link.socket, proxy=None, max_size=None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def say(self, kind: str, **fields: Any) -> Json:
        return await self.send(json.dumps({"v": 1, "type": kind, **fields}))

    async def start(self) -> Json:
        """To the practice turn."""
        state = await self.say("start")
        while state.get("turn") is None:
            state = await self.hear()
        return state

    async def segment(self, turn_id: str, sequence: int, content: Recording | None = None) -> Json:
        return await self.send(segment_frame(turn_id, sequence, content or recording()))

    async def send(self, data: str | bytes) -> Json:
        """The first answer that is not just news of the interview's state; the state, when that is the answer."""
        await self.socket.send(data)
        return await self.hear()

    async def hear(self) -> Json:
        message: Json = json.loads(await self._receive())
        return message

    async def hear_until(self, kind: str) -> Json:
        while (message := await self.hear())["type"] != kind:
            pass
        return message

    async def close_code(self) -> int:
        """What the server ends the conversation with, after whatever it still has to say."""
        try:
            while True:
                await self._receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006

    async def _receive(self) -> str | bytes:
        return await asyncio.wait_for(self.socket.recv(), ANSWER_WITHIN_S)
