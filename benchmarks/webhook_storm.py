"""make storm: events while workers and their producers are killed, Redis is emptied and Postgres restarted.

Prints what was lost (committed, never received), phantom (received, never committed) and received more than once.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.table import Row, lines
from interviewai.embedded.processes import tail
from interviewai.embedded.programs import PROJECT
from tests import stack
from tests.stack import Stack
from tests.webhooks import receiving
from tests.webhooks.receiving import Place, Receiver

DEADLINE_S = 5
SETTINGS = {"WEBHOOK_ALLOW_INSECURE": "1", "WEBHOOK_DEADLINE_SECONDS": str(DEADLINE_S), "AI_ENV": "scripted"}
PATIENCE_S = 240  # for the last ones: a lease, and perhaps a retry
READY_WITHIN_S = 120
INTERVAL_S, TICK_S = 1.5, 0.05  # between kills of workers, if they start as fast


@dataclass(frozen=True)
class Plan:
    events: int = 10_000
    worker_kills: int = 100
    producer_kills: int = 50
    workers: int = 3
    producers: int = 4


@dataclass
class Result:
    committed: int = 0
    lost: int = 0
    phantom: int = 0
    duplicates: int = 0
    kills: int = 0
    took_s: float = 0.0

    @property
    def duplicates_a_kill(self) -> float:
        return self.duplicates / max(self.kills, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="make storm", description=__doc__)
    for name, value in vars(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=value)
    result = storm(Plan(**vars(parser.parse_args(arguments))))
    print("", *lines(rows(result)), sep="\n")
    sys.exit(1 if result.lost or result.phantom else 0)


def rows(result: Result) -> list[Row]:
    return [
        Row("events of committed changes", result.committed, ""),
        Row("lost", result.lost, "", 0),
        Row("phantom", result.phantom, "", 0),
        Row("duplicates", result.duplicates, ""),
        Row("duplicates a worker's kill", result.duplicates_a_kill, "", 1, f"{result.kills} kills"),
        Row("from the first event to the last", result.took_s, "s", 300),
    ]


def storm(plan: Plan) -> Result:
    parts = [f"webhooks-{number}" for number in range(1, plan.workers + 1)]
    with (
        receiving.running() as receiver,
        stack.running(
            SETTINGS, webhook_workers=plan.workers, prepare="prepare_database", only=[*parts, "beat"]
        ) as running,
        Producers.of(running, receiver, plan) as producers,
    ):
        began = time.monotonic()
        rage(running, parts, producers, plan)
        wait_until_all_is_sent(running, producers, plan)
        took_s = time.monotonic() - began
        return count(running, receiver, producers, Result(kills=plan.worker_kills, took_s=took_s))


@dataclass
class Producers:
    """Processes that write, each a share of one organization's changes, as far as they are let."""

    host: "subprocess.Popen[str]"
    file: Path
    organizations: list[dict[str, str]] = field(default_factory=list)
    shares: list[dict[str, Any]] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)

    @classmethod
    @contextmanager
    def of(cls, running: Stack, receiver: Receiver, plan: Plan) -> "Iterator[Producers]":
        command = [sys.executable, "-m", "benchmarks.storm_producers"]
        host = subprocess.Popen(
            command, cwd=PROJECT, env=running.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        file = running.home / "allowed"
        file.write_text("0")
        producers = cls(host, file)
        producers.organizations = producers.ask(f"open {receiver.base}/ok")
        producers.share_out(plan)
        try:
            yield producers
        finally:
            for pid in producers.pids:
                end(pid)
            host.kill()
            host.wait()

    def ask(self, command: str) -> Any:
        assert self.host.stdin
        assert self.host.stdout
        print(command, file=self.host.stdin, flush=True)
        return json.loads(self.host.stdout.readline())

    def share_out(self, plan: Plan) -> None:
        """Shares are counted from 1 each: letting all go on to n lets n changes of each be written."""
        each = plan.events // plan.producers
        for number in range(plan.producers):
            organization = self.organizations[number % len(self.organizations)]
            offset = number * 1_000_000
            file = self.file.with_name(f"allowed-{number}")
            file.write_text("0")
            share = {"organization_id": organization["id"], "first": offset + 1, "last": offset + each}
            self.shares.append({**share, "file": str(file)})
            self.pids.append(self.ask(f"start {json.dumps(self.shares[-1])}"))

    def allow(self, part: float) -> None:
        for share in self.shares:
            count = round(part * (share["last"] - share["first"] + 1))
            draft = Path(f"{share['file']}.new")
            draft.write_text(str(share["first"] - 1 + count))
            draft.replace(share["file"])

    def kill_one(self) -> None:
        number = random.randrange(len(self.pids))  # noqa: S311
        end(self.pids[number])
        self.pids[number] = self.ask(f"start {json.dumps(self.shares[number])}")


def end(pid: int) -> None:
    import os
    from contextlib import suppress

    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def rage(running: Stack, workers: list[str], producers: Producers, plan: Plan) -> None:
    """Changes are let through evenly, and never so fast that there would be nothing left to lose at the last kill."""
    producer_kills, let_through = spread(plan.producer_kills, plan.worker_kills), 0.0
    for kill in range(plan.worker_kills):
        not_before = time.monotonic() + 2 * INTERVAL_S * random.random()  # noqa: S311
        give_up_at = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < not_before or not ready(running, workers):
            if time.monotonic() > give_up_at:
                logs = [tail(running.processes[name].program.log) for name in workers]
                raise TimeoutError("\n".join(["No worker became ready.", *logs]))
            time.sleep(TICK_S)
            let_through += TICK_S / INTERVAL_S / plan.worker_kills
            let_through = min(let_through, (kill + 1) / (plan.worker_kills + 1))
            producers.allow(let_through)
        worker = random.choice(ready(running, workers))  # noqa: S311
        running.kill(worker)
        running.start(worker)
        for _ in range(producer_kills[kill]):
            producers.kill_one()
        if kill == plan.worker_kills // 3:
            running.valkey().flushall()
        if kill == 2 * plan.worker_kills // 3:
            running.restart("postgres")
        if kill % 10 == 9:
            say(f"{kill + 1} workers killed")
    producers.allow(1)


def spread(count: int, over: int) -> list[int]:
    return [(number + 1) * count // over - number * count // over for number in range(over)]


def ready(running: Stack, workers: list[str]) -> list[str]:
    """Those that have begun to work: to kill one that is still starting would be no test."""
    return [name for name in workers if is_ready(running, name)]


def is_ready(running: Stack, worker: str) -> bool:
    process = running.processes[worker]
    with process.program.log.open("rb") as log:
        log.seek(process.log_start)
        return b" ready." in log.read()


def wait_until_all_is_sent(running: Stack, producers: Producers, plan: Plan) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        committed = sum(len(numbers_of(running, each["schema"])) for each in producers.organizations)
        due = running.rows("SELECT count(*) AS due FROM owed_work WHERE kind = 'deliver_webhook'")[0]["due"]
        if committed == plan.events // plan.producers * plan.producers and not due:
            return
        time.sleep(0.5)
    say("Some are still due; what follows counts them as lost.")


def numbers_of(running: Stack, schema: str) -> set[str]:
    """The changes that were committed: rows of their own, which say nothing of webhooks."""
    return {row["title"] for row in running.rows("SELECT title FROM jobs_jobdescription", schema=schema)}


def count(running: Stack, receiver: Receiver, producers: Producers, result: Result) -> Result:
    for organization in producers.organizations:
        committed = numbers_of(running, organization["schema"])
        place = Place(receiver.base, "ok", organization["id"])
        received = Counter(each.event["data"]["message"] for each in place.received)
        result.committed += len(committed)
        result.lost += len(committed - set(received))
        result.phantom += len(set(received) - committed)
        result.duplicates += received.total() - len(received)
    return result


def say(line: str) -> None:
    print(f"-- {line}", flush=True)


if __name__ == "__main__":
    main()
