"""Many threads and coroutines over two organizations and one pool of connections."""

import asyncio
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction

from jobs.models import JobDescription, Question
from organizations.models import Organization
from organizations.tenancy import candidate_schema, in_organization, organization_schema, shared_schema
from tests.organizations.rows import job_titles, make_job

if TYPE_CHECKING:
    from organizations.schemas.backend.base import DatabaseWrapper

R = TypeVar("R")
AT_ONCE = 40


def titles() -> list[str]:
    return list(JobDescription.objects.values_list("title", flat=True))


def fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def in_a_thread_of_its_own(function: Callable[[], R]) -> R:
    """A thread has a connection of its own, taken from the pool and given back as after a request or task."""
    try:
        return function()
    finally:
        close_old_connections()


@pytest.fixture
def both(acme: Organization, globex: Organization) -> dict[str, Organization]:
    make_job(acme, "acme")
    make_job(globex, "globex")
    return {"acme": acme, "globex": globex}


async def test_coroutines_over_two_organizations_never_mix(both: dict[str, Organization]) -> None:
    async def read_twice(title: str) -> tuple[str, list[str], list[str]]:
        first = await in_organization(both[title], titles)
        await asyncio.sleep(0)
        return title, first, await in_organization(both[title], titles)

    names = itertools.islice(itertools.cycle(both), AT_ONCE)
    for title, first, second in await asyncio.gather(*map(read_twice, names)):
        assert first == second == [title]


# Postgres takes a SET ROLE back with the transaction or savepoint that it happened in. Each step fails in such a way
# inside one organization, on a connection that stood in the other: a query after it must not run in that other one.


def failed_without_a_transaction() -> None:
    with suppress(DatabaseError):
        fail()


def rolled_back() -> None:
    with suppress(DatabaseError), transaction.atomic():
        fail()


def committed_after_a_swallowed_error() -> None:
    """Postgres answers this COMMIT with a rollback."""
    with transaction.atomic(), suppress(DatabaseError):
        fail()


def refused_at_the_commit() -> None:
    """Foreign keys are checked last of all."""
    with suppress(IntegrityError), transaction.atomic():
        Question.objects.create(job_id="job_missing", position=1, text="?")


STEPS = (
    failed_without_a_transaction,
    rolled_back,
    committed_after_a_swallowed_error,
    refused_at_the_commit,
)


def read_after(step: Callable[[], None], own: Organization, other: Organization) -> list[str]:
    with organization_schema(other):
        titles()
    with organization_schema(own):
        step()
        return titles()


@pytest.mark.parametrize("step", STEPS)
def test_after_an_error_the_next_query_is_in_the_right_organization(
    both: dict[str, Organization], step: Callable[[], None]
) -> None:
    assert read_after(step, both["acme"], both["globex"]) == ["acme"]
    assert read_after(step, both["globex"], both["acme"]) == ["globex"]


def test_a_rollback_to_a_savepoint_of_another_organization_does_not_lead_back_there(
    both: dict[str, Organization],
) -> None:
    with transaction.atomic():
        with organization_schema(both["globex"]):
            savepoint = transaction.savepoint()
        with organization_schema(both["acme"]):
            failed_without_a_transaction()
            transaction.savepoint_rollback(savepoint)
            assert titles() == ["acme"]


def test_a_commit_that_is_refused_does_not_lead_back_to_another_organization(both: dict[str, Organization]) -> None:
    with organization_schema(both["globex"]):
        titles()
    transaction.set_autocommit(False)
    try:
        with organization_schema(both["acme"]):
            Question.objects.create(job_id="job_missing", position=1, text="?")
            with pytest.raises(IntegrityError):
                transaction.commit()
            assert titles() == ["acme"]
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


def test_threads_with_errors_over_one_pool_never_mix(both: dict[str, Organization]) -> None:
    def work(step: Callable[[], None], title: str) -> list[str]:
        return read_after(step, both[title], both["globex" if title == "acme" else "acme"])

    with ThreadPoolExecutor(12) as threads:
        jobs = list(itertools.product(range(10), STEPS, both))
        done = [threads.submit(in_a_thread_of_its_own, partial(work, step, title)) for _, step, title in jobs]
        for (_, _, title), each in zip(jobs, done, strict=True):
            assert each.result() == [title]


def test_a_connection_leaves_the_pool_without_the_scope_of_its_last_user(both: dict[str, Organization]) -> None:
    def use_and_give_back() -> set[int]:
        with candidate_schema(both["acme"], "int_1"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return {pid for (pid,) in cursor.fetchall()}

    def as_it_comes(raw: Any) -> tuple[int, bool, str, str]:
        row: tuple[int, bool, str, str] = raw.execute(
            "SELECT pg_backend_pid(), current_user = session_user, current_setting('search_path'),"
            " coalesce(current_setting('interviewai.interview_id', true), '')"
        ).fetchone()
        return row

    connection.close()
    with ThreadPoolExecutor(1) as thread, ExitStack() as held:
        (used,) = thread.submit(in_a_thread_of_its_own, use_and_give_back).result()
        pool = cast("DatabaseWrapper", connection).pool
        found = {as_it_comes(held.enter_context(pool.connection())) for _ in range(pool.max_size)}
    assert (used, True, '"$user", public', "") in found
    assert {row[1:] for row in found} == {(True, '"$user", public', "")}


def test_a_cursor_opened_in_one_organization_runs_in_the_one_that_is_current(both: dict[str, Organization]) -> None:
    with organization_schema(both["acme"]):
        cursor = connection.cursor()
        with organization_schema(both["globex"]):
            titles()
        cursor.execute("SELECT title FROM jobs_jobdescription")
        assert cursor.fetchall() == [("acme",)]


def test_roles_change_within_a_transaction(both: dict[str, Organization]) -> None:
    with organization_schema(both["acme"]), transaction.atomic():
        JobDescription.objects.create(title="second", description="x")
        with shared_schema():
            assert Organization.objects.filter(id=both["acme"].id).exists()
        assert len(titles()) == 2
    assert sorted(job_titles(both["acme"])) == ["acme", "second"]
