"""python -m benchmarks.late_receiver PORT MILLISECONDS: answers every request 200 after so long, at next to no cost."""

import asyncio
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
LENGTH = b"content-length:"


class Late(asyncio.Protocol):
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while (end := end_of_request(self.unread)) is not None:
            self.unread = self.unread[end:]
            asyncio.get_running_loop().call_later(self.seconds, self.transport.write, ANSWER)


def end_of_request(data: bytes) -> int | None:
    """None while it has not come whole."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    told = data[:end].lower().partition(LENGTH)[2].partition(b"\r\n")[0]
    end += 4 + int(told)
    return end if len(data) >= end else None


async def serve(port: int, milliseconds: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Late(milliseconds / 1000), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
