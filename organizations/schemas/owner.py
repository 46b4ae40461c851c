"""The owner's connections: one that holds the lock of a preparation, and more for what is done side by side."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connections
from psycopg_pool import ConnectionPool

Owner = psycopg.Connection[Any]
OWNER = "owner"


def raw() -> Owner:
    return cast(Owner, connections[OWNER].connection)


@contextmanager
def schema(schema_name: str) -> Iterator[Any]:
    """Django's connection of the owner, in that schema alone."""
    owner: Any = connections[OWNER]
    owner.set_schema(schema_name, include_public=False)
    try:
        yield owner
    finally:
        owner.set_schema_to_public()


@contextmanager
def connections_beside(size: int) -> Iterator["ConnectionPool[Owner]"]:
    """Each statement on them is a transaction of its own, unless it begins one."""
    parameters = connections[OWNER].get_connection_params() | {"autocommit": True, "cursor_factory": psycopg.Cursor}
    with ConnectionPool(kwargs=parameters, min_size=size, max_size=size) as pool:
        yield pool
