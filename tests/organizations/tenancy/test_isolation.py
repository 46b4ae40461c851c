"""What Postgres itself refuses, whatever the code above it does wrong."""

import psycopg
import pytest
from django.conf import settings

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.organizations.rows import make_job, refused


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM {other}.jobs_jobdescription",
        "SELECT title FROM jobs_jobdescription UNION SELECT title FROM {other}.jobs_jobdescription",
        "INSERT INTO {other}.interviews_candidate (id, name) VALUES ('x', 'x')",
        "UPDATE {other}.jobs_jobdescription SET title = 'x'",
        "DELETE FROM {other}.jobs_jobdescription",
        "DROP SCHEMA {other} CASCADE",
        "SELECT * FROM public.organizations_user",
        "SELECT * FROM public.organizations_schematemplate",
        "SELECT public.create_organization_schema('org_00000000000000000000000000')",
        "SELECT public.protect_organization('{own}', '')",
    ],
)
def test_another_schema_is_refused(acme: Organization, globex: Organization, statement: str) -> None:
    make_job(acme)
    make_job(globex)
    with organization_schema(acme):
        assert refused(statement.format(other=globex.schema_name, own=acme.schema_name))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE anything (id int)",
        "CREATE TEMP TABLE anything (id int)",
        "ALTER TABLE jobs_jobdescription DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE interviews_interview DISABLE ROW LEVEL SECURITY",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '9999', now())",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY jobs_jobdescription TO PROGRAM 'cat'",
        "CREATE ROLE anybody",
    ],
)
def test_an_organization_cannot_change_more_than_its_rows(acme: Organization, statement: str) -> None:
    with organization_schema(acme):
        assert refused(statement)


@pytest.mark.parametrize(
    "expression",
    [
        "SELECT set_config('role', '{role}', false)",
        "SELECT set_config('search_path', '{other}', false)",
        "UPDATE pg_settings SET setting = '{role}' WHERE name = 'role'",
        "DO $$ BEGIN EXECUTE 'SET ROLE {role}'; END $$",
    ],
)
def test_a_role_cannot_be_left_from_within_a_statement(
    acme: Organization, globex: Organization, expression: str
) -> None:
    role = f"{settings.DATABASES['default']['NAME']}_{globex.schema_name}"
    with organization_schema(acme):
        assert refused(expression.format(role=role, other=globex.schema_name))


@pytest.mark.parametrize("params", [None, ["Engineer"]])
def test_a_second_statement_cannot_ride_on_the_first(
    acme: Organization, globex: Organization, params: list[str] | None
) -> None:
    make_job(globex, "Engineer")
    condition = "title = %s" if params else "true"
    attack = f"SELECT 1 FROM jobs_jobdescription WHERE {condition}; SET ROLE {globex.schema_name}"  # noqa: S608
    with organization_schema(acme):
        assert refused(attack, params, psycopg.errors.SyntaxError)


def test_without_a_role_nothing_can_be_read(acme: Organization) -> None:
    make_job(acme)
    login = settings.DATABASES["default"]
    with psycopg.connect(
        host=login["HOST"], port=login["PORT"], user=login["USER"], password=login["PASSWORD"], dbname=login["NAME"]
    ) as bare:
        for table in (f"{acme.schema_name}.jobs_jobdescription", "public.organizations_organization"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), bare.transaction():
                bare.execute(f"SELECT * FROM {table}")  # noqa: S608


def test_the_shared_role_reads_no_organization(acme: Organization) -> None:
    make_job(acme)
    assert refused(f"SELECT * FROM {acme.schema_name}.jobs_jobdescription")  # noqa: S608


def test_the_shared_role_cannot_rewrite_what_new_organizations_are_made_of() -> None:
    assert refused("UPDATE organizations_schematemplate SET statements = ''")
    assert refused("DELETE FROM django_migrations")


def test_an_organization_that_has_no_role_cannot_be_entered(acme: Organization) -> None:
    unmade = Organization(name="Unmade", slug="unmade", schema_name="org_00000000000000000000000000")
    with organization_schema(unmade):
        assert refused("SELECT 1", error=psycopg.errors.InvalidParameterValue)
