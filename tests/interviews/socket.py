"""A candidate's page on a WebSocket, against the application that Daphne serves."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from asgiref.testing import ApplicationCommunicator
from channels.testing import WebsocketCommunicator

from interviewai.asgi import application

Json = dict[str, Any]


class Socket(WebsocketCommunicator):
    """Channels' own keeps each thread's database connection, for tests in a transaction; these return to the pool."""

    async def send_input(self, message: Json) -> None:
        await ApplicationCommunicator.send_input(self, message)  # type: ignore[no-untyped-call]

    async def receive_output(self, timeout: float = 1) -> Json:
        return cast("Json", await ApplicationCommunicator.receive_output(self, timeout))  # type: ignore[no-untyped-call]

    async def tell(self, kind: str, **fields: object) -> Json:
        """The answer to one message."""
        await self.send_to(text_data=json.dumps({"v": 1, "type": kind, **fields}))
        return await self.hear()

    async def hear(self) -> Json:
        message: Json = json.loads(await self.receive_from(timeout=10))
        return message

    async def hear_until(self, kind: str) -> Json:
        while True:
            message = await self.hear()
            if message["type"] == kind:
                return message

    async def close_code(self) -> int:
        event = await self.receive_output(timeout=10)
        while event["type"] != "websocket.close":
            event = await self.receive_output(timeout=10)
        code: int = event["code"]
        return code


@asynccontextmanager
async def opened(token: str) -> AsyncIterator[Socket]:
    socket = Socket(application, f"/ws/i/{token}")
    connected, _ = await socket.connect(timeout=10)
    assert connected
    try:
        yield socket
    finally:
        await socket.disconnect(timeout=10)
