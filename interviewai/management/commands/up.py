import ctypes
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interviewai import environ
from interviewai.embedded import secrets, system
from interviewai.embedded.discovery import RunningState
from interviewai.embedded.errors import EmbeddedError
from interviewai.embedded.tether import PR_SET_PDEATHSIG

PROJECT = Path(__file__).resolve().parent.parent.parent.parent


class Command(BaseCommand):
    """Runs before there are settings: it starts the stores that the settings name. See manage.py."""

    help = "Run everything on this machine: database, queue, web, workers and a demo organization."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--end-with-parent", action="store_true", help="end when the process that started this one is killed"
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Without Django's last step: it loads the settings, to close database connections that are not there."""
        options = self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
        try:
            self.handle(end_with_parent=options.end_with_parent)
        except CommandError as error:
            sys.exit(f"{error}")

    def handle(self, *, end_with_parent: bool, **_options: Any) -> None:
        self.started_at = time.monotonic()
        if end_with_parent and sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        self.home = Path(environ.text("INTERVIEWAI_HOME") or PROJECT / ".interviewai").resolve()
        try:
            system.run(self.home, self.say, self.show)
        except EmbeddedError as error:
            raise CommandError(str(error)) from error

    def say(self, line: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.started_at:6.1f} s  {line}")
        self.stdout.flush()

    def show(self, state: RunningState) -> None:
        rows = {
            "Staff": f"{state['url']}/",
            "Login": f"{state['login']}  {secrets.read(self.home, 'demo_owner_password')}",
            "Candidate": state["candidate_link"],
            "Test key": secrets.read(self.home, "demo_test_key"),
            "Logs, data": str(self.home),
            "Stop": "Ctrl-C",
        }
        self.say("Ready.")
        self.stdout.write("")
        for name, value in rows.items():
            self.stdout.write(f"  {name:<12} {value}")
        self.stdout.write("")
        self.stdout.flush()
