"""Everything of one INTERVIEWAI_HOME, started in order, kept alive, and ended in the opposite order."""

import http.client
import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from interviewai.embedded import configuration, discovery, locks, programs, secrets
from interviewai.embedded.discovery import RunningState
from interviewai.embedded.errors import EmbeddedError
from interviewai.embedded.postgres import Postgres
from interviewai.embedded.processes import Process, tail
from interviewai.embedded.programs import Application
from interviewai.embedded.supervisor import Supervisor
from interviewai.embedded.valkey import Valkey

OWNER = "owner@example.com"
READY_PATIENCE_S = 180
STEP_S = 0.2
EVERY_INTERFACE = ("0.0.0.0", "::")  # noqa: S104  (only compared with)

Say = Callable[[str], None]


def run(home: Path, say: Say, show: Callable[[RunningState], None]) -> None:
    """Returns after Ctrl-C or SIGTERM; raises EmbeddedError when it cannot start or go on."""
    refusal = f"InterviewAI is already running in {home} ({_where(home)}). End that one, or set INTERVIEWAI_HOME."
    with locks.sole(discovery.lock_path(home), refusal):
        discovery.state_path(home).unlink(missing_ok=True)
        _end_on_signals()
        system = System(home, say)
        try:
            system.start()
            show(system.publish())
            system.tend()
        except KeyboardInterrupt:
            say("Ending.")
        finally:
            _ignore_signals()
            system.stop()
            discovery.state_path(home).unlink(missing_ok=True)


class System:
    def __init__(self, home: Path, say: Say) -> None:
        self.home = home
        self.say = say
        self.supervisor = Supervisor(say)
        self.environment: dict[str, str] = {}

    def start(self) -> None:
        port = configuration.web_port()
        if port != configuration.DEFAULT_PORT and not os.environ.get("PORT"):
            self.say(f"Port {configuration.DEFAULT_PORT} is in use by another program; taking {port}.")
        self.environment = configuration.for_children(self.home, os.environ, self._start_stores(), port)
        application = Application(self.home, self.environment)
        self._finish(application.command("prepare_demo"))
        self.say("Starting web, workers and beat")
        self.supervisor.start(application.programs())
        self.say("Waiting until everything answers")
        self._wait_until_ready()

    def _start_stores(self) -> dict[str, str]:
        """The addresses of those that were not given."""
        addresses: dict[str, str] = {}
        stores: dict[str, Callable[[], Process]] = {}
        if not configuration.is_given(os.environ, "DATABASE_URL"):
            self.say(
                "Starting Postgres" + ("" if (self.home / "postgres").exists() else " (the first time takes longer)")
            )
            postgres = Postgres(self.home)
            addresses["DATABASE_URL"], stores["postgres"] = postgres.url, postgres.start
        if not configuration.is_given(os.environ, "REDIS_URL"):
            valkey = Valkey(self.home)
            addresses["REDIS_URL"], stores["valkey"] = valkey.url, valkey.start
        self.supervisor.start(stores)
        return addresses

    def _finish(self, command: Process) -> None:
        """Says what the command reports as progress."""
        try:
            with command.program.log.open(encoding="utf-8") as log:
                log.seek(command.log_start)
                while command.exit_status is None:
                    self._say_lines(log)
                    self.supervisor.tend()
                    time.sleep(STEP_S / 4)
                self._say_lines(log)
        finally:
            command.stop()
        if command.exit_status:
            raise EmbeddedError(f"{command.program.name} failed.\n{tail(command.program.log)}")

    def _say_lines(self, log: TextIO) -> None:
        for line in log.read().splitlines():
            if line.startswith(programs.PROGRESS):
                self.say(line.removeprefix(programs.PROGRESS))

    def _wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + READY_PATIENCE_S
        while (missing := not_ready(self.environment)) is not None:
            self.supervisor.tend()
            if time.monotonic() > give_up_at:
                raise EmbeddedError(f"Not ready after {READY_PATIENCE_S} s: {missing}. See {self.home / 'logs'}.")
            time.sleep(STEP_S)

    def publish(self) -> RunningState:
        url = self.environment["PUBLIC_URL"].rstrip("/")
        state = RunningState(
            url=url,
            port=int(self.environment["PORT"]),
            candidate_link=f"{url}/i/{secrets.read(self.home, 'demo_candidate_token')}/",
            login=OWNER,
            database_url=self.environment.get("DATABASE_URL", ""),
            redis_url=self.environment.get("REDIS_URL", ""),
            pids={"up": os.getpid(), **self.supervisor.pids},
        )
        discovery.publish(self.home, state)
        return state

    def tend(self) -> None:
        while True:
            if self.supervisor.tend():
                self.publish()
            time.sleep(STEP_S)

    def stop(self) -> None:
        self.supervisor.stop()


def not_ready(environment: Mapping[str, str]) -> str | None:
    """What /health/ready still misses; None when it is content."""
    host = "127.0.0.1" if environment["HOST"] in EVERY_INTERFACE else environment["HOST"]
    connection = http.client.HTTPConnection(host, int(environment["PORT"]), timeout=10)
    try:
        connection.request("GET", "/health/ready", headers={"Host": urlsplit(environment["PUBLIC_URL"]).netloc})
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException):
        return "the web process does not answer"
    finally:
        connection.close()
    if response.status == 200:
        return None
    if response.status != 503:
        return f"/health/ready answers {response.status}"
    checks = json.loads(body)["checks"]
    return ", ".join(f"{name} is {check['state']}" for name, check in checks.items() if check["state"] != "ok")


def _where(home: Path) -> str:
    state = discovery.running_state(home)
    return state["url"] if state else "it is just starting or ending"


def _end_on_signals() -> None:
    """Ctrl-C, SIGTERM and a closed terminal all end things in order; under nohup (SIGHUP ignored) the last does not."""

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
