"""Schedule calls per second, beside a plain REST framework create of the same rows: same server program, same run.

Workers are stopped while it is measured: what is compared is the call, not what is done after it.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import psycopg

from benchmarks.resources import tree
from interviewai.embedded import programs
from interviewai.embedded.ports import free_port
from interviewai.embedded.processes import Process, Program
from tests import stack
from tests.stack import Stack

SETTINGS = {
    "AI_ENV": "scripted",
    "API_REQUESTS_PER_MINUTE": "100000000",  # Counted for each call, never reached.
    "DATABASE_POOL_SIZE": "40",
    "ASGI_THREADS": "24",
    "LOG_LEVEL": "WARNING",
}
STOPPED = ("beat", "webhooks-1", "background", "live-1")
CLIENTS = 8
ROUNDS, ROUND_S = 6, 4.0
CANDIDATE = {"name": "Jane Doe", "email": "jane@example.com", "external_id": "application-4711"}
METADATA = {"requisition": "R-1"}


@dataclass
class Target:
    """`body` and `headers` are of one call; `pid` is the web process."""

    url: str
    body: Mapping[str, Any]
    pid: int
    headers: Callable[[], Mapping[str, str]] = dict
    rates: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(self.rates)

    async def round(self, seconds: float) -> None:
        cpu, started = tree(self.pid).cpu_s, time.monotonic()
        async with aiohttp.ClientSession() as session:
            calls = sum(await asyncio.gather(*(self._client(session, started + seconds) for _ in range(CLIENTS))))
        self.rates.append(calls / (time.monotonic() - started))
        self.cpu_ms.append((tree(self.pid).cpu_s - cpu) * 1000 / calls)

    async def _client(self, session: aiohttp.ClientSession, until: float) -> int:
        for calls in count():
            if time.monotonic() > until:
                return calls
            async with session.post(self.url, json=self.body, headers=self.headers()) as answer:
                if answer.status not in (201, 202):
                    raise RuntimeError(f"{self.url} answered {answer.status}: {await answer.text()}")
                await answer.read()
        raise AssertionError("unreachable")


@dataclass(frozen=True)
class Compared:
    """Calls per second, and milliseconds of the web process's CPU a call."""

    ours: float
    plain: float
    ours_cpu_ms: float
    plain_cpu_ms: float


def measure(rounds: int = ROUNDS, round_s: float = ROUND_S) -> Compared:
    with stack.running(SETTINGS) as running, plain_server(running) as plain:
        ours = our_target(running)
        for name in STOPPED:
            running.processes.pop(name).stop()
        for number in range(rounds + 1):
            for target in (ours, plain):
                asyncio.run(target.round(round_s))
                if number == 0:  # Connections are made, modules loaded.
                    target.rates.clear()
                    target.cpu_ms.clear()
    return Compared(ours.rate, plain.rate, median(ours.cpu_ms), median(plain.cpu_ms))


def our_target(running: Stack) -> Target:
    organization = running.rows("SELECT slug, schema_name FROM organizations_organization")[0]
    job_id = running.rows("SELECT id FROM jobs_jobdescription", schema=organization["schema_name"])[0]["id"]
    key = running.run("manage", "create_api_key", "--live", "--organization", organization["slug"]).strip()
    numbers = count()
    return Target(
        f"{running.webs[0]}/api/v1/interviews/schedule",
        {"job_description_id": job_id, "candidate": CANDIDATE, "metadata": METADATA},
        running.pids()["web-1"],
        lambda: {"X-API-Key": key, "Idempotency-Key": f"application-{next(numbers)}"},
    )


@contextmanager
def plain_server(running: Stack) -> Iterator[Target]:
    environment = {
        **running.environment,
        "DJANGO_SETTINGS_MODULE": "benchmarks.plain.settings",
        "DATABASE_URL": own_database(running),
    }
    job_id = Stack(running.home, environment).run("benchmarks.plain.prepare").strip()
    port = str(free_port())
    arguments = [*programs.web("127.0.0.1", port)[:-1], "benchmarks.plain.asgi:application"]
    command = [*running.processes["web-1"].program.arguments[:1], *arguments]
    process = Process(Program("plain", command, programs.PROJECT, running.home / "logs" / "plain.log", environment))
    try:
        body = {"job": job_id, "candidate": CANDIDATE, "metadata": METADATA}
        target = Target(f"http://127.0.0.1:{port}/interviews", body, process.pid)
        asyncio.run(answering(target))
        yield target
    finally:
        process.stop()


def own_database(running: Stack) -> str:
    url = running.environment["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE plain")
    return urlunsplit(urlsplit(url)._replace(path="/plain"))


async def answering(target: Target) -> None:
    give_up_at = time.monotonic() + 60
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(target.url) as answer:
                    await answer.read()
                    return
            except aiohttp.ClientConnectionError:
                if time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(0.1)


if __name__ == "__main__":
    print(measure())
