"""Peaks of resident memory, by process of a stack."""

import threading
from collections.abc import Mapping
from typing import Self

import psutil

EVERY_S = 0.25
WATCHED = ("web", "live", "background", "webhooks", "valkey")


class Peaks:
    """`with Peaks(pids) as peaks`: looked at while it is open; `afresh()` tells the peaks so far and forgets them."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        parts = {name.partition("-")[0]: pid for name, pid in pids.items()}
        self._processes = {part: psutil.Process(parts[part]) for part in WATCHED}
        self._peaks: dict[str, float] = {}
        self._lock, self._end = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._end.set()
        self._thread.join()

    def afresh(self) -> dict[str, float]:
        self._look()
        with self._lock:
            peaks, self._peaks = self._peaks, {}
        return peaks

    def _watch(self) -> None:
        while not self._end.wait(EVERY_S):
            self._look()

    def _look(self) -> None:
        now = {part: rss_mb(process) for part, process in self._processes.items()}
        with self._lock:
            self._peaks = {part: max(mb, self._peaks.get(part, 0)) for part, mb in now.items()}


def rss_mb(process: psutil.Process) -> float:
    """With what it started, so that a process behind a launcher counts too. Nothing of one that has ended."""
    try:
        family = [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in family) / 2**20
    except psutil.NoSuchProcess:
        return 0.0
