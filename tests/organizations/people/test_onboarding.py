from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import close_old_connections, connections, transaction
from django.test import Client, override_settings

from interviewai.kernel.errors import Conflict
from organizations.models import Organization, Role, organization_id
from organizations.onboarding import create_organization
from organizations.schemas import one_schema, preparation
from tests.factories import make_organization, make_user, member
from tests.organizations.catalog import describe
from tests.organizations.rows import job_titles, make_job


def schema_made_by_migrating() -> str:
    schema_name = organization_id().lower()
    with preparation.sole_preparation():
        connections["owner"].cursor().execute(f"CREATE SCHEMA {schema_name}")
        one_schema.migrate(schema_name)
        one_schema.protect(schema_name)
    return schema_name


def test_a_new_organization_is_identical_to_a_migrated_one() -> None:
    made, migrated = describe(make_organization("Made").schema_name), describe(schema_made_by_migrating())
    assert made.keys() == migrated.keys()
    for kind, rows in migrated.items():
        assert made[kind] == rows, kind
        assert rows, f"the comparison of {kind} compares nothing"


def test_whoever_creates_an_organization_owns_it() -> None:
    user = make_user()
    organization = create_organization("Initech", user)
    assert [(each.user, each.role) for each in organization.memberships.all()] == [(user, Role.OWNER)]
    make_job(organization, "first")
    assert job_titles(organization) == ["first"]


def test_what_fails_halfway_leaves_nothing_behind() -> None:
    made: list[Organization] = []

    def fail_after_creating() -> None:
        with transaction.atomic():
            made.append(create_organization("Initech", make_user()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_creating()
    (organization,) = made
    assert not Organization.objects.filter(id=organization.id).exists()
    assert all(not rows for kind, rows in describe(organization.schema_name).items())


def test_the_new_schema_can_be_used_in_the_transaction_that_makes_it() -> None:
    with transaction.atomic():
        organization = make_organization("Initech")
        make_job(organization, "first")
    assert job_titles(organization) == ["first"]


def test_the_address_is_the_name_and_stays_unique() -> None:
    slugs = [
        create_organization(name, make_user()).slug for name in ("Ünïque Hiring Co", "Ünïque Hiring Co", "会社", "-")
    ]
    assert slugs[0] == "unique-hiring-co"
    assert slugs[1].startswith("unique-hiring-co-")
    assert slugs[2].startswith("organization-")
    assert len(set(slugs)) == 4


def test_organizations_created_at_the_same_time_do_not_meet() -> None:
    def create(number: int) -> Organization:
        try:
            return make_organization("Initech")
        finally:
            close_old_connections()

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(create, range(8)))
    for number, organization in enumerate(made):
        make_job(organization, str(number))
    assert [job_titles(each) for each in made] == [[str(number)] for number in range(8)]


def test_a_person_may_own_only_so_many_organizations_and_is_told_so() -> None:
    user, client = make_user(), Client()
    client.force_login(user)
    for number in range(settings.ORGANIZATIONS_PER_PERSON):
        client.post("/organizations/new/", {"name": f"Number {number}"})
    refused = client.post("/organizations/new/", {"name": "One too many"})
    assert refused.status_code == 409
    assert f"a person may own {settings.ORGANIZATIONS_PER_PERSON}" in refused.content.decode()
    assert user.memberships.count() == settings.ORGANIZATIONS_PER_PERSON


def test_what_others_own_does_not_count(acme: Organization) -> None:
    with override_settings(ORGANIZATIONS_PER_PERSON=1):
        create_organization("Initech", member(acme, Role.REVIEWER))
        with pytest.raises(Conflict):
            create_organization("Initrode", member(acme, Role.OWNER))


def test_requests_at_the_same_moment_do_not_get_around_the_limit() -> None:
    user = make_user()

    def create(number: int) -> bool:
        try:
            create_organization(f"Number {number}", user)
        except Conflict:
            return False
        finally:
            close_old_connections()
        return True

    with override_settings(ORGANIZATIONS_PER_PERSON=2), ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(create, range(4))) == 2
