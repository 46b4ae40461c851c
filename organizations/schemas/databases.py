"""settings.DATABASES: the application's own login, and the owner's for changes of the schema.

`default`  <db>_app, a login without rights; schemas.backend puts it into the role and schema of the moment.
`owner`    DATABASE_URL as given: used by `prepare_database` alone.

With DATABASE_APP_URL a process needs no DATABASE_URL: then it does not hold the owner's login at all, and its `owner`
is <db>_app too. Without, the password of <db>_app follows from SECRET_KEY.
"""

from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from interviewai import environ
from organizations.database_roles import DATABASE_NAME_LIMIT, app_password, app_role

POOL_WAIT_S = 10
CONNECTED = {"host", "port", "user", "password", "dbname"}


def databases(database_url: str, app_url: str, secret_key: str) -> dict[str, dict[str, Any]]:
    """`database_url` or `app_url` may be empty."""
    app = parse(app_url, "DATABASE_APP_URL") if app_url else derived(parse(database_url), secret_key)
    owner = parse(database_url) if database_url else app
    refuse_unusable(app, owner)
    pool = {
        "min_size": 0,
        "max_size": environ.number("DATABASE_POOL_SIZE", 16, minimum=1),
        "timeout": POOL_WAIT_S,
        "reset": forget_scope,
    }
    default = app | {
        "ENGINE": "organizations.schemas.backend",
        "DISABLE_SERVER_SIDE_CURSORS": True,  # `.iterator()` fetches in chunks; the backend refuses named cursors
        "CONN_HEALTH_CHECKS": True,  # a connection that a restart of Postgres has broken is replaced, not handed out
        "OPTIONS": app["OPTIONS"] | {"pool": pool},
    }
    return {"default": default, "owner": owner | {"ENGINE": "organizations.schemas.owner_backend"}}


def derived(owner: dict[str, Any], secret_key: str) -> dict[str, Any]:
    name = owner["NAME"]
    return owner | {"USER": app_role(name), "PASSWORD": app_password(name, secret_key)}


def refuse_unusable(app: dict[str, Any], owner: dict[str, Any]) -> None:
    name = app["NAME"]
    if len(name.encode()) > DATABASE_NAME_LIMIT:
        raise ImproperlyConfigured(
            f"The database in DATABASE_URL needs a name of at most {DATABASE_NAME_LIMIT} characters: roles carry it."
        )
    if app["USER"] != app_role(name) or not app["PASSWORD"]:
        raise ImproperlyConfigured(f"DATABASE_APP_URL must log in as {app_role(name)}, with a password.")
    if owner["NAME"] != name:
        raise ImproperlyConfigured("DATABASE_URL and DATABASE_APP_URL must name the same database.")


def parse(url: str, variable: str = "DATABASE_URL") -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(f"{variable} must look like postgresql://user:password@host:5432/name.") from error
    if not parts.get("dbname"):
        raise ImproperlyConfigured(f"{variable} does not name a database: postgresql://user:password@host:5432/name.")
    return {
        "NAME": str(parts["dbname"]),
        "USER": str(parts.get("user", "")),
        "PASSWORD": str(parts.get("password", "")),
        "HOST": str(parts.get("host", "")),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {key: value for key, value in parts.items() if key not in CONNECTED},
    }


def forget_scope(connection: "psycopg.Connection[Any]") -> None:
    """Runs when a connection comes back to the pool: it leaves as it came, a login without rights."""
    connection.autocommit = True
    psycopg.Cursor(connection).execute("RESET ROLE; RESET ALL")
