"""The attacker: what they hold, and what they were answered."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

from benchmarks.siege.seeding import People
from interviews.synthetic.links import Link

REQUEST_S = 60
CSRF = "m" * 32  # Cookie and field only have to agree.


@dataclass
class Mallory:
    base: str
    people: People
    answers: "Counter[str]" = field(default_factory=Counter)

    @property
    def links(self) -> list[Link]:
        return [Link.parse(link) for link in self.people.links]

    def note(self, answer: str) -> None:
        self.answers[answer] += 1

    def browser(self, *, logged_in: bool = False) -> aiohttp.ClientSession:
        cookies = {"csrftoken": CSRF} | ({"sessionid": self.people.session} if logged_in else {})
        return self._session({"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})

    def platform(self, *, livemode: bool) -> aiohttp.ClientSession:
        return self._session({"X-API-Key": self.people.live_key if livemode else self.people.test_key})

    def _session(self, headers: dict[str, str]) -> aiohttp.ClientSession:
        timeout = aiohttp.ClientTimeout(total=REQUEST_S)
        connector, jar = aiohttp.TCPConnector(limit=0), aiohttp.DummyCookieJar()
        return aiohttp.ClientSession(self.base, headers=headers, timeout=timeout, connector=connector, cookie_jar=jar)

    async def get(self, session: aiohttp.ClientSession, path: str) -> None:
        await self._ask(session, "GET", path)

    async def submit(self, session: aiohttp.ClientSession, path: str, **fields: str) -> None:
        await self._ask(session, "POST", path, data={"csrfmiddlewaretoken": CSRF, **fields})

    async def call(self, session: aiohttp.ClientSession, path: str, body: object = None) -> None:
        await self._ask(session, "POST", f"/api/v1/{path}", json=body)

    async def _ask(self, session: aiohttp.ClientSession, method: str, path: str, **body: object) -> None:
        try:
            async with session.request(method, path, allow_redirects=False, **body) as answer:  # type: ignore[arg-type]
                await answer.read()
                self.note(str(answer.status))
        except (aiohttp.ClientError, TimeoutError) as error:
            self.note(type(error).__name__)


async def flood(at_once: int, again: Callable[[int], Awaitable[None]]) -> None:
    """So many at a time, each the next number, without end."""

    async def one(number: int) -> None:
        while True:
            await again(number)
            number += at_once

    await asyncio.gather(*(one(number) for number in range(at_once)))
