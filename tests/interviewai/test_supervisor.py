import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from interviewai.embedded.errors import EmbeddedError
from interviewai.embedded.processes import Process, Program
from interviewai.embedded.supervisor import Supervisor
from tests.interviewai.launching import is_running, until


def python(tmp_path: Path, name: str, code: str, **options: float) -> Callable[[], Process]:
    arguments = [sys.executable, "-c", code]
    program = Program(name, arguments, cwd=tmp_path, log=tmp_path / f"{name}.log", **options)  # type: ignore[arg-type]
    return lambda: Process(program)


@contextmanager
def supervising(programs: dict[str, Callable[[], Process]]) -> Iterator[tuple[Supervisor, list[str]]]:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    try:
        supervisor.start(programs)
        yield supervisor, said
    finally:
        supervisor.stop()


def test_what_ends_is_started_again_and_that_is_said(tmp_path: Path) -> None:
    with supervising({"sleeper": python(tmp_path, "sleeper", "import time; time.sleep(600)")}) as (supervisor, said):
        first = supervisor.pids["sleeper"]
        os.kill(first, signal.SIGKILL)
        until(supervisor.tend, "a new start", patience_s=20)
        assert supervisor.pids["sleeper"] != first
        assert is_running(supervisor.pids["sleeper"])
        assert said == ["sleeper ended (signal 9); starting it again."]


def test_what_cannot_run_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    def tend_for_ever() -> bool:
        supervisor.tend()
        return False

    last_words = r"(?s)broken ended 5 times right after its start \(exit status 3\).*no such file"
    with supervising({"broken": python(tmp_path, "broken", "print('no such file'); exit(3)")}) as (supervisor, said):
        with pytest.raises(EmbeddedError, match=last_words):
            until(tend_for_ever, "the end of its patience", patience_s=60)
        assert len(said) == 4


def test_what_does_not_listen_is_killed_after_its_patience(tmp_path: Path) -> None:
    deaf = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""
    with supervising({"deaf": python(tmp_path, "deaf", deaf, patience_s=0.2)}) as (supervisor, _):
        until(lambda: "deaf" in (tmp_path / "deaf.log").read_text(), "that it is deaf", patience_s=20)
        pid = supervisor.pids["deaf"]
    assert not is_running(pid)


def test_what_the_others_need_ends_last(tmp_path: Path) -> None:
    order = tmp_path / "order"
    tells = f"""
import signal, sys, time
def end(*_):
    with open({str(order)!r}, "a") as file:
        file.write(NAME + " ")
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("started", flush=True)
time.sleep(600)
"""
    said: list[str] = []
    supervisor = Supervisor(said.append)
    for name in ("store", "web"):
        supervisor.start({name: python(tmp_path, name, f"NAME = {name!r}{tells}")})
        until((tmp_path / f"{name}.log").read_text, name, patience_s=20)
    supervisor.stop()
    assert order.read_text() == "web store "
