"""What `prepare_database` does, as the owner of the database, again and again: each step leaves what is right alone."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands import migrate as django_migrate
from django.db import connections, transaction
from psycopg import sql

from organizations.models import Organization, SchemaTemplate
from organizations.schemas import privileges, template

Owner = privileges.Owner
OWNER = "owner"
TEMPLATE_SCHEMA = "organization_template"
OLDEST_POSTGRES = 17
BATCH = 500
SQL = Path(__file__).parent / "sql"
PROTECT = (SQL / "protect_organization.sql").read_text(encoding="utf-8")
CREATE = (SQL / "create_organization_schema.sql").read_text(encoding="utf-8")
RIGHTS_VERSION = hashlib.sha256(PROTECT.encode()).hexdigest()

Report = Callable[[str], object]


def prepare(report: Report) -> None:
    with sole_preparation():
        refuse_old_postgres()
        privileges.create_logins(raw(), settings.SECRET_KEY)
        migrate("public")
        install_functions()
        privileges.grant_shared(raw())
        for warning in privileges.close_escapes(raw()):
            report(warning)
        prepare_template()
        changed = bring_organizations_up_to_date()
    report(f"The database is ready. Organizations brought up to date: {changed}.")


@contextmanager
def sole_preparation() -> Iterator[None]:
    """Several machines may start at once: the others wait here, and then find nothing left to do."""
    owner = connections[OWNER]
    owner.ensure_connection()
    raw().execute("SELECT pg_advisory_lock(hashtext('interviewai prepare_database'))")
    try:
        yield
    finally:
        owner.close()


def raw() -> "psycopg.Connection[Any]":
    return cast("psycopg.Connection[Any]", connections[OWNER].connection)


def refuse_old_postgres() -> None:
    major = raw().info.server_version // 10_000
    if major < OLDEST_POSTGRES:
        raise CommandError(f"InterviewAI needs Postgres {OLDEST_POSTGRES} or newer; this server is Postgres {major}.")


def migrate(schema_name: str) -> None:
    owner: Any = connections[OWNER]
    owner.set_schema(schema_name, include_public=False)
    try:
        # By name it would be django-tenants' own command, which walks all organizations, slowly (facts: 75 s for 500).
        call_command(django_migrate.Command(), database=OWNER, interactive=False, verbosity=0)
    finally:
        owner.set_schema_to_public()


def install_functions() -> None:
    for text in (PROTECT, CREATE):
        raw().execute(text.encode())


def prepare_template() -> None:
    raw().execute(f"CREATE SCHEMA IF NOT EXISTS {TEMPLATE_SCHEMA}")
    migrate(TEMPLATE_SCHEMA)
    with transaction.atomic(using=OWNER):
        text = template.statements(raw(), TEMPLATE_SCHEMA)
        raw().execute("SET LOCAL search_path = public")
        SchemaTemplate.objects.using(OWNER).update_or_create(
            id=1, defaults={"statements": text, "rights_version": RIGHTS_VERSION}
        )


def protect(schema_name: str) -> None:
    with transaction.atomic(using=OWNER):
        raw().execute("SELECT public.protect_organization(%s, %s)", [schema_name, RIGHTS_VERSION])


def bring_organizations_up_to_date() -> int:
    """How many were not."""
    names = list(Organization.objects.using(OWNER).order_by("id").values_list("schema_name", flat=True))
    unmigrated = schemas_to_migrate(names)
    unprotected = set(names) - protected_schemas()
    for name in unmigrated:
        migrate(name)
    for name in sorted(unmigrated | unprotected):
        protect(name)
    return len(unmigrated | unprotected)


def schemas_to_migrate(schema_names: list[str]) -> set[str]:
    """Those whose record of migrations is not the template's."""
    wanted = applied_migrations([TEMPLATE_SCHEMA])[TEMPLATE_SCHEMA]
    batches = (schema_names[start : start + BATCH] for start in range(0, len(schema_names), BATCH))
    return {name for batch in batches for name, applied in applied_migrations(batch).items() if applied != wanted}


def applied_migrations(schema_names: list[str]) -> dict[str, str]:
    """schema -> a digest of its migrations, all in one query."""
    one = sql.SQL("SELECT {}, md5(string_agg(app || '.' || name, ' ' ORDER BY app, name)) FROM {}")
    queries = [one.format(sql.Literal(name), sql.Identifier(name, "django_migrations")) for name in schema_names]
    return dict(raw().execute(sql.SQL(" UNION ALL ").join(queries)).fetchall())


def protected_schemas() -> set[str]:
    """Those with the rights of this version and both roles; a restored backup has the rights, but no roles."""
    found = raw().execute(
        "SELECT nspname FROM pg_namespace WHERE obj_description(oid, 'pg_namespace') = %s"
        " AND to_regrole(quote_ident(current_database() || '_' || nspname)) IS NOT NULL"
        " AND to_regrole(quote_ident(current_database() || '_' || nspname || '_candidate')) IS NOT NULL",
        [f"rights {RIGHTS_VERSION}"],
    )
    return {name for (name,) in found}
