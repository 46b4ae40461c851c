"""The logins of the application, what they may do, and the ways out of a role that Postgres leaves open by default."""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS
from psycopg import sql

from organizations import database_roles

LIMITS = {
    "timezone": "UTC",  # Django would set it with set_config(), which close_escapes takes away
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "5min",
}
NOT_FOR_THE_APPLICATION = ("django_migrations", "organizations_schematemplate")

# With any of these, one injected expression could leave the role (measured; a whole statement "SET ROLE" still can).
CLOSE_ESCAPES = {
    "has_function_privilege({app}, 'set_config(text, text, boolean)', 'EXECUTE')": (
        "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC"
    ),
    "has_table_privilege({app}, 'pg_settings', 'UPDATE')": "REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC",
    "has_language_privilege({app}, 'plpgsql', 'USAGE')": (
        "GRANT USAGE ON LANGUAGE plpgsql TO {owner}; REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC"
    ),
}

Owner = psycopg.Connection[Any]


def create_logins(owner: Owner) -> None:
    """The application gets the password that settings.DATABASES logs it in with."""
    database = owner.info.dbname
    refuse_application(owner)
    app, shared = database_roles.app_role(database), database_roles.shared_role(database)
    for role in (app, shared):
        if not owner.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
            run(owner, "CREATE ROLE {}", role)
    password = settings.DATABASES[DEFAULT_DB_ALIAS]["PASSWORD"]
    verifier = owner.pgconn.encrypt_password(password.encode(), app.encode(), b"scram-sha-256").decode()
    owner.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOINHERIT PASSWORD {}").format(sql.Identifier(app), sql.Literal(verifier))
    )
    for name, value in LIMITS.items():
        owner.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(app), sql.Identifier(name), sql.Literal(value))
        )
    run(owner, "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", shared, app)
    run(owner, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    run(owner, "GRANT CONNECT ON DATABASE {} TO {}", database, app)


def refuse_application(owner: Owner) -> None:
    if owner.info.user == database_roles.app_role(owner.info.dbname):
        raise CommandError("This needs the login of the database's owner: set DATABASE_URL.")


def grant_shared(owner: Owner) -> None:
    """All of it or nothing: what is not for the application is open to it at no moment."""
    shared = database_roles.shared_role(owner.info.dbname)
    with owner.transaction():
        run(owner, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
        run(owner, "GRANT USAGE ON SCHEMA public TO {}", shared)
        run(owner, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}", shared)
        for table in NOT_FOR_THE_APPLICATION:
            run(owner, "REVOKE ALL ON public.{} FROM {}", table, shared)
        run(owner, "GRANT EXECUTE ON FUNCTION public.create_organization_schema TO {}", shared)


def close_escapes(owner: Owner) -> Iterator[str]:
    """Needs a superuser; to any other owner it yields what a superuser still has to run."""
    app, login = sql.Literal(database_roles.app_role(owner.info.dbname)), sql.Identifier(owner.info.user)
    superuser = owner.info.parameter_status("is_superuser") == "on"
    for is_open, closing in CLOSE_ESCAPES.items():
        statement = sql.SQL(closing).format(owner=login)
        if superuser:
            owner.execute(statement)
        elif owner.execute(sql.SQL("SELECT " + is_open).format(app=app)).fetchone() == (True,):
            yield f"Let a superuser run this once in the database: {statement.as_string(owner)};"


def run(owner: Owner, statement: str, *names: str) -> None:
    owner.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
