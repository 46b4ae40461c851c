"""One schema, brought up to date by Django itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate as django_migrate
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from organizations.schemas.owner import OWNER, raw, schema
from organizations.schemas.rights import FINISH, RIGHTS_VERSION, UNFINISHED


def migrate(schema_name: str) -> bool:
    """False if it lacked no migration."""
    with schema(schema_name) as connection:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            executor.check_replacements()
            return False
        with waiting_as_long_as_needed(plan):
            # By name it would be django-tenants' own command, which walks all organizations, slowly: 75 s for 500.
            call_command(django_migrate.Command(), database=OWNER, interactive=False, verbosity=0)
    return True


@contextmanager
def waiting_as_long_as_needed(plan: list[Any]) -> Iterator[None]:
    """Outside of a transaction, what a lock's timeout breaks off is half done: CREATE INDEX CONCURRENTLY above all."""
    ((lock_timeout,),) = raw().execute("SHOW lock_timeout").fetchall()
    if not all(migration.atomic for migration, _backwards in plan):
        raw().execute("SET lock_timeout = 0")
    try:
        yield
    finally:
        raw().execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(lock_timeout)))


def protect(schema_name: str) -> None:
    with transaction.atomic(using=OWNER):
        raw().execute(in_schema(FINISH, schema_name))


def bring_up_to_date(schema_name: str) -> None:
    """Several transactions: until the last one, the schema counts as one without rights."""
    raw().execute(in_schema(UNFINISHED, schema_name))
    migrate(schema_name)
    protect(schema_name)


def in_schema(statement: str, schema_name: str) -> sql.Composed:
    return sql.SQL(statement).format(
        schema=sql.Identifier(schema_name), name=sql.Literal(schema_name), version=sql.Literal(RIGHTS_VERSION)
    )
