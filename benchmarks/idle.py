"""What an installation costs in which nothing happens: every process, with few organizations and with many."""

import time

from benchmarks.resources import Meter
from tests import stack

SETTLED_S, MEASURED_S = 10.0, 40.0


def cores(organizations: int) -> float:
    """CPU seconds a second."""
    with stack.running({"AI_ENV": "scripted", "LOG_LEVEL": "WARNING"}) as running:
        running.run("tests.seed", "--organizations", str(organizations), "--interviews", "1", "--questions", "1")
        time.sleep(SETTLED_S)
        meter = Meter(running.pids())
        meter.start()
        time.sleep(MEASURED_S)
        return sum(meter.cores().values())
