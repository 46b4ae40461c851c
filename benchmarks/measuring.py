"""One level of load against a running stack: what its candidates lived, and what it cost."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from benchmarks import stages
from benchmarks.pace import FLOOR_MS, pace_of
from benchmarks.resources import Meter
from interviewai.embedded.programs import PROJECT
from tests import seed
from tests.stack import Stack


@dataclass(frozen=True)
class Level:
    """Times in milliseconds; `cores` are CPU seconds a second, by part of the stack."""

    live: int
    answers: int
    failures: list[str]
    thanks: list[float]
    answered: list[float]
    next_question: list[float]
    cores: dict[str, float]
    memory_mb: float
    stages: dict[str, float]

    @property
    def overhead(self) -> list[float]:
        return [each - FLOOR_MS for each in self.next_question]


def measure(stack: Stack, live: int, measure_s: float) -> Level:
    rows = seed.read(stack.run("tests.seed", "--interviews", str(live), "--questions", "10"))
    meter = Meter(stack.pids())
    idle_mb = meter.rss_mb()
    plan = {"links": [row.link for row in rows], "measure_s": measure_s}
    load = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert load.stdin
    load.stdin.write(json.dumps(plan))
    load.stdin.close()
    time.sleep(pace_of(live).ramp_s)
    meter.start()
    time.sleep(measure_s)
    cores, memory_mb = meter.cores(), meter.rss_mb() - idle_mb
    assert load.stdout
    told = json.loads(load.stdout.read())
    load.wait()
    return level(stack, rows[0].schema, live, told, cores, memory_mb)


def level(
    stack: Stack, schema: str, live: int, told: dict[str, Any], cores: dict[str, float], memory_mb: float
) -> Level:
    ends = told["ends"]
    return Level(
        live=live,
        answers=len(ends),
        failures=told["failures"],
        thanks=[(end["acknowledged"] - end["clicked"]) * 1000 for end in ends],
        answered=[(end["answered"] - end["clicked"]) * 1000 for end in ends],
        next_question=[(end["sounded"] - end["clicked"]) * 1000 for end in ends],
        cores=cores,
        memory_mb=memory_mb,
        stages=stages.stages(stack, schema, ends),
    )


def p50(values: list[float]) -> float:
    return median(values)


def p99(values: list[float]) -> float:
    return quantiles(values, n=100, method="inclusive")[98] if len(values) > 1 else values[0]
