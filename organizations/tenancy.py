"""The only door into an organization's schema (DESIGN, decision 7).

Enter and leave within one thread: `with organization_schema(...)` in synchronous code, `await in_organization(...)` in
asynchronous code, which does the whole work in one hop. What lives outside Postgres gets the organization in its name.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar, cast

from channels.db import database_sync_to_async
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.asyncio import async_unsafe

from interviewai.kernel.errors import NotFound
from organizations.directory import find_organization
from organizations.models import Organization
from organizations.schemas.backend import scope as scopes
from organizations.schemas.backend.base import DatabaseWrapper
from organizations.schemas.backend.scope import Scope

P = ParamSpec("P")
R = TypeVar("R")


class OutsideOrganization(RuntimeError):
    """The code needs an organization and runs in none: a mistake of the programmer."""


@contextmanager
def organization_schema(organization: Organization | str) -> Iterator[Organization]:
    """All rows of one organization, and of no other. Takes an Organization or its id; NotFound for an unknown id."""
    found = _resolve(organization)
    with _scope(scopes.organization(_database(), found.schema_name), found):
        yield found


@contextmanager
def candidate_schema(organization: Organization | str, interview_id: str) -> Iterator[Organization]:
    """The rows of one interview, in the tables of `interviews` alone."""
    found = _resolve(organization)
    with _scope(scopes.candidate(_database(), found.schema_name, interview_id), found):
        yield found


@contextmanager
def shared_schema() -> Iterator[None]:
    """Organizations and people, from inside an organization's schema; the organization stays the current one."""
    with _scope(scopes.shared(_database()), _connection().organization):
        yield


async def in_organization(
    organization: Organization | str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Runs the function in a thread, inside the organization's schema from its first query to its last."""

    def hop() -> R:
        with organization_schema(organization):
            return function(*args, **kwargs)

    return await database_sync_to_async(hop, thread_sensitive=False)()


async def for_candidate(
    organization: Organization | str, interview_id: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """As `in_organization`, with the rights of `candidate_schema`."""

    def hop() -> R:
        with candidate_schema(organization, interview_id):
            return function(*args, **kwargs)

    return await database_sync_to_async(hop, thread_sensitive=False)()


def current_organization() -> Organization:
    organization: Organization | None = _connection().organization
    if organization is None:
        raise OutsideOrganization("This runs outside of any organization's schema.")
    return organization


def group_name(organization: Organization | str, interview_id: str) -> str:
    """Of a channel group: ASCII letters, digits, hyphens, underscores and periods, less than 100 characters."""
    return f"interview.{_id(organization)}.{interview_id}"


def cache_key(organization: Organization | str, name: str) -> str:
    return f"organization:{_id(organization)}:{name}"


def storage_key(organization: Organization | str, *parts: str) -> str:
    return "/".join((_id(organization), *parts))


def _id(organization: Organization | str) -> str:
    return organization if isinstance(organization, str) else organization.id


def _resolve(organization: Organization | str) -> Organization:
    if isinstance(organization, Organization):
        return organization
    with shared_schema():
        found = find_organization(organization_id=organization)
    if found is None:
        raise NotFound("This organization does not exist.")
    return found


@async_unsafe
def _connection() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])


def _database() -> str:
    return cast("str", _connection().settings_dict["NAME"])


@contextmanager
def _scope(scope: Scope, organization: Organization | None) -> Iterator[None]:
    wrapper = _connection()
    before = wrapper.scope, wrapper.organization
    wrapper.scope, wrapper.organization = scope, organization
    try:
        yield
    finally:
        wrapper.scope, wrapper.organization = before
