"""A task that kills its worker is handed out again, but not for ever: the others get their turn."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import redis

from interviewai.embedded.programs import PROJECT
from organizations.tasks import HANDED_OUT_AGAIN_MAX
from tests.interviewai.launching import started, until

WITHIN_S = 120
WORKER = ["celery", "-A", "interviewai.celery", "worker", "--include", "tests.organizations.deadly"]
PLACE = ["--queues", "deadly", "--pool", "threads", "--concurrency", "1", "--without-gossip", "--without-mingle"]
SEND = """
from interviewai.celery import app
app.send_task("tests.organizations.deadly.{task}", ({path!r},), queue="deadly")
"""
UNACKNOWLEDGED = ("deadly", "unacked")


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """A queue that no other worker looks at."""
    url = os.environ["REDIS_URL"].rpartition("/")[0] + "/15"
    yield os.environ | {"REDIS_URL": url}
    redis.Redis.from_url(url).flushdb()


def run_until_nothing_is_left(environment: dict[str, str], log: Path) -> None:
    """Workers, one after the other, as `manage.py up` starts the next one."""
    queue = redis.Redis.from_url(environment["REDIS_URL"])
    give_up_at = time.monotonic() + WITHIN_S
    while queue.exists(*UNACKNOWLEDGED):
        with started("-m", *WORKER, *PLACE, env=environment, output=log) as worker:
            is_over = partial(has_died_or_is_done, worker, queue)
            until(is_over, "a queue that no worker dies of", patience_s=give_up_at - time.monotonic())


def has_died_or_is_done(worker: "subprocess.Popen[bytes]", queue: "redis.Redis") -> bool:
    return worker.poll() is not None or not queue.exists(*UNACKNOWLEDGED)


def send(environment: dict[str, str], task: str, path: Path) -> None:
    program = SEND.format(task=task, path=str(path))
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=PROJECT, check=True)


def test_a_task_that_kills_each_worker_is_dropped_and_the_next_one_is_done(
    environment: dict[str, str], tmp_path: Path
) -> None:
    deaths, alive = tmp_path / "deaths", tmp_path / "alive"
    send(environment, "die", deaths)
    send(environment, "live", alive)
    run_until_nothing_is_left(environment, tmp_path / "worker.log")
    assert deaths.read_text().count("died") == 1 + HANDED_OUT_AGAIN_MAX
    assert alive.exists()
