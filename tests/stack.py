"""A whole installation in processes of its own, whose parts can be killed and started again one by one.

The parts are the ones that `manage.py up` starts, started the same way; only nobody keeps them alive here.
"""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import redis
from psycopg.rows import dict_row

from interviewai.embedded import configuration, system
from interviewai.embedded.ports import free_port
from interviewai.embedded.postgres import Postgres
from interviewai.embedded.processes import Process, tail
from interviewai.embedded.programs import (
    BACKGROUND_QUEUES,
    BACKGROUND_THREADS,
    PROJECT,
    WEBHOOKS_QUEUES,
    WEBHOOKS_THREADS,
    Application,
)
from interviewai.embedded.valkey import Valkey

READY_WITHIN_S = 90
Start = Callable[[], Process]


@dataclass
class Stack:
    home: Path
    environment: dict[str, str]
    webs: list[str] = field(default_factory=list)
    starts: dict[str, Start] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """From the main thread alone: a part ends with the thread that started it (embedded.processes)."""
        self.processes[name] = self.starts[name]()

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """At once and for good: nobody starts it again but `start`."""
        process = self.processes[name]
        os.kill(process.pid, how)
        process.wait()

    def start_missing(self) -> None:
        for name, process in list(self.processes.items()):
            if process.exit_status is not None:
                self.start(name)

    def restart(self, name: str) -> None:
        self.processes[name].stop()
        self.start(name)

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self.processes.items() if process.exit_status is None}

    def rows(self, query: str, *values: object, schema: str = "public") -> list[dict[str, Any]]:
        """What really stands in the database, read by its owner; of a change, the rows that it returns."""
        with psycopg.connect(self.environment["DATABASE_URL"], row_factory=dict_row) as connection:
            connection.execute("SELECT set_config('search_path', %s, false)", [schema])
            done = connection.execute(query, values)
            return done.fetchall() if done.description else []

    def valkey(self) -> "redis.Redis":
        return redis.Redis.from_url(self.environment["REDIS_URL"])

    def storage(self) -> Path:
        return self.home / "storage"

    def set_faults(self, **codes: str) -> None:
        """What the scripted providers of every process do from the next call on: set_faults(stt="unavailable")."""
        draft = self.home / "faults.new"
        draft.write_text(json.dumps(codes))
        draft.replace(self.environment["SCRIPTED_FAULTS_FILE"])

    def run(self, *arguments: str) -> str:
        """Output of a Python module in the stack's environment."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, env=self.environment, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-4000:]}")
        return done.stdout

    def wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + READY_WITHIN_S
        for base in self.webs:
            ready = {**self.environment, "PORT": base.rpartition(":")[2]}
            while (missing := system.not_ready(ready)) is not None:
                self._refuse_dead()
                if time.monotonic() > give_up_at:
                    raise TimeoutError(f"The stack is not ready: {missing}.")
                time.sleep(0.1)

    def _refuse_dead(self) -> None:
        for name, process in self.processes.items():
            if process.exit_status is not None:
                raise RuntimeError(f"{name} has ended:\n{tail(process.program.log, 40)}")

    def stop(self) -> None:
        for process in reversed(self.processes.values()):
            process.ask_to_stop()
        for process in reversed(self.processes.values()):
            process.stop()


@contextmanager
def running(
    settings: Mapping[str, str] | None = None,
    *,
    webs: int = 1,
    live_workers: int = 1,
    live_threads: int = 4,
    database_url: str = "",
    redis_url: str = "",
    webhook_workers: int = 1,
    prepare: str = "prepare_demo",
    only: Collection[str] = (),
) -> Iterator[Stack]:
    """Ready when it is handed out. Stores that are not given are started too, as parts "postgres" and "valkey".

    With `only`, of the application's parts these are started and not waited for.
    """
    with ExitStack() as ends:
        home = Path(ends.enter_context(TemporaryDirectory(prefix="interviewai-stack-")))
        stack = Stack(home, {})
        ends.callback(stack.stop)
        stores = _start_stores(stack, database_url, redis_url)
        ports = [free_port() for _ in range(webs)]
        given = {
            **_inherited(),
            "DJANGO_SETTINGS_MODULE": "interviewai.settings",
            "AI_ENV": "scripted",
            "PUBLIC_URL": f"http://127.0.0.1:{ports[0]}",  # where the links of mails lead, and cookies are
            "SCRIPTED_FAULTS_FILE": str(home / "faults.json"),
            "LIVE_CONCURRENCY": str(live_threads),
            "ORGANIZATION_DAILY_INTERVIEWS": "1000000",
            **(settings or {}),
        }
        stack.environment = configuration.for_children(home, given, stores, ports[0])
        stack.webs = [f"http://127.0.0.1:{port}" for port in ports]
        with _static_files_of_the_first(home):
            _finish(Application(home, stack.environment).command(prepare))
        _know_application(stack, ports, live_workers, live_threads, webhook_workers)
        for name in only or [name for name in stack.starts if name not in stack.processes]:
            stack.start(name)
        if not only:
            stack.wait_until_ready()
        yield stack


@contextmanager
def _static_files_of_the_first(home: Path) -> Iterator[None]:
    """Collecting takes longer than the rest of `prepare_demo`, which looks whether what it finds is right."""
    kept = _kept()
    _link(kept, home)
    yield
    if not any(kept.iterdir()):
        _link(home, kept)


@cache
def _kept() -> Path:
    folder = TemporaryDirectory(prefix="interviewai-static-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _link(source: Path, target: Path) -> None:
    if (source / "static.digest").exists():
        shutil.copytree(source / "static", target / "static", copy_function=os.link)
        shutil.copy2(source / "static.digest", target)


def _inherited() -> dict[str, str]:
    """Of the environment, what a program needs to run at all; nothing that configures the product."""
    return {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
    }


def _start_stores(stack: Stack, database_url: str, redis_url: str) -> dict[str, str]:
    addresses = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    if not database_url:
        postgres = Postgres(stack.home, fast=True)
        addresses["DATABASE_URL"], stack.starts["postgres"] = postgres.url, postgres.start
        stack.start("postgres")
    if not redis_url:
        valkey = Valkey(stack.home)
        addresses["REDIS_URL"], stack.starts["valkey"] = valkey.url, valkey.start
        stack.start("valkey")
    return addresses


def _know_application(
    stack: Stack, ports: list[int], live_workers: int, live_threads: int, webhook_workers: int
) -> None:
    def on_port(port: int) -> Application:
        return Application(stack.home, {**stack.environment, "PORT": str(port)})

    application = on_port(ports[0])
    for number, port in enumerate(ports, 1):
        stack.starts[f"web-{number}"] = on_port(port).web
    for number in range(1, live_workers + 1):
        stack.starts[f"live-{number}"] = _worker(application, "live", "live", live_threads)
    stack.starts["background"] = _worker(application, "background", BACKGROUND_QUEUES, int(BACKGROUND_THREADS))
    for number in range(1, webhook_workers + 1):
        name = f"webhooks-{number}"
        stack.starts[name] = _worker(application, name, WEBHOOKS_QUEUES, int(WEBHOOKS_THREADS))
    stack.starts["beat"] = application.beat


def _worker(application: Application, name: str, queues: str, threads: int) -> Start:
    return lambda: application.worker(name, queues, str(threads))


def _finish(process: Process) -> None:
    if process.wait():
        raise RuntimeError(f"{process.program.name} failed:\n{tail(process.program.log, 40)}")
