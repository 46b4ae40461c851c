"""Who is answered next, by a clock that the tests turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from interviewai.kernel.fair_turns import REMEMBERED_S, Client, FairTurns, TooManyWaiting

FLOOD = Client("10.0.0.1", "mallory")
PLACES = 8


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Office:
    """Requests that stay until they are sent away. `served` are those that have had their turn."""

    def __init__(self, places: int = PLACES, waiting_of_address: int = 100, waiting: int = 1000) -> None:
        self.clock = Clock()
        self.turns = FairTurns(places, waiting_of_address=waiting_of_address, waiting=waiting, clock=self.clock)
        self.served: list[str] = []
        self.ends: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def come(self, client: Client, *names: str) -> None:
        for name in names:
            self.ends[name] = asyncio.Event()
            self.tasks[name] = asyncio.create_task(self._stay(client, name))
        await settle()

    def refused(self) -> list[str]:
        over = [name for name, task in self.tasks.items() if task.done()]
        return [name for name in over if isinstance(self.tasks[name].exception(), TooManyWaiting)]

    async def go(self, *names: str) -> None:
        for name in names:
            self.ends[name].set()
        await settle()

    async def _stay(self, client: Client, name: str) -> None:
        async with self.turns.turn_of(client):
            self.served.append(name)
            await self.ends[name].wait()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@asynccontextmanager
async def office(**bounds: int) -> AsyncIterator[Office]:
    opened = Office(**bounds)
    try:
        yield opened
    finally:
        for task in opened.tasks.values():
            task.cancel()
        await asyncio.gather(*opened.tasks.values(), return_exceptions=True)


def names(count: int, prefix: str = "flood") -> list[str]:
    return [f"{prefix}-{number}" for number in range(count)]


async def test_a_flood_leaves_room_for_one_who_comes() -> None:
    async with office() as desk:
        await desk.come(FLOOD, *names(50))
        assert desk.served == ["flood-0", "flood-1"]  # half of half of eight
        await desk.come(Client("10.0.0.2", "acme"), "candidate")
        assert desk.served[2:] == ["candidate"]


async def test_another_organization_behind_the_same_address_does_not_wait_for_the_flood() -> None:
    async with office() as desk:
        await desk.come(FLOOD, *names(50))
        await desk.come(Client(FLOOD.address, "acme"), "candidate")
        assert "candidate" in desk.served


async def test_whoever_invents_organizations_divides_what_their_own_address_has() -> None:
    async with office() as desk:
        for number, name in enumerate(names(50)):
            await desk.come(Client(FLOOD.address, f"invented-{number}"), name)
        assert len(desk.served) < PLACES
        await desk.come(Client("10.0.0.2", "acme"), "candidate")
        assert "candidate" in desk.served


async def test_with_others_about_a_flood_gets_one_place_at_a_time() -> None:
    async with office() as desk:
        for number in range(PLACES - 2):
            await desk.come(Client(f"10.0.1.{number}"), f"quiet-{number}")
            await desk.go(f"quiet-{number}")
        await desk.come(FLOOD, *names(50))
        assert [name for name in desk.served if name.startswith("flood")] == ["flood-0"]


async def test_who_has_not_asked_for_a_while_takes_nothing_from_others() -> None:
    async with office() as desk:
        await desk.come(Client("10.0.0.2"), "early")
        await desk.go("early")
        desk.clock.now += REMEMBERED_S + 1
        await desk.come(FLOOD, *names(50))
        assert len(desk.served) == 1 + 2


async def test_of_those_who_wait_the_one_with_the_least_under_way_comes_first() -> None:
    async with office(places=2) as desk:
        for number in range(2):
            await desk.come(Client(f"10.0.1.{number}"), f"early-{number}")
        await desk.come(FLOOD, "flood-0", "flood-1")
        await desk.come(Client("10.0.0.2"), "late")
        await desk.go("early-0")
        await desk.go("early-1")
        assert desk.served[2:] == ["flood-0", "late"]


async def test_everybody_is_served_at_last() -> None:
    async with office() as desk:
        await desk.come(FLOOD, *names(30))
        await desk.come(Client("10.0.0.2"), *names(30, "other"))
        while len(desk.served) < 60:
            await desk.go(*desk.served)
        assert sorted(desk.served) == sorted(names(30) + names(30, "other"))


async def test_who_gives_up_waiting_stands_in_nobodys_way() -> None:
    async with office() as desk:
        await desk.come(FLOOD, *names(4))
        desk.tasks["flood-2"].cancel()
        await desk.go("flood-0")
        assert desk.served == ["flood-0", "flood-1", "flood-3"]


async def test_who_is_cancelled_in_the_moment_of_being_called_gives_the_place_back() -> None:
    async with office() as desk:
        await desk.come(FLOOD, *names(4))
        desk.ends["flood-0"].set()
        await asyncio.sleep(0)
        desk.tasks["flood-2"].cancel()
        await settle()
        assert desk.served == ["flood-0", "flood-1", "flood-3"]


async def test_who_leaves_while_the_next_one_gives_up_calls_the_one_after() -> None:
    async with office() as desk:
        await desk.come(FLOOD, *names(4))
        desk.tasks["flood-0"].cancel()
        desk.tasks["flood-2"].cancel()
        await settle()
        assert desk.served == ["flood-0", "flood-1", "flood-3"]


async def test_too_many_of_one_address_are_refused_at_once() -> None:
    async with office(waiting_of_address=3) as desk:
        await desk.come(FLOOD, *names(5))
        await desk.come(Client(FLOOD.address, "acme"), "too-many")
        await desk.come(Client("10.0.0.2"), "other")
        assert desk.refused() == ["too-many"]


async def test_too_many_altogether_are_refused_but_not_who_has_nothing_waiting() -> None:
    async with office(waiting=3) as desk:
        await desk.come(FLOOD, *names(6))
        await desk.come(Client("10.0.0.2"), *names(4, "other"))
        assert desk.refused() == ["flood-5", "other-2", "other-3"]


async def test_nothing_is_remembered_of_those_who_left() -> None:
    async with office() as desk:
        for number, name in enumerate(names(50)):
            await desk.come(Client("10.0.0.3", f"invented-{number}"), name)
        while len(desk.served) < 50:
            await desk.go(*desk.served)
        await desk.go(*desk.served)
        desk.clock.now += REMEMBERED_S + 1
        await desk.come(Client("10.0.0.2"), "last")
        assert list(desk.turns._seen) == [Client("10.0.0.2")]
