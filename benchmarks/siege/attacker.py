"""python -m benchmarks.siege.attacker: one attack, in a process of its own.

Reads {"attack", "base", "people", "seconds"}, says "ready", waits for "go", and tells what it was answered how often.
A real attacker has a machine of their own; this one takes only what the others leave of this one.
"""

import asyncio
import os
from contextlib import suppress
from typing import Any

from benchmarks.siege import attacks, children
from benchmarks.siege.attacks.mallory import Mallory
from benchmarks.siege.seeding import People

NICENESS = 10


async def run(orders: dict[str, Any]) -> Mallory:
    attack = attacks.ATTACKS[orders["attack"]]
    mallory = Mallory(orders["base"], People(**orders["people"]))
    await asyncio.to_thread(attack.prepare)
    children.say("ready")
    children.heard()
    with suppress(TimeoutError):
        async with asyncio.timeout(orders["seconds"]):
            await attack.begin(mallory)
    return mallory


if __name__ == "__main__":
    os.nice(NICENESS)
    children.say(asyncio.run(run(children.heard())).answers)
