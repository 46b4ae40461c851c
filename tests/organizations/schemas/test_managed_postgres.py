"""Hosted Postgres gives no superuser: the owner may create roles and databases, and that has to be enough."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]
SAID = "Let a superuser run this once in the database: "
USES_IT = """
import django; django.setup()
from organizations.models import User
from organizations.onboarding import create_organization
from organizations.tenancy import organization_schema
from jobs.models import JobDescription
organization = create_organization("Hosted", User.objects.create_user("owner@example.com"))
with organization_schema(organization):
    JobDescription.objects.create(title="x", description="x")
    print(JobDescription.objects.count())
"""


@pytest.fixture
def superuser() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    login = settings.DATABASES["owner"]
    with psycopg.connect(
        host=login["HOST"], port=login["PORT"], user=login["USER"], password=login["PASSWORD"],
        dbname=login["NAME"], autocommit=True,
    ) as connection:  # fmt: skip
        yield connection


@pytest.fixture
def hosted(superuser: "psycopg.Connection[tuple[object, ...]]") -> Iterator[str]:
    """The address of a database whose owner is no superuser."""
    name = f"{superuser.info.dbname}_h"
    owner = sql.Identifier(name)
    superuser.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD 'hosted'").format(owner))
    superuser.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(owner, owner))
    yield f"postgresql://{name}:hosted@{superuser.info.host}:{superuser.info.port}/{name}"
    superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(owner))
    roles = superuser.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{name}_"]).fetchall()
    for (role,) in roles:
        superuser.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(str(role))))
    superuser.execute(sql.SQL("DROP ROLE {}").format(owner))


def run(address: str, *arguments: str, app: str = "") -> str:
    done = start(address, *arguments, app=app)
    assert done.returncode == 0, done.stderr
    return done.stdout


def start(address: str, *arguments: str, app: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"DATABASE_URL": address, "DATABASE_APP_URL": app}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_an_owner_who_is_no_superuser_can_prepare_and_is_told_what_a_superuser_should_do(
    superuser: "psycopg.Connection[tuple[object, ...]]", hosted: str
) -> None:
    told = [line.removeprefix(SAID) for line in run(hosted, "manage.py", "prepare_database").splitlines()]
    hints, ready = told[:-1], told[-1]
    assert len(hints) == 3
    assert ready.startswith("The database is ready.")
    with psycopg.connect(hosted, user=superuser.info.user, password=superuser.info.password, autocommit=True) as inside:
        for hint in hints:
            inside.execute(hint.encode())
    assert run(hosted, "manage.py", "prepare_database").startswith("The database is ready.")
    assert run(hosted, "-c", USES_IT).strip() == "1"


def test_web_and_workers_do_without_the_login_of_the_owner(hosted: str) -> None:
    place, name = hosted.rpartition("@")[2], hosted.rpartition("/")[2]
    app = f"postgresql://{name}_app:its-own@{place}"
    run(hosted, "manage.py", "prepare_database", app=app)
    assert run("", "-c", USES_IT, app=app).strip() == "1"
    refused = start("", "manage.py", "prepare_database", app=app)
    assert refused.returncode != 0
    assert "set DATABASE_URL" in refused.stderr
