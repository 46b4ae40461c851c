"""This version and a newer one on one database: interviews that one has begun, the other one finishes."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from interviewai.embedded.ports import free_port
from interviewai.embedded.programs import BACKGROUND_QUEUES, BACKGROUND_THREADS, Application
from interviews.synthetic.characters import strong
from interviews.synthetic.links import Link
from interviews.synthetic.wire import Recording
from tests import seed, stack
from tests.faults.trial import WITHIN_S, Trial, WatchedTab
from tests.organizations.schemas import newer_product
from tests.stack import Stack

OWED = "SELECT kind, row_id FROM public.owed_work WHERE kind = %s"
ALL_OF_THIS_VERSION = ("web-1", "live-1", "background", "beat")


@pytest.fixture(scope="module")
def installation() -> Iterator[Stack]:
    with stack.running() as running:
        yield running


class Upgrade:
    """The newer version of an installation: its web process has an address from the beginning, and nobody there."""

    def __init__(self, installation: Stack, folder: Path) -> None:
        self.stack = installation
        self.base = f"http://127.0.0.1:{free_port()}"
        environment = {**installation.environment, "PORT": self.base.rpartition(":")[2]}
        self.newer = Application(installation.home, environment, newer_product.write(folder))

    async def begin(self) -> None:
        """As a release goes out: migrate while this version serves, then start the newer one beside it."""
        migrating = self.newer.command("prepare_database")
        assert await asyncio.to_thread(migrating.wait) == 0
        self.stack.starts |= {
            "newer-web": self.newer.web,
            "newer-live": lambda: self.newer.worker("newer-live", "live", "4"),
            "newer-background": lambda: self.newer.worker("newer-background", BACKGROUND_QUEUES, BACKGROUND_THREADS),
            "newer-beat": lambda: self.newer.beat(),
        }
        for name in ("newer-web", "newer-live", "newer-background"):
            self.stack.start(name)
        self.stack.webs.append(self.base)
        await asyncio.to_thread(self.stack.wait_until_ready)

    async def finish(self) -> None:
        for name in ALL_OF_THIS_VERSION:
            await asyncio.to_thread(self.stack.processes[name].stop)
        self.stack.start("newer-beat")


class Hesitant(WatchedTab):
    """Says nothing to the first question that counts before `go_on` is set."""

    def __init__(self, links: list[Link]) -> None:
        super().__init__(links)
        self.go_on = asyncio.Event()
        self.hesitates = asyncio.Event()

    async def upload(self, turn_id: str, sequence: int, recording: Recording) -> None:
        if self.snapshot and self.snapshot["turn"]["kind"] != "practice":
            self.hesitates.set()
            await self.go_on.wait()
        await super().upload(turn_id, sequence, recording)


async def test_interviews_begun_before_an_upgrade_are_finished_beside_it_and_after_it(
    installation: Stack, tmp_path: Path
) -> None:
    upgrade = Upgrade(installation, tmp_path)
    seeded = seed.read(installation.run("tests.seed", "--interviews", "2", "--questions", "2"))
    beside, after = (begun(Trial(installation, each), upgrade) for each in seeded)
    for interview in (beside, after):
        await asyncio.wait_for(interview.tab.hesitates.wait(), WITHIN_S)

    await upgrade.begin()
    installation.processes["web-1"].ask_to_stop()
    await beside.finished()
    await upgrade.finish()
    await after.finished()

    for interview in (beside, after):
        interview.trial.assert_whole(interview.tab)
        assert interview.trial.faults() == []
        assert {turn["weight"] for turn in interview.trial.turns()[:2]} == {1}
    assert installation.rows(OWED, newer_product.KIND) == []


@dataclass
class Begun:
    trial: Trial
    tab: Hesitant
    going_through: "asyncio.Task[WatchedTab]"

    async def finished(self) -> None:
        self.tab.go_on.set()
        await self.going_through


def begun(trial: Trial, upgrade: Upgrade) -> Begun:
    tab = Hesitant([trial.links[0], trial.links[0].at(upgrade.base)])
    return Begun(trial, tab, asyncio.create_task(trial.go_through(strong, tab=tab)))
