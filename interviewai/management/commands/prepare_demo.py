from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from interviewai.embedded.programs import PROGRESS
from interviewai.static_files import collecting


class Command(BaseCommand):
    """In one process, because starting Django takes longer than any of these when there is nothing to do."""

    help = "Database, static files and the demo organization, for a system of `manage.py up`."

    def handle(self, **_options: Any) -> None:
        self.say("Preparing the database")
        call_command("prepare_database", stdout=self.stdout)
        self.say("Collecting static files")
        collecting.collect()
        self.say("Preparing the demo organization")
        call_command("seed_demo", stdout=self.stdout)

    def say(self, line: str) -> None:
        self.stdout.write(f"{PROGRESS}{line}")
        self.stdout.flush()
