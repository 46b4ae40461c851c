"""How `make test` shares the suite among processes. Each has stores of its own (stores.py).

What shares a set-up is run by one of them: the tests of a module, or of a package with an installation of its own.
What takes longest is begun first, so that nobody is left alone with it at the end.
"""

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

# Those that are more than one module, and those that take long: mostly, they wait for other processes.
LONGEST_FIRST = (
    "tests/journeys",
    "tests/faults",
    "tests/journeys/test_recorder_faults.py",
    "tests/journeys/test_answering.py",
    "tests/journeys/appearance",
    "tests/interviewai/platform_api/test_schemathesis.py",
    "tests/journeys/test_voice_interview.py",
    "tests/interviews/sandbox",
    "tests/webhooks/delivery/test_storm.py",
    "tests/interviews/synthetic",
    "tests/isolation",
    "tests/interviewai/test_up.py",
    "tests/benchmarks/test_schedule.py",
    "tests/organizations/platform_api/test_killed_web.py",
    "tests/interviewai/test_odd_addresses.py",
    "tests/benchmarks/test_reckoning.py",
    "tests/platform_journey",
    "tests/readme",
)
# A journey mostly waits: for speech, for pauses. Each worker has stores of its own, so there is an end to it.
WORKERS_PER_CORE, WORKERS_AT_MOST = 2, 8


def workers() -> int:
    return min(WORKERS_AT_MOST, WORKERS_PER_CORE * (os.cpu_count() or 1))


def unit(nodeid: str) -> str:
    """What is run by one worker, named by the path that its tests have in common."""
    path = nodeid.partition("::")[0]
    return max((known for known in LONGEST_FIRST if path.startswith(known)), key=len, default=path)


def longest_first(items: list[pytest.Item]) -> None:
    rank = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(unit(item.nodeid), len(rank)))


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """Hands out whole units, in the order in which the tests were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
