"""The product's own processes, as `manage.py up` starts them. docker-compose.yml starts the same ones."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from interviewai.embedded.processes import Process, Program

PROJECT = Path(__file__).resolve().parent.parent.parent
# An audio segment may have 4 MiB (interviews.protocol). Daphne's own limit of 1 MiB would cut the connection.
LARGEST_MESSAGE = str(5 * 1024 * 1024)


# Begins the lines of a command that are shown to the person who waits.
PROGRESS = "* "
BACKGROUND_QUEUES = "speech,scoring,questions,mail,default"
# More than all its queues do at once (organizations/owed_work/queues.py), so that none waits for another.
BACKGROUND_THREADS = "16"
# Apart from scoring, which takes long: an event must not wait for it.
WEBHOOKS_QUEUES, WEBHOOKS_THREADS = "webhooks,sandbox", "8"
CELERY = ["-m", "celery", "-A", "interviewai.celery"]


def web(host: str, port: str) -> list[str]:
    sizes = ["--websocket-max-message-size", LARGEST_MESSAGE, "--websocket-max-frame-size", LARGEST_MESSAGE]
    # Verbosity 0 is what turns the access log off: candidates' tokens stand in the paths.
    options = [*sizes, "--verbosity", "0", "--no-server-name"]
    return ["-m", "interviewai.web_server", "-b", host, "-p", port, *options, "interviewai.asgi:application"]


def worker(name: str, queues: str, threads: str) -> list[str]:
    place = ["--hostname", f"{name}@%h", "--queues", queues, "--pool", "threads", "--concurrency", threads]
    # Gossip and mingle only make workers wait for each other at their start.
    return [*CELERY, "worker", *place, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def beat(schedule: str) -> list[str]:
    return [*CELERY, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO"]


@dataclass(frozen=True)
class Application:
    home: Path
    environment: Mapping[str, str]
    project: Path = PROJECT

    def command(self, *arguments: str) -> Process:
        """`manage.py` with the arguments, in a process of its own."""
        return self._python(f"manage.py {arguments[0]}", "prepare", "manage.py", *arguments)

    def programs(self) -> dict[str, Callable[[], Process]]:
        given = self.environment
        return {
            "web": self.web,
            "worker-live": partial(self.worker, "live", "live", given["LIVE_CONCURRENCY"]),
            "worker-background": partial(self.worker, "background", BACKGROUND_QUEUES, BACKGROUND_THREADS),
            "worker-webhooks": partial(self.worker, "webhooks", WEBHOOKS_QUEUES, WEBHOOKS_THREADS),
            "beat": self.beat,
        }

    def web(self) -> Process:
        return self._python("web", "web", *web(self.environment["HOST"], self.environment["PORT"]))

    def worker(self, name: str, queues: str, threads: str) -> Process:
        return self._python(f"worker-{name}", f"worker-{name}", *worker(name, queues, threads))

    def beat(self) -> Process:
        return self._python("beat", "beat", *beat(str(self.home / "beat")))

    def _python(self, name: str, log: str, *arguments: str) -> Process:
        return Process(
            Program(
                name=name,
                arguments=[sys.executable, *arguments],
                cwd=self.project,
                log=self.home / "logs" / f"{log}.log",
                environment=self.environment,
                # Each may be ended at any moment without loss, so its end is not waited for long.
                patience_s=5,
            )
        )
