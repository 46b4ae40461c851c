"""Brings organizations up to date, several at once, each in one transaction: it is as it was, or as it is to be.

What is left when the process is killed, the next one finds and does.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg
from django.core.management.base import CommandError
from django.db import DatabaseError
from psycopg import sql
from psycopg_pool import ConnectionPool

from organizations.schemas import one_schema, standing
from organizations.schemas.owner import Owner, connections_beside, raw
from organizations.schemas.patience import Patience, in_use
from organizations.schemas.rehearsal import rehearse
from organizations.schemas.rights import FINISH

CONNECTIONS = 4
BATCH = 20  # in one round trip
REPORTS = 20  # of the progress, when there are many

# It must still have the migrations that the statements begin from: a killed process' last batch may be at work yet.
UPGRADE = """BEGIN;
SET LOCAL lock_timeout = {lock_timeout};
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = {schema};
LOCK TABLE django_migrations IN SHARE ROW EXCLUSIVE MODE;
DO $do$ BEGIN
    IF (SELECT {found} FROM django_migrations) <> {digest} THEN
        RAISE EXCEPTION 'Another process has migrated it.';
    END IF;
END $do$;
{statements}
;
{finish};
COMMIT;
"""

Report = Callable[[str], object]


@dataclass(frozen=True)
class Upgrade:
    schema_name: str
    digest: str  # of the migrations that it has
    statements: str | None  # None: Django has to run its migrations

    def text(self, patience: Patience) -> sql.Composed:
        return sql.SQL(UPGRADE).format(
            lock_timeout=sql.Literal(patience.lock_timeout_ms),
            schema=sql.Identifier(self.schema_name),
            found=standing.DIGEST,
            digest=sql.Literal(self.digest),
            statements=sql.SQL(self.statements or ""),
            finish=one_schema.in_schema(FINISH, self.schema_name),
        )


Errors = dict[Upgrade, Exception]


def bring_up_to_date(schema_names: list[str], report: Report, patience: Patience) -> int:
    """How many were not."""
    upgrades = list(needed(schema_names))
    if upgrades:
        with connections_beside(CONNECTIONS) as pool:
            Upgrading(pool, patience, report, len(upgrades)).run(upgrades)
    return len(upgrades)


def needed(schema_names: list[str]) -> Iterator[Upgrade]:
    wanted = standing.template_digest(raw())
    for digest, names in standing.behind(raw(), schema_names).items():
        statements = "" if digest == wanted else rehearse(names[0])
        yield from (Upgrade(name, digest, statements) for name in names)


@dataclass
class Upgrading:
    pool: "ConnectionPool[Owner]"
    patience: Patience
    report: Report
    total: int
    done: int = 0
    refused: Errors = field(default_factory=dict)

    def run(self, upgrades: list[Upgrade]) -> None:
        for _ in self.patience.tries():
            upgrades = self.try_once(upgrades)
            if not upgrades:
                break
        self.complain(len(upgrades))

    def try_once(self, upgrades: list[Upgrade]) -> list[Upgrade]:
        """Those whose tables were in use. What fails otherwise may be changed by hand: Django looks at it anew."""
        errors = self.by_statements([each for each in upgrades if each.statements is not None])
        waiting = [each for each, error in errors.items() if in_use(error)]
        for_django = [each for each in upgrades if each.statements is None or each in errors.keys() - set(waiting)]
        errors = self.by_django(for_django)
        self.refused |= {each: error for each, error in errors.items() if not in_use(error)}
        return waiting + [each for each in errors if each not in self.refused]

    def by_statements(self, upgrades: list[Upgrade]) -> Errors:
        batches = [upgrades[start : start + BATCH] for start in range(0, len(upgrades), BATCH)]
        failed: Errors = {}
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            for batch, errors in zip(batches, threads.map(self.upgrade_batch, batches), strict=True):
                failed |= errors
                self.progress(len(batch) - len(errors))
        return failed

    def upgrade_batch(self, batch: list[Upgrade]) -> Errors:
        """In one round trip; if one of them fails, those that are left go one by one."""
        with self.pool.connection() as connection:
            if not attempt(connection, batch, self.patience):
                return {}
            behind = standing.behind(connection, [each.schema_name for each in batch])
            left = {name for names in behind.values() for name in names}
            tried = {each: attempt(connection, [each], self.patience) for each in batch if each.schema_name in left}
        return {each: error for each, error in tried.items() if error}

    def by_django(self, upgrades: Iterable[Upgrade]) -> Errors:
        failed: Errors = {}
        for each in upgrades:
            try:
                one_schema.bring_up_to_date(each.schema_name)
                self.progress(1)
            except (DatabaseError, psycopg.Error) as error:
                if raw().broken:
                    raise
                failed[each] = error
        return failed

    def progress(self, more: int) -> None:
        before, self.done = self.done, self.done + more
        step = max(BATCH, self.total // REPORTS)
        if self.done // step > before // step:
            self.report(f"{self.done:,} of {self.total:,} organizations")

    def complain(self, waiting: int) -> None:
        """Only the kind of an error is told: its words may hold what a row holds."""
        if not waiting and not self.refused:
            return
        lines = [f"{waiting + len(self.refused):,} of {self.total:,} organizations are not up to date yet."]
        if waiting:
            lines.append(f"The tables of {waiting:,} were in use all the time.")
        lines += [f"{each.schema_name}: {kind(error)}" for each, error in list(self.refused.items())[:10]]
        raise CommandError("\n".join([*lines, "Run prepare_database again: it goes on with them."]))


def attempt(connection: Owner, upgrades: list[Upgrade], patience: Patience) -> psycopg.Error | None:
    try:
        connection.execute(sql.SQL("").join(each.text(patience) for each in upgrades))
    except psycopg.Error as error:
        if connection.broken:
            raise
        connection.rollback()
        return error
    return None


def kind(error: Exception) -> str:
    cause = error.__cause__ or error
    told = cause.diag if isinstance(cause, psycopg.Error) else None
    where = told and (told.constraint_name or told.table_name)
    return f"{type(cause).__name__} ({where})" if where else type(cause).__name__
