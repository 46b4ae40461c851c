"""The lines of the section "Integrate" work as they are printed: bash runs them against a whole installation."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interviewai.launching import PROJECT
from tests.stack import Stack, running

CURLS = ["stand-in", *(["curl"] if shutil.which("curl") else [])]


def section() -> str:
    found = re.search(r"^## Integrate\n.*?(?=^## |\Z)", (PROJECT / "README.md").read_text(), re.M | re.S)
    assert found, "The README has no section `Integrate`."
    return found[0]


def lines_of_curl() -> str:
    blocks = re.findall(r"```bash\n(.*?)```", section(), re.S)
    assert len(blocks) == 1
    return str(blocks[0])


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running() as started:
        yield started


def path_with(curl: str, folder: Path) -> str:
    if curl == "stand-in":
        (folder / "curl").write_text(
            f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("curl.py")}" "$@"\n'
        )
        (folder / "curl").chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize("curl", CURLS)
def test_the_ten_lines_work_as_printed(stack: Stack, curl: str, tmp_path: Path) -> None:
    key = (stack.home / "secrets" / "demo_test_key").read_text().strip()
    environment = {"PATH": path_with(curl, tmp_path), "API": f"{stack.webs[0]}/api/v1", "KEY": key}
    done = subprocess.run(
        ["bash", "-e"],
        input=lines_of_curl(),
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    scheduled, run, status, results = (document(line) for line in done.stdout.splitlines())
    assert scheduled["interview_url"].startswith(stack.webs[0])
    assert (run["interview_id"], run["character"]) == (scheduled["interview_id"], "strong")
    assert status["interview_id"] == results["interview_id"] == scheduled["interview_id"]
    assert results["status"] == "completed"
    assert results["scores"]["overall"] is not None


def document(line: str) -> Any:
    return json.loads(line)


def test_there_are_ten_lines_of_it() -> None:
    assert len(lines_of_curl().splitlines()) == 10


def test_the_key_is_where_the_lines_look_for_it(stack: Stack) -> None:
    """Without KEY and API set: in INTERVIEWAI_HOME of `make run`, and at its usual port."""
    assert "API=${API:-http://localhost:8000/api/v1}" in lines_of_curl()
    assert "$(cat .interviewai/secrets/demo_test_key)" in lines_of_curl()
    assert (stack.home / "secrets" / "demo_test_key").exists()
