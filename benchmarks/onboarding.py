"""A new organization made from the template, against one made by running every migration."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from django.core.management import call_command

from organizations.models import organization_id
from organizations.onboarding import create_organization
from organizations.schemas import one_schema, preparation
from organizations.schemas.owner import raw
from tests.factories import make_user
from tests.stores import close_pool

REPEATS = 20


def main() -> None:
    call_command("prepare_database")
    owners = [make_user() for _ in range(REPEATS)]
    create_organization("Warm", owners[0])
    made, migrated = [], []
    with preparation.sole_preparation():
        for owner in owners:  # by turns, so that what else the machine does falls on both
            made.append(milliseconds(partial(create_organization, "Initech", owner)))
            migrated.append(milliseconds(migrate))
    sys.stdout.write(
        json.dumps({"create_organization_ms": summary(made), "all_migrations_ms": summary(migrated)}) + "\n"
    )
    close_pool()


def migrate() -> None:
    schema_name = organization_id().lower()
    raw().execute(f"CREATE SCHEMA {schema_name}".encode())
    one_schema.migrate(schema_name)
    one_schema.protect(schema_name)


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def summary(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {"p5": ordered[1], "p50": statistics.median(ordered), "p95": ordered[-2]}
