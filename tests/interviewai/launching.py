"""Our programs started as a person would, in processes of their own that this run ends."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parent.parent.parent
# What this test run has set for itself; a person's shell has none of it.
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "INTERVIEWAI_HOME", "PORT", "PUBLIC_URL", "DJANGO_SETTINGS_MODULE")


def environment(home: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return clean | {"INTERVIEWAI_HOME": str(home), "AI_ENV": "scripted", "PYTHONPATH": str(PROJECT)} | more


@contextmanager
def started(
    *arguments: str, env: Mapping[str, str], output: Path, cwd: Path = PROJECT
) -> Iterator["subprocess.Popen[bytes]"]:
    with output.open("wb") as file:
        process = subprocess.Popen([sys.executable, *arguments], cwd=cwd, env=env, stdout=file, stderr=file)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def manage(*arguments: str, env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=300, check=False)


def until(condition: Callable[[], Any], what: str, *, patience_s: float = 120) -> Any:
    give_up_at = time.monotonic() + patience_s
    while not (found := condition()):
        assert time.monotonic() < give_up_at, f"Not seen within {patience_s:.0f} s: {what}"
        time.sleep(0.05)
    return found


def json_of(path: Path) -> Any:
    """The file's content once it is there and whole."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def is_running(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def until_gone(pids: Mapping[str, int], *, patience_s: float = 30) -> None:
    until(
        lambda: not any(is_running(pid) for pid in pids.values()),
        f"the end of {', '.join(pids)}",
        patience_s=patience_s,
    )
