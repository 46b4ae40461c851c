"""python -m benchmarks.siege.bystanders: two candidates in their interviews, and the platform that invited them.

Reads a plan {"links": [[...], [...]], "engines": ..., "base": ..., "key": ...}, one list of links a candidate, who
takes one interview after the other. Says "ready" when both are asked their first question. Reads when to stop, and
tells each wait as {what, began, seconds, gave_up}.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from benchmarks.siege import children, voices
from benchmarks.siege.parent_platform import Platform
from benchmarks.siege.reckoning import Wait
from benchmarks.siege.witness import Witness
from interviews.synthetic.browser import Browser
from interviews.synthetic.errors import CandidateError
from interviews.synthetic.links import Link

PAGE_EVERY_S = 0.5
READY_WITHIN_S = 120


class Clock:
    """`over` once the time has come that the parent tells."""

    def __init__(self) -> None:
        self.until = float("inf")

    @property
    def over(self) -> bool:
        return time.time() >= self.until


async def run(plan: dict[str, Any]) -> list[Wait]:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(16))
    clock, waits, recordings = Clock(), list[Wait](), voices.answer(plan["engines"])
    asked = [asyncio.Event() for _ in plan["links"]]
    platform = Platform(plan["base"], plan["key"], waits)
    async with platform.listening():
        tasks = [
            asyncio.create_task(work)
            for number, links in enumerate(plan["links"])
            for work in (
                candidate([Witness(Link.parse(link), recordings, waits) for link in links], clock, asked[number]),
                pages(Link.parse(links[-1]), clock, waits),
            )
        ]
        tasks += [asyncio.create_task(until_over(clock, each)) for each in (platform.ping, platform.invite)]
        async with asyncio.timeout(READY_WITHIN_S):
            await asyncio.gather(*(each.wait() for each in asked))
        children.say("ready")
        clock.until = await asyncio.to_thread(children.heard)
        await asyncio.gather(*tasks)
        await platform.last_arrivals()
    return waits


async def candidate(interviews: list[Witness], clock: Clock, asked: asyncio.Event) -> None:
    for witness in interviews:
        if not clock.over:
            with suppress(CandidateError, TimeoutError):  # Among the waits.
                await witness.talk(lambda: clock.over, asked)


async def pages(link: Link, clock: Clock, waits: list[Wait]) -> None:
    """Somebody who opens the first page of an interview that nobody has begun, so that it is the same one each time."""
    while not clock.over:
        began, failed = time.time(), False
        try:
            failed = (await asyncio.to_thread(Browser.of(link).get, link.path)).status >= 500
        except CandidateError:
            failed = True
        waits.append(Wait("page", began, time.time() - began, failed))
        await asyncio.sleep(PAGE_EVERY_S)


async def until_over(clock: Clock, step: Callable[[], Awaitable[None]]) -> None:
    while not clock.over:
        await step()


if __name__ == "__main__":
    children.say([asdict(wait) for wait in asyncio.run(run(children.heard()))])
