"""Webhooks: what a delivery costs beside a bare HTTP client, and how soon after its commit an event arrives.

`python -m benchmarks.alone webhooks` prints {"engine_per_cpu_s", "loop_per_cpu_s", "engine_per_s", "arrival_ms": []}.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from interviewai.embedded import programs
from interviewai.embedded.ports import free_port
from interviewai.embedded.programs import PROJECT

if TYPE_CHECKING:
    from organizations.models import Organization

EVENTS, ROUNDS = 12_000, 3
ENDPOINTS = 5  # of each of two organizations
IN_FLIGHT = 200  # as the engine has (lanes.SLOTS)
LATE_MS = 50
ARRIVALS = 60


def main() -> None:
    os.environ |= {"WEBHOOK_ALLOW_INSECURE": "1", "LOG_LEVEL": "WARNING"}
    from django.conf import settings
    from django.core.management import call_command

    from tests.factories import make_organization

    settings.WEBHOOK_ALLOW_INSECURE = True
    call_command("prepare_database", verbosity=0)
    organizations = [make_organization(name) for name in ("Acme", "Globex")]
    with late_receiver(LATE_MS) as url:
        for organization in organizations:
            listen(organization, url)
        measured = throughput(organizations, url)
    measured["arrival_ms"] = arrivals(organizations[0])
    print(json.dumps(measured))


def listen(organization: "Organization", url: str) -> None:
    from organizations.tenancy import organization_schema
    from webhooks.endpoints import registration

    with organization_schema(organization):
        for number in range(ENDPOINTS):
            registration.create(f"{url}/{number}", livemode=True)


def publish(organization: "Organization", count: int) -> None:
    """As many deliveries, a hundred events a transaction."""
    from django.db import transaction

    from organizations.tenancy import organization_schema
    from webhooks import publishing
    from webhooks.event_types import EventType

    told = {"endpoint_id": "", "message": "x" * 500}
    with organization_schema(organization):
        for _ in range(count // ENDPOINTS // 100):
            with transaction.atomic():
                for _ in range(100):
                    publishing.publish(EventType.PING, told, livemode=True)


def throughput(organizations: Sequence["Organization"], url: str) -> dict[str, Any]:
    """In turns, because the machine has other things to do as well."""
    from webhooks.delivery import dispatch

    dispatch.spare_the_collector()  # for both: the bare loop gains by it too
    engine_s = loop_s = took_s = 0.0
    for _ in range(ROUNDS):
        for organization in organizations:
            publish(organization, EVENTS // ROUNDS // 2)
        loop_s += cpu_s(lambda: asyncio.run(bare_loop(url, EVENTS // ROUNDS)))
        began = time.monotonic()
        engine_s += cpu_s(lambda: dispatch.deliver_due(run_s=300, linger_s=0))
        took_s += time.monotonic() - began
    delivered = sum(count_delivered(organization) for organization in organizations)
    assert delivered == EVENTS, f"{delivered} of {EVENTS} were delivered"
    return {
        "engine_per_cpu_s": EVENTS / engine_s,
        "loop_per_cpu_s": EVENTS / loop_s,
        "engine_per_s": EVENTS / took_s,
    }


def count_delivered(organization: "Organization") -> int:
    from organizations.tenancy import organization_schema
    from webhooks.models import Delivery

    with organization_schema(organization):
        return Delivery.objects.filter(status=Delivery.Status.DELIVERED).count()


def cpu_s(work: Any) -> float:
    """Of this process, all threads."""
    before = time.process_time()
    work()
    return time.process_time() - before


async def bare_loop(url: str, count: int) -> None:
    """What as many POSTs of the same size cost with nothing of ours around them."""
    import aiohttp

    from webhooks import signing
    from webhooks.models import new_event_id

    now = datetime.now(UTC)
    body = json.dumps({"data": "x" * 700}).encode()
    headers = signing.headers(new_event_id(), body, now, [signing.new_secret()])
    numbers = iter(range(count))

    async def post() -> None:
        for _ in numbers:
            async with session.post(url, data=body, headers=headers) as answer:
                await answer.read()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(post() for _ in range(IN_FLIGHT)))


def arrivals(organization: "Organization") -> list[float]:
    """Milliseconds from a commit to the receiver, one event at a time, through broker and worker."""
    from tests.webhooks import receiving
    from tests.webhooks.sending import listen, tell

    with receiving.running() as receiver, worker():
        listener = listen(organization, receiver.place("ok"))
        committed = []
        for _ in range(ARRIVALS):
            tell(organization, "hello")
            committed.append(time.time())
            time.sleep(random.uniform(0.2, 0.8))  # noqa: S311
        received = sorted(each.at for each in listener.place.received)
    assert len(received) == len(committed), f"{len(received)} of {len(committed)} arrived"
    return [(there - here) * 1000 for here, there in zip(committed, received, strict=True)]


@contextmanager
def late_receiver(milliseconds: int) -> Iterator[str]:
    from tests.webhooks.receiving import wait_for

    port = free_port()
    arguments = [sys.executable, "-m", "benchmarks.late_receiver", str(port), str(milliseconds)]
    process = subprocess.Popen(arguments, cwd=PROJECT)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker() -> Iterator[None]:
    from celery import current_app

    arguments = [sys.executable, *programs.worker("webhooks", programs.WEBHOOKS_QUEUES, "8")]
    process = subprocess.Popen(arguments, cwd=PROJECT, stderr=subprocess.DEVNULL)
    try:
        while not current_app.control.ping(timeout=1):
            assert process.poll() is None, "the worker has ended"
        yield
    finally:
        process.terminate()
        process.wait()
