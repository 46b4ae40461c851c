"""Where a name leads: asked with a deadline of its own, and in few places of each organization.

`getaddrinfo` cannot be ended: a thread whose name server is silent stays for as long as the system is patient. It keeps
its place until then, so whoever has many such names waits for themselves alone.
"""

import asyncio
import errno
import socket
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

PLACES = 4  # of an organization; one name takes one, however many wait for it
THREADS = ThreadPoolExecutor(512, thread_name_prefix="lookup")  # made when no other one is free
LOOKUP_S = 3.0
REMEMBERED_S = 10.0
Question = tuple[str, str, int, socket.AddressFamily]

asking: ContextVar[str] = ContextVar("asking", default="")  # the organization for which this task sends


class LookupTimeout(OSError):
    def __init__(self) -> None:
        super().__init__(errno.ETIMEDOUT, "The name server did not answer in time.")


class Resolver(AbstractResolver):
    """Of one loop. What it found is remembered, and asked once by all of an organization who want to know it."""

    def __init__(self, deadline_s: float) -> None:
        """A request waits at most half of its deadline for its name."""
        self.lookup_s = min(LOOKUP_S, deadline_s / 2)
        self.places: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(PLACES))
        self.asked: dict[Question, asyncio.Task[list[ResolveResult]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        question = asking.get(), host, port, family
        if question not in self.asked:
            self.asked[question] = asyncio.create_task(self._ask(*question))
            self.asked[question].add_done_callback(lambda answer: self._remember(question, answer))
        return await asyncio.shield(self.asked[question])

    async def _ask(
        self, organization_id: str, host: str, port: int, family: socket.AddressFamily
    ) -> list[ResolveResult]:
        place = self.places[organization_id]
        try:
            async with asyncio.timeout(self.lookup_s):
                await place.acquire()
                answer = THREADS.submit(look_up, host, port, family)
                answer.add_done_callback(releasing(place))
                return [result(host, each) for each in await asyncio.wrap_future(answer)]
        except TimeoutError:
            raise LookupTimeout from None

    def _remember(self, question: Question, answer: asyncio.Task[list[ResolveResult]]) -> None:
        if answer.cancelled() or answer.exception():
            del self.asked[question]
        else:
            asyncio.get_running_loop().call_later(REMEMBERED_S, self.asked.pop, question)

    async def close(self) -> None:
        """Nobody waits for threads that have no answer yet."""
        for task in self.asked.values():
            task.cancel()


def look_up(host: str, port: int, family: socket.AddressFamily) -> list[Any]:
    return socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)


def releasing(place: asyncio.Semaphore) -> Callable[[Future[Any]], None]:
    """Once the thread has ended, which may be after the loop."""
    loop = asyncio.get_running_loop()

    def release(_ended: Future[Any]) -> None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(place.release)

    return release


def result(host: str, found: tuple[Any, ...]) -> ResolveResult:
    family, _, protocol, _, address = found
    return ResolveResult(
        hostname=host, host=address[0], port=address[1], family=family, proto=protocol, flags=socket.AI_NUMERICHOST
    )
