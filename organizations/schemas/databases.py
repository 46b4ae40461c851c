"""settings.DATABASES: the application's own login, and the owner's for changes of the schema.

`default`  <db>_app, a login without rights; schemas.backend puts it into the role and schema of the moment.
`owner`    DATABASE_URL as given: used by `prepare_database` alone.
"""

from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from interviewai import environ
from organizations.database_roles import DATABASE_NAME_LIMIT, app_password, app_role

POOL_WAIT_S = 10
CONNECTED = {"host", "port", "user", "password", "dbname"}


def databases(database_url: str, secret_key: str) -> dict[str, dict[str, Any]]:
    owner = parse(database_url)
    name = owner["NAME"]
    if len(name.encode()) > DATABASE_NAME_LIMIT:
        raise ImproperlyConfigured(
            f"The database in DATABASE_URL needs a name of at most {DATABASE_NAME_LIMIT} characters: roles carry it."
        )
    pool = {
        "min_size": 0,
        "max_size": environ.number("DATABASE_POOL_SIZE", 16, minimum=1),
        "timeout": POOL_WAIT_S,
        "reset": forget_scope,
    }
    default = owner | {
        "ENGINE": "organizations.schemas.backend",
        "USER": app_role(name),
        "PASSWORD": app_password(name, secret_key),
        "DISABLE_SERVER_SIDE_CURSORS": True,  # `.iterator()` fetches in chunks; the backend refuses named cursors
        "CONN_HEALTH_CHECKS": True,  # a connection that a restart of Postgres has broken is replaced, not handed out
        "OPTIONS": owner["OPTIONS"] | {"pool": pool},
    }
    return {"default": default, "owner": owner | {"ENGINE": "organizations.schemas.owner_backend"}}


def parse(database_url: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(database_url)
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.") from error
    if not parts.get("dbname"):
        raise ImproperlyConfigured("DATABASE_URL does not name a database: postgresql://user:password@host:5432/name.")
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
