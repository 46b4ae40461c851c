"""How `make test` shares the suite among processes. Each has stores of its own (stores.py).

What shares a set-up is run by one of them: the tests of a module, or of a package with an installation of its own.
What takes longest is begun first, so that nobody is left alone with it at the end.
"""

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

# Each has an installation of its own, for all of its modules.
PACKAGES = (
    "tests/faults/",
    "tests/isolation/",
    "tests/interviews/sandbox/",
    "tests/interviews/synthetic/",
    "tests/platform_journey/",
    "tests/readme/",
)
# Computes for long and sets nothing up: each test of it goes to whoever is free.
EACH_ALONE = "tests/architecture/test_linear_work.py"
# What mostly waits for other processes comes before what computes. The journeys' modules stand together: as long as one
# process goes on with them, it keeps its installation and its browser.
LONGEST_FIRST = (
    "tests/faults/",
    "tests/journeys/test_voice_interview.py",
    "tests/journeys/appearance/test_pages.py",
    "tests/journeys/test_recorder_faults.py",
    "tests/journeys/test_answering.py",
    "tests/journeys/test_refused_pieces.py",
    "tests/journeys/test_browser_waits.py",
    "tests/journeys/test_two_devices.py",
    "tests/journeys/",
    "tests/interviewai/platform_api/test_schemathesis.py",
    "tests/interviews/synthetic/",
    "tests/interviews/sandbox/",
    "tests/interviewai/test_up.py",
    "tests/organizations/schemas/test_two_versions.py",
    "tests/organizations/schemas/test_upgrades.py",
    "tests/webhooks/delivery/test_storm.py",
    "tests/isolation/",
    "tests/interviewai/odd_requests/test_odd_addresses.py",
    "tests/interviewai/odd_requests/test_odd_forms.py",
    "tests/organizations/platform_api/test_killed_web.py",
    "tests/benchmarks/",
    "tests/platform_journey/",
    "tests/readme/",
    "tests/providers/",
    EACH_ALONE,
)
# A journey mostly waits: for speech, for pauses. Each worker has stores of its own, so there is an end to it.
WORKERS_PER_CORE, WORKERS_AT_MOST = 2, 8


def workers() -> int:
    return min(WORKERS_AT_MOST, WORKERS_PER_CORE * (os.cpu_count() or 1))


def unit(nodeid: str) -> str:
    """What is run by one worker, named by the path that its tests have in common."""
    path = nodeid.partition("::")[0]
    if path == EACH_ALONE:
        return nodeid
    return next((package for package in PACKAGES if path.startswith(package)), path)


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: rank(item.nodeid))


def rank(nodeid: str) -> int:
    return next((place for place, known in enumerate(LONGEST_FIRST) if nodeid.startswith(known)), len(LONGEST_FIRST))


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """Hands out whole units, in the order in which the tests were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
