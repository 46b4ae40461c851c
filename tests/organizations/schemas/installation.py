"""A database of its own with many organizations, and this version and a newer one to prepare it."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from organizations.schemas.standing import TEMPLATE_SCHEMA
from organizations.schemas.template import statements
from tests.organizations.catalog import comparable
from tests.organizations.schemas import newer

ROOT = Path(__file__).resolve().parents[3]
COUNT = 24  # more than one round trip takes
MAKE = f"""
import django; django.setup()
from django.core.management import call_command
from jobs.models import JobDescription
from organizations.onboarding import create_organization
from organizations.tenancy import organization_schema
from tests.factories import make_user
call_command("prepare_database", verbosity=0)
for number in range({COUNT}):
    with organization_schema(create_organization("Initech", make_user())):
        JobDescription.objects.create(title=f"engineer {{number}}", description="Keeps a service running.")
"""
PREPARE = """
import django; django.setup()
from organizations.schemas.patience import Patience
from organizations.schemas.preparation import prepare
prepare(lambda line: print(line, flush=True), Patience({lock_timeout_ms}, {waits_s}))
"""
# Others who want a lock that somebody else has.
WAITING = "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
ONE_MORE = """
INSERT INTO organizations_organization SELECT (jsonb_populate_record(one, %s)).*
  FROM organizations_organization AS one LIMIT 1
"""


@contextmanager
def copy_of(url: str, folder: Path) -> Iterator["Installation"]:
    """Its roles are named after the database that was copied, and go with that one's."""
    server, _, database = url.rpartition("/")
    name = f"{database}_{secrets.token_hex(2)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*map(sql.Identifier, (name, database)))
        )
        try:
            with psycopg.connect(f"{server}/{name}", autocommit=True) as owner:
                yield Installation(f"{server}/{name}", folder, owner)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@dataclass
class Installation:
    url: str
    folder: Path
    owner: "psycopg.Connection[Any]"

    def start(self, *arguments: str, newer_version: bool = True) -> "subprocess.Popen[str]":
        settings = newer.SETTINGS if newer_version else "interviewai.settings"
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(self.folder),
        }
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", *arguments],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str, newer_version: bool = True) -> str:
        process = self.start(*arguments, newer_version=newer_version)
        output, errors = process.communicate()
        assert process.returncode == 0, errors
        return output

    def start_preparing(self, lock_timeout_ms: int, waits_s: tuple[float, ...]) -> "subprocess.Popen[str]":
        return self.start("-c", PREPARE.format(lock_timeout_ms=lock_timeout_ms, waits_s=waits_s))

    def prepare(self) -> str:
        return self.run("manage.py", "prepare_database")

    def schema_names(self) -> list[str]:
        return [
            name for (name,) in self.owner.execute("SELECT schema_name FROM organizations_organization ORDER BY id")
        ]

    def ask(self, schema_name: str, question: str) -> list[Any]:
        """The first column. The question names its table as {}.table."""
        query = sql.SQL(question).format(sql.Identifier(schema_name))
        return [value for value, *_ in self.owner.execute(query).fetchall()]

    def structure(self, schema_name: str) -> str:
        with self.owner.transaction():
            text = statements(self.owner, schema_name, with_rows=False)
        return comparable(text, schema_name)

    def has_newer(self, schema_name: str) -> bool:
        """By its record of migrations, with which everything else must agree."""
        return newer.NAME in self.ask(schema_name, "SELECT name FROM {}.django_migrations")

    def up_to_date(self) -> list[str]:
        wanted = self.structure(TEMPLATE_SCHEMA)
        return [each for each in self.schema_names() if self.has_newer(each) and self.structure(each) == wanted]

    @contextmanager
    def somebody_at_work(self, schema_name: str) -> Iterator["psycopg.Connection[Any]"]:
        """In a transaction that has read this organization's jobs, and is not over."""
        with psycopg.connect(self.url) as connection:
            connection.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(schema_name, "jobs_jobdescription")))
            yield connection

    def wait_until(self, process: "subprocess.Popen[str]", *, waiting: bool) -> None:
        """Until the process waits for a lock, or no longer does."""
        while self.owner.execute(WAITING).fetchone() != (waiting,):
            assert process.poll() is None, process.communicate()
