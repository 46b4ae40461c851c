"""Work that kills its workers is taken by others, but not for ever: the rest gets its turn."""

import os
import subprocess
import sys
from pathlib import Path

from interviewai.embedded.programs import PROJECT
from organizations.models import Organization
from organizations.owed_work.models import OwedWork
from tests.organizations.owed_work.deadly import DEATHS_MAX
from tests.organizations.owed_work.deeds import QUEUE, Register, owe_rows

WORKERS_MAX = 30
WORKER = [sys.executable, "-m", "tests.organizations.owed_work.deadly"]


def test_work_that_kills_each_worker_is_given_up_and_what_stands_behind_it_is_done(
    acme: Organization, register: Register, tmp_path: Path
) -> None:
    for kind in ("test_deadly", "test_deed"):
        register(kind)
    owe_rows(acme, "given up", kind="test_deadly")
    owe_rows(acme, "done")
    exits = run_workers_until_nothing_is_owed(tmp_path)
    assert (tmp_path / "deaths").read_text().count("died") == exits.count(1) == DEATHS_MAX
    assert (tmp_path / "given up").exists()
    assert (tmp_path / "done").exists()


def run_workers_until_nothing_is_owed(folder: Path) -> list[int]:
    """One after the other, as `manage.py up` starts the next one: how each of them ended."""
    environment = os.environ | {"CLAIM_SECONDS": "1"}
    exits: list[int] = []
    while OwedWork.objects.filter(queue=QUEUE.name).exists():
        assert len(exits) < WORKERS_MAX, exits
        ended = subprocess.run([*WORKER, str(folder)], env=environment, cwd=PROJECT, check=False)
        exits.append(ended.returncode)
    return exits
