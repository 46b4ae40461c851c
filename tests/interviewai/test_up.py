"""`manage.py up` from its first start to its end, as a person at a terminal meets it."""

import os
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from interviewai.embedded.ports import free_port
from tests.interviewai.launching import environment, is_running, json_of, manage, started, until, until_gone


@contextmanager
def up(home: Path, output: Path, **settings: str) -> Iterator[tuple[Any, Any]]:
    """The process and its state file, once it says that it is ready."""
    env = environment(home, PORT=str(free_port()), **settings)
    with started("manage.py", "up", env=env, output=output) as process:

        def ready() -> Any:
            assert process.poll() is None, output.read_text()
            return json_of(home / "run.json") if "Candidate" in output.read_text() else None

        yield process, until(ready, "run.json", patience_s=240)


def status_of(url: str) -> int:
    with urlopen(url, timeout=30) as response:  # noqa: S310  (our own address)
        return int(response.status)


def api_answers(url: str, key: str) -> int:
    request = Request(f"{url}/api/v1/sandbox/interviews/int_unknown", headers={"X-API-Key": key})  # noqa: S310
    try:
        with urlopen(request, timeout=30) as response:  # noqa: S310
            return int(response.status)
    except HTTPError as refusal:
        return refusal.code


def test_it_starts_everything_survives_a_lost_worker_and_ends_whole(tmp_path: Path) -> None:
    home, output = tmp_path / "home", tmp_path / "output"
    with up(home, output) as (process, state):
        assert status_of(f"{state['url']}/health/ready") == 200
        assert status_of(state["candidate_link"]) == 200
        assert (home / "secrets" / "demo_owner_password").read_text().strip() in output.read_text()
        key = (home / "secrets" / "demo_test_key").read_text().strip()
        assert key in output.read_text()
        assert api_answers(state["url"], key) == 404, "the key is known, the interview is not"
        assert stat.S_IMODE((home / "run.json").stat().st_mode) == 0o600
        a_frame_as_large_as_a_segment_reaches_the_application(state["candidate_link"])
        other_commands_find_the_running_stores(home)
        a_second_start_says_that_one_is_running(home)
        a_killed_worker_is_started_again(home, state["pids"]["worker-live"], output)
        first = json_of(home / "run.json")
        process.kill()
        until_gone(first["pids"])

    with up(home, tmp_path / "second output") as (process, state):
        assert urlsplit(state["candidate_link"]).path == urlsplit(first["candidate_link"]).path
        assert status_of(state["candidate_link"]) == 200
        assert key in (tmp_path / "second output").read_text()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
        until_gone(state["pids"], patience_s=5)
    assert not (home / "run.json").exists()
    no_log_tells(home, urlsplit(state["candidate_link"]).path.split("/")[2])
    no_log_tells(home, key)


def a_frame_as_large_as_a_segment_reaches_the_application(link: str) -> None:
    """Daphne's own limit is 1 MiB; it would close with 1009 before the application sees anything."""
    url = link.replace("http://", "ws://").replace("/i/", "/ws/i/").rstrip("/")
    with connect(url, max_size=None) as connection:
        connection.send(bytes(4 * 1024 * 1024))
        with suppress(ConnectionClosed):
            assert "malformed" in str(connection.recv(timeout=60))
        assert connection.close_code != 1009


def other_commands_find_the_running_stores(home: Path) -> None:
    question = "from organizations.models import Organization; print(Organization.objects.get().name)"
    answer = manage("shell", "--no-imports", "-c", question, env=environment(home))
    assert (answer.stdout.strip(), answer.returncode) == ("Demo Organization", 0), answer.stderr


def a_second_start_says_that_one_is_running(home: Path) -> None:
    refused = manage("up", env=environment(home))
    assert "InterviewAI is already running in" in refused.stderr
    assert refused.returncode == 1


def a_killed_worker_is_started_again(home: Path, worker: int, output: Path) -> None:
    os.kill(worker, signal.SIGKILL)
    until(lambda: "worker-live ended (signal 9); starting it again." in output.read_text(), "the line about the worker")
    until(lambda: json_of(home / "run.json")["pids"]["worker-live"] != worker, "another worker")
    assert is_running(json_of(home / "run.json")["pids"]["worker-live"])


def no_log_tells(home: Path, secret: str) -> None:
    assert [path.name for path in (home / "logs").iterdir() if secret in path.read_text(errors="replace")] == []


def test_the_end_of_its_parent_ends_it_when_that_was_asked_for(tmp_path: Path) -> None:
    home = tmp_path / "home"
    launch = "import subprocess, sys; subprocess.run([sys.executable, 'manage.py', 'up', '--end-with-parent'])"
    env = environment(home, PORT=str(free_port()))
    with started("-c", launch, env=env, output=tmp_path / "output") as parent:
        lock = home / "postgres.lock"
        postgres = int(until(lambda: lock.exists() and lock.read_text(), "Postgres"))
        parent.kill()
        until_gone({"postgres": postgres})


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = manage("up", env=environment(tmp_path / "home", PORT=port))
    assert refused.stderr.strip() == (
        f"PORT {port} is in use by another program. Set PORT to a free one, or leave it unset."
    )
    assert refused.returncode == 1


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_an_error(tmp_path: Path, port: str) -> None:
    refused = manage("up", env=environment(tmp_path / "home", PORT=port))
    assert refused.stderr.strip() == "PORT must be a whole number from 1 to 65535."


def test_a_wrong_setting_ends_it_with_the_sentence_of_the_setting(tmp_path: Path) -> None:
    env = environment(
        tmp_path / "home", PORT=str(free_port()), ALLOWED_HOSTS="interviews.example.com", LOG_LEVEL="LOUD"
    )
    failed = manage("up", env=env)
    assert failed.returncode == 1
    assert "LOG_LEVEL must be one of" in failed.stderr
