"""The names of the Postgres roles. They are cluster-wide, so each begins with the name of its database.

    <db>_app                       the login of every application process; no rights of its own
    <db>_shared                    the public schema
    <db>_<schema>                  one organization's schema
    <db>_<schema>_candidate        the rows of one interview in one organization's schema

`sql/protect_organization.sql` builds the same names inside Postgres.
"""

import hashlib
import hmac

NAME_LIMIT = 63  # bytes, of any Postgres name
SCHEMA_LENGTH = 30  # "org_" and a ULID: the organization's id in lower case
DATABASE_NAME_LIMIT = NAME_LIMIT - len("_") - SCHEMA_LENGTH - len("_candidate")


def app_role(database: str) -> str:
    return f"{database}_app"


def shared_role(database: str) -> str:
    return f"{database}_shared"


def organization_role(database: str, schema_name: str) -> str:
    return f"{database}_{schema_name}"


def candidate_role(database: str, schema_name: str) -> str:
    return f"{database}_{schema_name}_candidate"


def app_password(database: str, secret_key: str) -> str:
    """Known to every process that holds the secret key, and stored nowhere; a new key needs `prepare_database`."""
    message = f"interviewai/database/{app_role(database)}".encode()
    return hmac.new(secret_key.encode(), message, hashlib.sha256).hexdigest()
