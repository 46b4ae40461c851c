from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import connections
from django.db.models.signals import post_migrate

from organizations.models import Organization
from organizations.schemas import preparation, template
from organizations.schemas.owner import Owner, raw
from organizations.schemas.patience import Patience
from organizations.schemas.standing import TEMPLATE_SCHEMA
from organizations.tenancy import candidate_schema
from tests.organizations.catalog import describe
from tests.organizations.rows import job_titles, make_interview, make_job


def prepare() -> str:
    output = StringIO()
    call_command("prepare_database", stdout=output)
    return output.getvalue()


@contextmanager
def as_owner_in(schema_name: str) -> Iterator[Owner]:
    owner: Any = connections["owner"]
    owner.set_schema(schema_name, include_public=False)
    try:
        owner.ensure_connection()
        with owner.cursor():
            yield owner.connection
    finally:
        owner.set_schema_to_public()
        owner.close()


def test_preparing_again_changes_nothing(acme: Organization) -> None:
    prepare()
    before = describe(acme.schema_name)
    assert "up to date: 0" in prepare()
    assert describe(acme.schema_name) == before


def test_what_django_makes_after_migrations_is_made_by_the_next_run_if_one_was_killed_before_it() -> None:
    prepare()
    lacking = Permission.objects.filter(codename="view_organization")
    assert lacking.delete()[0]
    with as_owner_in("public") as owner:
        owner.execute("COMMENT ON TABLE django_migrations IS 'of an older version'")
    prepare()
    assert lacking.exists()


def test_what_has_been_made_after_migrations_is_not_looked_at_again() -> None:
    prepare()
    signals: list[object] = []

    def note(sender: object, **_options: object) -> None:
        signals.append(sender)

    post_migrate.connect(note)
    prepare()
    post_migrate.disconnect(note)
    assert signals == []


def test_an_organization_that_lacks_a_migration_gets_it_with_its_rights(
    acme: Organization, globex: Organization
) -> None:
    prepare()
    make_job(acme, "kept")
    with as_owner_in(acme.schema_name):
        call_command(migrate.Command(), "usage", "zero", database="owner", interactive=False, verbosity=0)
    assert describe(acme.schema_name) != describe(globex.schema_name)
    assert "up to date: 1" in prepare()
    assert describe(acme.schema_name) == describe(globex.schema_name)
    assert job_titles(acme) == ["kept"]


def test_roles_lost_by_restoring_a_backup_are_made_again(acme: Organization, globex: Organization) -> None:
    prepare()
    interview = make_interview(acme)
    database = settings.DATABASES["default"]["NAME"]
    with as_owner_in(acme.schema_name) as owner:
        for role in (f"{database}_{acme.schema_name}", f"{database}_{acme.schema_name}_candidate"):
            owner.execute(f"DROP OWNED BY {role}")
            owner.execute(f"DROP ROLE {role}")
    assert "up to date: 1" in prepare()
    assert describe(acme.schema_name) == describe(globex.schema_name)
    with candidate_schema(acme, interview.id):
        assert interview.turns.count() == 1


def test_rights_that_were_given_by_hand_are_taken_back_with_the_next_version_of_the_rights(
    acme: Organization, globex: Organization
) -> None:
    database = settings.DATABASES["default"]["NAME"]
    prepare()
    with as_owner_in(acme.schema_name) as owner:
        owner.execute(f"GRANT ALL ON jobs_jobdescription TO {database}_{acme.schema_name}_candidate")
        owner.execute(f"COMMENT ON SCHEMA {acme.schema_name} IS 'rights of an older version'")
    assert "up to date: 1" in prepare()
    assert describe(acme.schema_name) == describe(globex.schema_name)


def test_indexes_for_like_that_django_once_made_are_dropped_and_others_stay(acme: Organization) -> None:
    prepare()
    made_by_django = "jobs_jobdescription_id_351edee7_like"
    with as_owner_in(acme.schema_name) as owner:
        for name, column in ((made_by_django, "id"), ("jobs_titles", "title")):
            owner.execute(f"CREATE INDEX {name} ON jobs_jobdescription ({column} varchar_pattern_ops)")
        owner.execute(f"COMMENT ON SCHEMA {acme.schema_name} IS 'rights of an older version'")
    assert "up to date: 1" in prepare()
    assert indexes_for_like(acme.schema_name) == ["jobs_titles"]


def test_no_schema_has_an_index_for_like_that_nobody_asked_for(acme: Organization) -> None:
    for schema_name in ("public", TEMPLATE_SCHEMA, acme.schema_name):
        assert indexes_for_like(schema_name) == []


def indexes_for_like(schema_name: str) -> list[str]:
    return [name for _table, name, text in describe(schema_name)["indexes"] if "_pattern_ops" in text]


def test_a_machine_that_prepares_at_the_same_time_waits_for_the_other(acme: Organization) -> None:
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    )
    with preparation.sole_preparation(), ThreadPoolExecutor(1) as thread:
        other = thread.submit(prepare)
        while raw().execute(waiting).fetchone() != (1,):
            assert not other.done()
        raw().execute("SELECT pg_advisory_unlock_all()")
        assert "The database is ready." in other.result()


def test_a_shared_table_that_is_in_use_is_not_waited_for_without_an_end() -> None:
    with as_owner_in("public") as owner, owner.transaction():
        owner.execute("LOCK TABLE organizations_schematemplate")
        with (
            ThreadPoolExecutor(1) as thread,
            pytest.raises(CommandError, match="in use all the time"),
        ):
            thread.submit(preparation.prepare, str, Patience(lock_timeout_ms=50, waits_s=(0,))).result()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE VIEW totals AS SELECT 1", "view totals"),
        ("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function one"),
        ("CREATE TYPE mood AS ENUM ('good')", "type mood"),
        ("CREATE SEQUENCE numbers", "sequence numbers"),
    ],
)
def test_what_cannot_be_repeated_for_new_organizations_is_refused_by_its_name(
    acme: Organization, statement: str, named: str
) -> None:
    with as_owner_in(acme.schema_name) as owner:
        owner.execute(statement)
        with pytest.raises(CommandError, match=named), owner.transaction():
            template.statements(owner, acme.schema_name)


def test_rows_that_migrations_wrote_are_in_new_organizations(acme: Organization) -> None:
    """Taken from an organization here; `prepare_database` takes them from the template in the same way."""
    make_job(acme, "It's 100% 'quoted' \\ 会社")
    with as_owner_in(acme.schema_name) as owner, owner.transaction():
        text = template.statements(owner, acme.schema_name)
        owner.execute("CREATE SCHEMA replayed")
        owner.execute("SET LOCAL search_path = replayed")
        owner.execute(text)
        copied = owner.execute("SELECT title FROM replayed.jobs_jobdescription").fetchall()
        owner.execute("DROP SCHEMA replayed CASCADE")
    assert copied == [("It's 100% 'quoted' \\ 会社",)]


def test_the_application_s_limits_are_those_of_its_login() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('timezone')")
        assert cursor.fetchone() == ("1min", "UTC")
