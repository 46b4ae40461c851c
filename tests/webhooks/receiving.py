"""The receiver seen by a test: addresses of its own, and what came there."""

import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

from interviewai.embedded.ports import free_port
from interviewai.embedded.programs import PROJECT


@dataclass(frozen=True)
class Received:
    headers: dict[str, str]
    body: str
    at: float

    @property
    def event(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Place:
    """One address. `answer("status-500")` changes what it answers."""

    base: str
    mode: str
    name: str = field(default_factory=lambda: secrets.token_hex(6))

    @property
    def url(self) -> str:
        return f"{self.base}/{self.mode}/{self.name}"

    def answer(self, mode: str) -> None:
        ask(Request(f"{self.base}/{self.name}", data=mode.encode(), method="PUT"))  # noqa: S310

    @property
    def received(self) -> list[Received]:
        return [Received(**each) for each in json.loads(ask(Request(f"{self.base}/{self.name}")))]  # noqa: S310


@dataclass(frozen=True)
class Receiver:
    base: str

    def place(self, mode: str = "ok") -> Place:
        return Place(self.base, mode)


def ask(request: Request) -> bytes:
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        return bytes(answer.read())


@contextmanager
def running() -> Iterator[Receiver]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.webhooks.receiver", str(port)], cwd=PROJECT)
    try:
        wait_for(port)
        yield Receiver(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError("The receiver does not answer.")
