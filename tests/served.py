"""A web process of its own on the stores of this run, started as `manage.py up` starts it."""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from interviewai.embedded.ports import free_port
from interviewai.embedded.processes import Process, tail
from interviewai.embedded.programs import Application

READY_WITHIN_S = 90


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Its address and its process id."""
    port = free_port()
    home = Path(os.environ["INTERVIEWAI_HOME"])
    (home / "logs").mkdir(exist_ok=True)
    web = Application(home, {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}).web()
    try:
        wait_for(f"http://127.0.0.1:{port}", web)
        yield f"http://127.0.0.1:{port}", web.pid
    finally:
        web.stop()


def wait_for(address: str, web: Process) -> None:
    give_up_at = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < give_up_at and web.exit_status is None:
        try:
            ask(address)
        except (HTTPException, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The web process does not answer:\n{tail(web.program.log, 40)}")


def ask(address: str) -> None:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=5)) as line:
        line.request("GET", "/health/live")
        line.getresponse()
