"""A parent platform's HTTP server: `python -m tests.webhooks.receiver PORT`. It keeps what it received, and tells.

POST /<mode>/<name>        ok, status-500, retry-after-90, redirect, gigabyte, slow, hang, cut: the answer;
                           `late-50` answers 200 after so many milliseconds
PUT  /<name>  <mode>       from now on requests of that name are answered so
GET  /<name>               [{"headers": {...}, "body": "...", "at": ...}] received so far
GET  /                     {name: how many}
"""

import asyncio
import sys
import time
from collections import defaultdict
from typing import Any

from aiohttp import web

CHUNK = bytes(64 * 1024)
received: dict[str, list[dict[str, Any]]] = defaultdict(list)
modes: dict[str, str] = {}


async def receive(request: web.Request) -> web.StreamResponse:
    mode, name = request.match_info["mode"], request.match_info["name"]
    body = await request.text()
    received[name].append({"headers": dict(request.headers), "body": body, "at": time.time()})
    kind, _, number = modes.get(name, mode).partition("-")
    return await ANSWERS[kind](request, number)


async def ok(_request: web.Request, _number: str) -> web.StreamResponse:
    return web.Response(text="thank you")


async def late(_request: web.Request, milliseconds: str) -> web.StreamResponse:
    await asyncio.sleep(int(milliseconds) / 1000)
    return web.Response(text="thank you")


async def status(_request: web.Request, number: str) -> web.StreamResponse:
    return web.Response(status=int(number), text="no\0 thank you")


async def retry(_request: web.Request, after: str) -> web.StreamResponse:
    return web.Response(status=503, headers={"Retry-After": after.removeprefix("after-")})


async def redirect(_request: web.Request, _number: str) -> web.StreamResponse:
    return web.Response(status=307, headers={"Location": "/ok/redirected"})


async def gigabyte(request: web.Request, _number: str) -> web.StreamResponse:
    return await stream(request, CHUNK, 16 * 1024, 0)


async def slow(request: web.Request, _number: str) -> web.StreamResponse:
    return await stream(request, b"x", 3600, 1)


async def stream(request: web.Request, chunk: bytes, count: int, pause_s: float) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(count):
        await response.write(chunk)
        await asyncio.sleep(pause_s)
    return response


async def hang(_request: web.Request, _number: str) -> web.StreamResponse:
    await asyncio.sleep(3600)
    raise AssertionError


async def cut(request: web.Request, _number: str) -> web.StreamResponse:
    assert request.transport
    request.transport.close()
    return web.Response()


ANSWERS = {
    "ok": ok,
    "late": late,
    "status": status,
    "retry": retry,
    "redirect": redirect,
    "gigabyte": gigabyte,
    "slow": slow,
    "hang": hang,
    "cut": cut,
}


async def change(request: web.Request) -> web.Response:
    modes[request.match_info["name"]] = await request.text()
    return web.Response()


async def tell(request: web.Request) -> web.Response:
    return web.json_response(received.get(request.match_info["name"], []))


async def count(_request: web.Request) -> web.Response:
    return web.json_response({name: len(requests) for name, requests in received.items()})


def application() -> web.Application:
    made = web.Application(client_max_size=1024 * 1024)
    made.add_routes(
        [
            web.post("/{mode}/{name}", receive),
            web.put("/{name}", change),
            web.get("/{name}", tell),
            web.get("/", count),
        ]
    )
    return made


if __name__ == "__main__":
    web.run_app(
        application(), host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None, handler_cancellation=True
    )
