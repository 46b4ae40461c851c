"""Whose request is answered next, where one process computes for all: its threads only take time from one another.

A share of the places is an address's, and a share of that one organization's behind it. The more of them ask, the
smaller the shares, and room is left for one who comes. So whoever floods waits behind their own flood, and others wait
for a few requests at most. Of those that wait the one with the least under way comes first, then who waits longest.

For one event loop, in its thread.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

REMEMBERED_S = 2.0  # Who asked a moment ago will ask again.


@dataclass(frozen=True)
class Client:
    """`organization` is whatever the request says, unchecked: it divides what its address has, and nobody else's."""

    address: str
    organization: str = ""


class TooManyWaiting(Exception):
    """Of this address, or altogether."""


@dataclass(eq=False)
class Request:
    number: int
    called: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class FairTurns:
    """`places` are under way at once; behind them wait at most so many of one address, and so many altogether."""

    def __init__(
        self, places: int, *, waiting_of_address: int, waiting: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.places, self.waiting_of_address, self.waiting = places, waiting_of_address, waiting
        self._clock = clock
        self._arrivals = 0
        self._queues: dict[Client, deque[Request]] = {}
        self._queued: Counter[str] = Counter()
        self._under_way: Counter[Client] = Counter()
        self._of_address: Counter[str] = Counter()
        self._seen: dict[Client, float] = {}  # The one that asked longest ago comes first.
        self._clients: Counter[str] = Counter()  # of each address, among the seen

    @asynccontextmanager
    async def turn_of(self, client: Client) -> AsyncIterator[None]:
        """Raises TooManyWaiting at once. Who is cancelled while waiting stands in nobody's way."""
        await self._wait(client)
        try:
            yield
        finally:
            self._leave(client)

    async def _wait(self, client: Client) -> None:
        self._refuse_too_many(self._queued[client.address])
        self._notice(client)
        request = self._queue(client)
        self._call_next()
        try:
            await request.called
        except asyncio.CancelledError:
            if request.called.cancelled():
                self._unqueue(client, request)
            else:
                self._leave(client)
            raise

    def _refuse_too_many(self, of_address: int) -> None:
        """Who has nothing waiting is let in even then: a health check, or whoever is not the flood."""
        if of_address >= self.waiting_of_address or (of_address and self._queued.total() >= self.waiting):
            raise TooManyWaiting

    def _leave(self, client: Client) -> None:
        self._under_way.subtract({client: 1})
        self._of_address.subtract({client.address: 1})
        self._under_way, self._of_address = +self._under_way, +self._of_address
        self._notice(client)
        self._call_next()

    def _call_next(self) -> None:
        while self._under_way.total() < self.places:
            ready = [client for client in self._queues if self._has_room(client)]
            if not ready:
                return
            client = min(ready, key=self._standing)
            request = self._queues[client][0]
            self._unqueue(client, request)
            if request.called.cancelled():  # and has not heard of it yet
                continue
            self._under_way[client] += 1
            self._of_address[client.address] += 1
            request.called.set_result(None)

    def _has_room(self, client: Client) -> bool:
        of_address = share(self.places, len(self._clients))
        return self._of_address[client.address] < of_address and self._under_way[client] < share(
            of_address, self._clients[client.address]
        )

    def _standing(self, client: Client) -> tuple[int, int, int]:
        return self._of_address[client.address], self._under_way[client], self._queues[client][0].number

    def _queue(self, client: Client) -> Request:
        self._arrivals += 1
        request = Request(self._arrivals)
        self._queues.setdefault(client, deque()).append(request)
        self._queued[client.address] += 1
        return request

    def _unqueue(self, client: Client, request: Request) -> None:
        if request not in self._queues.get(client, ()):
            return
        self._queues[client].remove(request)
        if not self._queues[client]:
            del self._queues[client]
        self._queued[client.address] -= 1
        if not self._queued[client.address]:
            del self._queued[client.address]

    def _notice(self, client: Client) -> None:
        """And forgets who has not asked for a while, but for those that are waiting or under way."""
        now = self._clock()
        if self._seen.pop(client, None) is None:
            self._clients[client.address] += 1
        self._seen[client] = now
        while self._seen[longest_ago := next(iter(self._seen))] < now - REMEMBERED_S:
            del self._seen[longest_ago]
            if longest_ago in self._queues or longest_ago in self._under_way:
                self._seen[longest_ago] = now
            else:
                self._forget(longest_ago.address)

    def _forget(self, address: str) -> None:
        self._clients[address] -= 1
        if not self._clients[address]:
            del self._clients[address]


def share(places: int, clients: int) -> int:
    """Of each, with one left for a client who has still to come; never nothing."""
    return max(1, places // (clients + 1))
