"""Postgres and Valkey for one process of a run: from the wheels, or given, with a database of its own in each."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections
from psycopg import sql

from interviewai.embedded import postgres, valkey

# What a developer may have set for the product, and tests must not meet: mail servers, AI servers, other storage.
UNSET = (
    "DATABASE_APP_URL",
    "EMAIL_URL",
    "STORAGE_URL",
    "LLM_URL",
    "LLM_MODEL",
    "LLM_KEY",
    "PUBLIC_URL",
    "SCRIPTED_FAULTS",
    "AI_TIER",
)


def start_stores(at_the_end: Callable[[Callable[[], Any]], Any]) -> None:
    stack = ExitStack()
    at_the_end(stack.close)
    home = Path(stack.enter_context(TemporaryDirectory(prefix="interviewai-tests-")))
    server = os.environ.get("DATABASE_URL") or stack.enter_context(postgres.running(home, fast=True))
    given_redis = os.environ.get("REDIS_URL")
    redis_url = own_number(given_redis) if given_redis else stack.enter_context(valkey.running(home))
    database_url = stack.enter_context(own_database(server))
    (home / "static").mkdir()
    for name in UNSET:
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "interviewai.settings",
        "INTERVIEWAI_HOME": str(home),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": secrets.token_urlsafe(48),
        "AI_ENV": os.environ.get("AI_ENV") or "scripted",
    }


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """Dropped at the end with its roles: these outlive a database."""
    name = f"test_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        roles = connection.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{name}_"])
        for (role,) in roles.fetchall():
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def own_number(server: str) -> str:
    """Workers of one run (tests/sharing.py) share a server that was given; its databases have numbers."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    return urlunsplit(urlsplit(server)._replace(path=f"/{worker}")) if worker else server


def close_pool() -> None:
    """Before the stores stop: a connection on its way back to the pool would complain that its server has gone."""
    wrapper: Any = connections["default"]
    wrapper.close()
    wrapper.close_pool()
