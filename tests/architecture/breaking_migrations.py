"""Which migrations would break the version that still serves while they are applied, and what to write instead.

A release goes out in this order: migrate, then replace processes one by one. So for a while the older version runs on
the newer schema. It writes the columns that it knows, reads them by their names, and must never wait long for a table.

Locks are short on a small table whatever is done to it, and the tables of one organization are small, except those that
grow with each answer, call or delivery (GROWING). So an index or a constraint may simply be added to the others: for a
thousand rows it is a matter of milliseconds, the whole organization changes in one transaction, and all of them as one
batch. On GROWING tables, and on all shared ones, which have the rows of every organization, an index is built
CONCURRENTLY. That cannot be part of a transaction: it needs a migration of its own with `atomic = False`, which
`prepare_database` leaves to Django, organization by organization.

Where people have decided to break it all the same (with the service stopped), the Migration says why:
`breaking_on_purpose = "reason"`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres import operations as postgres
from django.db import connections, migrations
from django.db.migrations import operations
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, CheckConstraint

GROWING = {
    "api_requests.apirequest",
    "api_requests.idempotentrequest",
    "evaluations.score",
    "interviews.segment",
    "interviews.turn",
    "usage.providercall",
    "webhooks.attempt",
    "webhooks.delivery",
    "webhooks.event",
}
RENAMED = (
    "the running version asks for the old name. Add the new one beside it, write both, and drop the old one later."
)
DROPPED = (
    "the running version still asks for it. Take it out of the models alone, with SeparateDatabaseAndState("
    "state_operations=[...]), and let the migration of a later release drop it with RunSQL."
)
REQUIRED = "the running version does not write it. Give it a db_default, or null=True."
NEEDED = (
    "the next version no longer writes it. Make it null=True, or give it a db_default, before it leaves the models."
)
NOT_NULL = (
    "the running version may still write NULL, and Postgres reads the whole table under its strongest lock. Fill it,"
    " add a NOT VALID check (AddConstraintNotValid), and validate that in a later release."
)
NARROWER = "what is there may not fit, or the table is written anew under lock. Add a column of the new type beside it."
NO_DEFAULT = "the running version relies on the database's default when it writes. Keep the db_default."
LOCKING_INDEX = (
    "building it keeps everybody from writing, and this table may be large. Use AddIndexConcurrently in a migration of"
    " its own with atomic = False."
)
LOCKING_CHECK = (
    "this table may be large, and each row is read under lock. AddConstraintNotValid, then ValidateConstraint."
)
LOCKING_UNIQUE = (
    "building its index keeps everybody from writing, and this table may be large. Build the index with"
    " CREATE UNIQUE INDEX CONCURRENTLY (RunSQL, atomic = False) and add the constraint USING INDEX."
)
UNKNOWN = "nobody has said yet whether the running version bears it. Add a rule to breaking_migrations.py."

Found = Iterator[str]


class Check:
    """One migration, operation by operation: `before` is the state before all of them, `state` that before the next."""

    def __init__(self, migration: migrations.Migration, before: ProjectState) -> None:
        self.migration, self.before, self.state = migration, before, before.clone()
        self.label = migration.app_label

    def objections(self) -> list[str]:
        if getattr(self.migration, "breaking_on_purpose", ""):
            return []
        return [
            f"{self.label}.{self.migration.name}: {operation.describe()}: {objection}"
            for operation in self.migration.operations
            for objection in self.step(operation)
        ]

    def step(self, operation: Any) -> list[str]:
        found = list(RULES.get(type(operation), unknown)(self, operation))
        if not isinstance(operation, operations.SeparateDatabaseAndState):
            operation.state_forwards(self.label, self.state)
        return found

    def exists(self, model_name: str) -> bool:
        """Not made by this very migration."""
        return (self.label, model_name.lower()) in self.before.models

    def is_large(self, model_name: str) -> bool:
        shared = apps.get_app_config(self.label).name not in settings.TENANT_APPS
        return self.exists(model_name) and (shared or f"{self.label}.{model_name.lower()}" in GROWING)

    def field(self, state: ProjectState, model_name: str, name: str) -> Any:
        return state.apps.get_model(self.label, model_name)._meta.get_field(name)

    def after(self, operation: Any) -> ProjectState:
        state = self.state.clone()
        operation.state_forwards(self.label, state)
        return state


def harmless(check: Check, operation: Any) -> Found:
    yield from ()


def unknown(check: Check, operation: Any) -> Found:
    yield UNKNOWN


def rename(check: Check, operation: Any) -> Found:
    yield RENAMED


def drop(check: Check, operation: Any) -> Found:
    yield DROPPED


def add_field(check: Check, operation: Any) -> Found:
    field = check.field(check.after(operation), operation.model_name, operation.name)
    if field.many_to_many or not check.exists(operation.model_name):
        return
    if must_be_written(field):
        yield REQUIRED
    if has_index(field) and check.is_large(operation.model_name):
        yield LOCKING_INDEX


def must_be_written(field: Any) -> bool:
    return bool(field.concrete and not (field.null or field.generated or field.has_db_default()))


def has_index(field: Any) -> bool:
    return bool(field.db_index or field.unique)


def alter_field(check: Check, operation: Any) -> Found:
    if not check.exists(operation.model_name):
        return
    old = check.field(check.state, operation.model_name, operation.name)
    new = check.field(check.after(operation), operation.model_name, operation.name)
    large = check.is_large(operation.model_name)
    if old.column != new.column:
        yield RENAMED
    if old.null and not new.null:
        yield NOT_NULL
    if not has_room(column_type(old), column_type(new), large=large):
        yield NARROWER
    if not new.null and old.db_default is not NOT_PROVIDED and new.db_default is NOT_PROVIDED:
        yield NO_DEFAULT
    if large and has_index(new) and not has_index(old):
        yield LOCKING_INDEX


def column_type(field: Any) -> str:
    return str(field.db_parameters(connections["owner"])["type"])


def has_room(old: str, new: str, *, large: bool) -> bool:
    """A text column is widened where it stands; a number is written anew, which only a small table bears."""
    if old == new:
        return True
    if old.startswith("varchar"):
        return new in ("text", "varchar") or (new.startswith("varchar") and length(new) >= length(old) > 0)
    numbers = ["smallint", "integer", "bigint"]
    return not large and old in numbers and new in numbers[numbers.index(old) :]


def length(varchar: str) -> int:
    return int("".join(filter(str.isdigit, varchar)) or 0)


def add_index(check: Check, operation: Any) -> Found:
    if check.is_large(operation.model_name):
        yield LOCKING_INDEX


def add_constraint(check: Check, operation: Any) -> Found:
    if check.is_large(operation.model_name):
        yield LOCKING_CHECK if isinstance(operation.constraint, CheckConstraint) else LOCKING_UNIQUE


def unique_together(check: Check, operation: Any) -> Found:
    if operation.option_value and check.is_large(operation.name):
        yield LOCKING_UNIQUE


def order_column(check: Check, operation: Any) -> Found:
    yield REQUIRED


def separate(check: Check, operation: Any) -> Found:
    """What happens in the database is judged, and that nothing leaves the models which must be written."""
    database = Check(check.migration, check.before)
    database.state = check.state.clone()
    for each in operation.database_operations:
        yield from database.step(each)
    for each in operation.state_operations:
        if isinstance(each, operations.RemoveField):
            field = check.field(check.state, each.model_name, each.name)
            if not field.many_to_many and must_be_written(field):
                yield NEEDED
        each.state_forwards(check.label, check.state)


def run_sql(check: Check, operation: Any) -> Found:
    for text in statements(operation.sql):
        if re.search(r"\bRENAME\b", text, re.IGNORECASE):
            yield RENAMED
        if re.search(r"\bSET\s+NOT\s+NULL\b", text, re.IGNORECASE):
            yield NOT_NULL
        if re.search(r"\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b", text, re.IGNORECASE):
            yield NARROWER
        if drops_what_is_used(check, text):
            yield DROPPED


def statements(sql: Any) -> list[str]:
    parts = sql if isinstance(sql, list | tuple) else [sql]
    whole = " ".join(part[0] if isinstance(part, list | tuple) else part for part in parts)
    return whole.split(";")


def drops_what_is_used(check: Check, text: str) -> bool:
    """Before this migration the models still had it: then so has the version that runs."""
    used = {model._meta.db_table: {field.column for field in model._meta.local_fields} for model in
            check.before.apps.get_models()}  # fmt: skip
    tables = re.findall(r"\bTABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?\"?(\w+)", text, re.IGNORECASE)
    columns = re.findall(r"\bDROP\s+COLUMN\s+(?:IF\s+EXISTS\s+)?\"?(\w+)", text, re.IGNORECASE)
    if re.search(r"\bDROP\s+TABLE\b", text, re.IGNORECASE):
        return any(table in used for table in tables)
    return any(column in used.get(table, set()) for table in tables for column in columns)


RULES: dict[type[Any], Callable[[Check, Any], Found]] = {
    operations.AddConstraint: add_constraint,
    operations.AddField: add_field,
    operations.AddIndex: add_index,
    operations.AlterField: alter_field,
    operations.AlterModelManagers: harmless,
    operations.AlterModelOptions: harmless,
    operations.AlterModelTable: rename,
    operations.AlterModelTableComment: harmless,
    operations.AlterOrderWithRespectTo: order_column,
    operations.AlterUniqueTogether: unique_together,
    operations.CreateModel: harmless,
    operations.DeleteModel: drop,
    operations.RemoveConstraint: harmless,
    operations.RemoveField: drop,
    operations.RemoveIndex: harmless,
    operations.RenameField: rename,
    operations.RenameIndex: harmless,
    operations.RenameModel: rename,
    operations.RunPython: harmless,
    operations.RunSQL: run_sql,
    operations.SeparateDatabaseAndState: separate,
    postgres.AddConstraintNotValid: harmless,
    postgres.AddIndexConcurrently: harmless,
    postgres.RemoveIndexConcurrently: harmless,
    postgres.ValidateConstraint: harmless,
}
