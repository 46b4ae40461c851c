import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from interviews.synthetic.browser import consent
from tests import seed, stack
from tests.faults.trial import Trial
from tests.faults.wire import Wire

# Slow enough that a part can be killed in the middle of each step; a dead worker's claim runs out soon.
SETTINGS = {
    "SCRIPTED_STT_MS": "250",
    "SCRIPTED_LLM_MS": "250",
    "SCRIPTED_TTS_MS": "250",
    "CLAIM_SECONDS": "3",
    "LLM_TIMEOUT_SECONDS": "1",  # What the claim of a score is reckoned from.
    "PROVIDER_COOL_DOWN_SECONDS": "0",
}
INTERVIEWS = 120


@pytest.fixture(scope="package")
def faulty() -> Iterator[tuple[stack.Stack, Iterator[seed.Seeded]]]:
    with stack.running(SETTINGS, webs=2) as running:
        made = seed.read(running.run("tests.seed", "--interviews", str(INTERVIEWS), "--questions", "2"))
        yield running, iter(made)


@pytest.fixture
def trial(faulty: tuple[stack.Stack, Iterator[seed.Seeded]]) -> Iterator[Trial]:
    """An interview of two questions that nobody has opened yet; every part of the stack runs again afterwards."""
    running, made = faulty
    running.set_faults()
    yield Trial(running, next(made))
    running.start_missing()
    running.wait_until_ready()


@pytest.fixture(scope="package")
def untouched(faulty: tuple[stack.Stack, Iterator[seed.Seeded]]) -> Trial:
    """An interview in which nothing fails, to compare with."""
    running, made = faulty
    running.set_faults()
    return Trial(running, next(made))


@pytest.fixture
def another(faulty: tuple[stack.Stack, Iterator[seed.Seeded]]) -> Trial:
    """A second interview of the same organization."""
    running, made = faulty
    return Trial(running, next(made))


@pytest_asyncio.fixture
async def page(trial: Trial) -> AsyncIterator[Wire]:
    """A page in the practice turn."""
    await asyncio.to_thread(consent, trial.links[0])
    async with Wire(trial.links[0]) as wire:
        await wire.say("hello", connection_id="first")
        await wire.start()
        yield wire


@pytest_asyncio.fixture
async def turn_id(page: Wire, trial: Trial) -> str:
    return str(trial.turns()[-1]["id"])
