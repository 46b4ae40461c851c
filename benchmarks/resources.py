"""CPU and memory of a stack's processes, children included."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import psutil


@dataclass(frozen=True)
class Use:
    cpu_s: float
    rss_mb: float


@dataclass
class Meter:
    """By part: several processes of one kind ("live-1", "live-2") count together."""

    pids: Mapping[str, int]
    before: dict[str, Use] = field(default_factory=dict)
    started: float = 0.0

    def start(self) -> None:
        self.before, self.started = self.now(), time.time()

    def now(self) -> dict[str, Use]:
        parts: dict[str, Use] = {}
        for name, pid in self.pids.items():
            part = name.partition("-")[0]
            so_far, used = parts.get(part, Use(0, 0)), tree(pid)
            parts[part] = Use(so_far.cpu_s + used.cpu_s, so_far.rss_mb + used.rss_mb)
        return parts

    def cores(self) -> dict[str, float]:
        """CPU seconds a second since the start, by part."""
        elapsed = time.time() - self.started
        return {part: (use.cpu_s - self.before[part].cpu_s) / elapsed for part, use in self.now().items()}

    def rss_mb(self) -> float:
        return sum(use.rss_mb for use in self.now().values())


def tree(pid: int) -> Use:
    """Private memory where the system tells it: what processes share is not counted for each."""
    cpu_s, rss = 0.0, 0
    root = psutil.Process(pid)
    for process in (root, *root.children(recursive=True)):
        try:
            times = process.cpu_times()
            full = process.memory_full_info()
        except psutil.NoSuchProcess:
            continue
        cpu_s += times.user + times.system
        rss += getattr(full, "uss", full.rss)
    return Use(cpu_s, rss / 1024 / 1024)
