"""The example receivers, each in a process of its own, as a platform's engineer starts them."""

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from interviewai.embedded.ports import free_port, is_free
from tests.interviewai.launching import PROJECT, until

LANGUAGES = ("python", "node")


def command(language: str) -> list[str]:
    if language == "python":
        return [sys.executable, "examples/receiver.py"]
    # Playwright brings a Node for its own use; it serves where the machine has none.
    return [shutil.which("node") or compute_driver_executable()[0], "examples/receiver.mjs"]


@dataclass(frozen=True)
class Receiver:
    port: int
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks"

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/webhooks", body, dict(headers))
            return connection.getresponse().status
        finally:
            connection.close()

    def lines(self) -> list[str]:
        return self.output.read_text().splitlines()

    def said(self, line: str) -> None:
        until(lambda: line in self.lines(), f"{line!r} among {self.lines()}", patience_s=20)


@contextmanager
def receiving(language: str, output: Path, *secrets: str) -> Iterator[Receiver]:
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "WEBHOOK_SECRET": " ".join(secrets), "PORT": str(port)}
    with output.open("wb") as file:
        process = subprocess.Popen(command(language), cwd=PROJECT, env=environment, stdout=file, stderr=file)
    try:
        until(lambda: process.poll() is not None or not is_free("127.0.0.1", port), "the receiver", patience_s=30)
        assert process.poll() is None, output.read_text()
        yield Receiver(port, output)
    finally:
        process.kill()
        process.wait()
