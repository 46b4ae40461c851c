"""Keeps processes alive: what ends is started again, until that is plainly hopeless."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from interviewai.embedded.errors import EmbeddedError
from interviewai.embedded.processes import Process, tail

QUICK_S = 10
QUICK_DEATHS = 5


@dataclass
class Tended:
    start: Callable[[], Process]
    process: Process
    quick_deaths: int = 0
    start_again_at: float | None = None


class Supervisor:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._stages: list[dict[str, Tended]] = []

    def start(self, programs: dict[str, Callable[[], Process]]) -> None:
        """One stage: programs that may stop together, after those of the later stages."""
        stage: dict[str, Tended] = {}
        self._stages.append(stage)
        for name, start in programs.items():
            stage[name] = Tended(start, start())

    @property
    def pids(self) -> dict[str, int]:
        return {name: tended.process.pid for stage in self._stages for name, tended in stage.items()}

    def tend(self) -> bool:
        """True when something was started again."""
        changed = [self._tend(name, tended) for stage in self._stages for name, tended in stage.items()]
        return any(changed)

    def _tend(self, name: str, tended: Tended) -> bool:
        now = time.monotonic()
        status = tended.process.exit_status
        if status is None:
            return False
        if tended.start_again_at is None:
            self._note_death(name, tended, status, now)
        if tended.start_again_at is None or now < tended.start_again_at:
            return False
        tended.process, tended.start_again_at = tended.start(), None
        return True

    def _note_death(self, name: str, tended: Tended, status: int, now: float) -> None:
        lived_s = now - tended.process.started_at
        tended.quick_deaths = tended.quick_deaths + 1 if lived_s < QUICK_S else 0
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        if tended.quick_deaths >= QUICK_DEATHS:
            log = tended.process.program.log
            raise EmbeddedError(f"{name} ended {QUICK_DEATHS} times right after its start ({how}). {log}:\n{tail(log)}")
        self._say(f"{name} ended ({how}); starting it again.")
        tended.start_again_at = now + min(tended.quick_deaths, QUICK_DEATHS) * 0.5

    def stop(self) -> None:
        for stage in reversed(self._stages):
            for tended in stage.values():
                tended.process.ask_to_stop()
            for tended in stage.values():
                tended.process.stop()
