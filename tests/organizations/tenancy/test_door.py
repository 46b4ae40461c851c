import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection

from interviewai.kernel.errors import NotFound
from organizations.models import Membership, Organization
from organizations.tenancy import (
    OutsideOrganization,
    cache_key,
    candidate_schema,
    current_organization,
    group_name,
    organization_schema,
    shared_schema,
    storage_key,
)
from tests.organizations.rows import job_titles, make_job


def where() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        role, schema = cursor.fetchone()
    return role.removeprefix(f"{connection.settings_dict['NAME']}_"), schema


def test_each_organization_sees_its_own_rows_alone(acme: Organization, globex: Organization) -> None:
    make_job(acme, "of acme")
    make_job(globex, "of globex")
    assert job_titles(acme) == ["of acme"]
    assert job_titles(globex) == ["of globex"]


def test_role_and_schema_are_those_of_the_organization(acme: Organization) -> None:
    with organization_schema(acme):
        assert where() == (acme.schema_name, acme.schema_name)
    with candidate_schema(acme, "int_none"):
        assert where() == (f"{acme.schema_name}_candidate", acme.schema_name)
    assert where() == ("shared", "public")


def test_an_organization_is_found_by_its_id(acme: Organization) -> None:
    with organization_schema(acme.id) as entered:
        assert entered == acme == current_organization()


def test_an_unknown_organization_is_not_entered() -> None:
    with pytest.raises(NotFound), organization_schema("org_00000000000000000000000000"):
        pass
    assert where() == ("shared", "public")


def test_leaving_restores_what_was_before(acme: Organization, globex: Organization) -> None:
    with organization_schema(acme):
        with organization_schema(globex):
            assert where()[0] == globex.schema_name
        assert where()[0] == acme.schema_name
        assert current_organization() == acme
    assert where() == ("shared", "public")


def test_leaving_by_an_exception_restores_what_was_before(acme: Organization, globex: Organization) -> None:
    def fail_inside() -> None:
        with organization_schema(globex):
            where()
            raise ZeroDivisionError

    with organization_schema(acme):
        with pytest.raises(ZeroDivisionError):
            fail_inside()
        assert where()[0] == acme.schema_name


def test_people_are_reached_from_inside_an_organization_only_by_asking_for_them(acme: Organization) -> None:
    with organization_schema(acme):
        with shared_schema():
            assert Membership.objects.filter(organization=acme).count() == 3
            assert current_organization() == acme
        assert where()[0] == acme.schema_name


def test_there_is_no_current_organization_outside(acme: Organization) -> None:
    with organization_schema(acme):
        pass
    with pytest.raises(OutsideOrganization):
        current_organization()


async def test_the_door_does_not_open_on_an_event_loop(acme: Organization) -> None:
    with pytest.raises(SynchronousOnlyOperation), organization_schema(acme):
        pass


def test_names_outside_postgres_carry_the_organization(acme: Organization, globex: Organization) -> None:
    assert group_name(acme, "int_1") != group_name(globex, "int_1")
    assert cache_key(acme, "overview") != cache_key(globex, "overview")
    assert storage_key(acme, "recordings", "int_1") == f"{acme.id}/recordings/int_1"
    assert group_name(acme.id, "int_1") == group_name(acme, "int_1")
