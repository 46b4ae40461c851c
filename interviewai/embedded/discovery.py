"""How other commands and processes find what `manage.py up` is running: INTERVIEWAI_HOME/run.json."""

import json
import os
from pathlib import Path
from typing import TypedDict

from interviewai.embedded import locks, secrets


class RunningState(TypedDict):
    """Private (mode 0600): it holds passwords and a candidate's link."""

    url: str
    port: int
    candidate_link: str
    login: str
    database_url: str
    redis_url: str
    pids: dict[str, int]


def lock_path(home: Path) -> Path:
    return home / "up.lock"


def state_path(home: Path) -> Path:
    return home / "run.json"


def publish(home: Path, state: RunningState) -> None:
    secrets.private_file(state_path(home), json.dumps(state, indent=2) + "\n")


def running_state(home: Path) -> RunningState | None:
    """None when nothing runs there, also when it ended without a farewell."""
    if not locks.is_held(lock_path(home)) or not state_path(home).exists():
        return None
    state: RunningState = json.loads(state_path(home).read_text(encoding="utf-8"))
    return state


def environment(home: Path) -> dict[str, str]:
    """The settings of the running system that this process was not given itself, directly or as NAME_FILE."""
    state = running_state(home)
    if state is None:
        return {}
    found = {
        "DATABASE_URL": state["database_url"],
        "REDIS_URL": state["redis_url"],
        "SECRET_KEY": secrets.read(home, "secret_key"),
        "PORT": str(state["port"]),
        "PUBLIC_URL": state["url"],
    }
    return {
        name: value
        for name, value in found.items()
        if value and name not in os.environ and f"{name}_FILE" not in os.environ
    }
