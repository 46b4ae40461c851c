"""What the pending migrations of an organization are in SQL, found out once for all that have the same ones.

Django runs them on an empty copy of one organization, in a transaction that is rolled back, and the statements are
noted. They name no schema. Migrations that may do something else in each organization are left to Django: Python code,
other operations than those listed here, a default that is drawn anew for each call.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.core.management.base import CommandError
from django.db import migrations, router, transaction
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from organizations.schemas import template
from organizations.schemas.owner import OWNER, raw, schema

REHEARSAL_SCHEMA = "organization_rehearsal"
REPEATABLE: set[type[Any]] = {
    operations.AddConstraint,
    operations.AddField,
    operations.AddIndex,
    operations.AlterConstraint,
    operations.AlterField,
    operations.AlterModelManagers,
    operations.AlterModelOptions,
    operations.AlterModelTable,
    operations.AlterModelTableComment,
    operations.AlterUniqueTogether,
    operations.CreateModel,
    operations.DeleteModel,
    operations.RemoveConstraint,
    operations.RemoveField,
    operations.RemoveIndex,
    operations.RenameField,
    operations.RenameIndex,
    operations.RunSQL,
    AddConstraintNotValid,
    ValidateConstraint,
}
# Of the migrations that an organization has, in the copy and in the original.
COPY_RECORD = "INSERT INTO django_migrations (app, name, applied) SELECT app, name, applied FROM {} ORDER BY id"
NEW_RECORD = "SELECT app, name FROM django_migrations ORDER BY id OFFSET %s"
ADD_RECORD = "INSERT INTO django_migrations (app, name, applied) VALUES ({}, {}, now())"
# What a migration has put off must be done before the next one may alter the table.
BETWEEN_MIGRATIONS = "SET CONSTRAINTS ALL IMMEDIATE"


def rehearse(schema_name: str) -> str | None:
    """The statements for this organization and all with the same migrations; None if Django has to run them in each."""
    with schema(REHEARSAL_SCHEMA) as connection, undone():
        if not copied(schema_name):
            return None
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not all(repeatable(migration) for migration, _backwards in plan):
            return None
        before = count_record()
        return "\n;\n".join([*executed(connection, executor, plan), *recorded(before)])


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic(using=OWNER):
        yield
        transaction.set_rollback(True, using=OWNER)


def copied(schema_name: str) -> bool:
    """False if somebody has put into it what the template never has."""
    raw().execute(f"CREATE SCHEMA {REHEARSAL_SCHEMA}")
    try:
        text = template.statements(raw(), schema_name, with_rows=False)
    except CommandError:
        return False
    raw().execute(f"SET LOCAL search_path = {REHEARSAL_SCHEMA}")
    raw().execute(text.encode())
    raw().execute(sql.SQL(COPY_RECORD).format(sql.Identifier(schema_name, "django_migrations")))
    return True


def repeatable(migration: migrations.Migration) -> bool:
    """An app of the public schema changes nothing here, whatever it does there."""
    if not router.allow_migrate(OWNER, migration.app_label):
        return True
    return migration.atomic and all(map(same_everywhere, migration.operations))


def same_everywhere(operation: Any) -> bool:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return all(map(same_everywhere, operation.database_operations))
    return type(operation) in REPEATABLE and same_default(getattr(operation, "field", None))


def same_default(field: Any) -> bool:
    """The moment of the migration may differ by a little; an id or a secret must not be shared by all organizations."""
    if field is None or not field.has_default():
        return True
    default = field.get_default()
    return isinstance(default, (date, time)) or default == field.get_default()


def executed(connection: Any, executor: MigrationExecutor, plan: Any) -> list[str]:
    noted: list[str] = []

    def after(action: str, *_: Any) -> None:
        if action == "apply_success" and noted and noted[-1] != BETWEEN_MIGRATIONS:
            noted.append(BETWEEN_MIGRATIONS)

    executor.progress_callback = after
    connection.executed = noted
    try:
        executor.migrate(executor.loader.graph.leaf_nodes(), plan)
    finally:
        connection.executed = None
    return noted


def count_record() -> int:
    ((count,),) = raw().execute("SELECT count(*) FROM django_migrations").fetchall()
    return int(count)


def recorded(before: int) -> Iterable[str]:
    new = raw().execute(NEW_RECORD, [before]).fetchall()
    return (sql.SQL(ADD_RECORD).format(*map(sql.Literal, row)).as_string() for row in new)
