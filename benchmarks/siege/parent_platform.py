"""The besieged organization's parent platform: it invites by mail, and waits for webhooks at an address of its own."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web

from benchmarks.siege.reckoning import Wait
from interviewai.embedded.ports import free_port

PING_EVERY_S, INVITE_EVERY_S = 1.0, 2.0
PATIENCE_S = 60
ADDRESS = "besieged-{}@example.com"


@dataclass
class Platform:
    """Waits for mails are read from the database when all is over (aftermath.py)."""

    base: str
    key: str
    waits: list[Wait]
    number: "count[int]" = field(default_factory=count)
    _pinged: dict[str, float] = field(default_factory=dict)
    _arrived: dict[str, float] = field(default_factory=dict)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """With an endpoint, and the job for which candidates are invited."""
        port = free_port()
        runner = await self._serve(port)
        timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
        async with aiohttp.ClientSession(self.base, headers={"X-API-Key": self.key}, timeout=timeout) as session:
            self._session = session
            made = await self._ask("POST", "webhook-endpoints", {"url": f"http://127.0.0.1:{port}/"})
            jobs = await self._ask("GET", "job-descriptions")
            self._endpoint, self._job = made["id"], jobs["results"][0]["job_description_id"]
            yield
        await runner.cleanup()

    async def ping(self) -> None:
        began = time.time()
        try:
            delivery = await self._ask("POST", f"webhook-endpoints/{self._endpoint}/ping")
            self._pinged[delivery["event_id"]] = began
        except (aiohttp.ClientError, TimeoutError):
            self.waits.append(Wait("webhook", began, time.time() - began, gave_up=True))
        await asyncio.sleep(PING_EVERY_S)

    async def invite(self) -> None:
        began, address = time.time(), ADDRESS.format(next(self.number))
        body = {"job_description_id": self._job, "candidates": [{"name": "Candidate", "email": address}]}
        try:
            await self._ask("POST", "candidates/invite", body)
        except (aiohttp.ClientError, TimeoutError):
            self.waits.append(Wait("mail", began, time.time() - began, gave_up=True))
        await asyncio.sleep(INVITE_EVERY_S)

    async def last_arrivals(self) -> None:
        give_up_at = time.time() + PATIENCE_S
        while self._pinged.keys() - self._arrived.keys() and time.time() < give_up_at:
            await asyncio.sleep(0.1)
        for event_id, began in self._pinged.items():
            ended = self._arrived.get(event_id)
            self.waits.append(Wait("webhook", began, (ended or time.time()) - began, gave_up=ended is None))

    async def _ask(self, method: str, path: str, body: object = None) -> Any:
        async with self._session.request(method, f"/api/v1/{path}", json=body) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def _serve(self, port: int) -> web.AppRunner:
        application = web.Application()
        application.router.add_post("/", self._receive)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    async def _receive(self, request: web.Request) -> web.Response:
        self._arrived.setdefault(request.headers["webhook-id"], time.time())
        return web.Response(text="ok")
