"""The middleware: who may enter /o/<slug>/, and that nothing else does."""

from django.test import Client

from organizations.models import Membership, Organization, Role
from tests.factories import make_user, member
from tests.fixtures import Login
from tests.organizations.rows import make_job


def test_a_member_sees_their_own_organization_alone(acme: Organization, globex: Organization, login: Login) -> None:
    make_job(acme, "Acme engineer")
    make_job(globex, "Globex engineer")
    page = login(acme, Role.RECRUITER).get(f"/o/{acme.slug}/jobs/")
    assert page.status_code == 200
    assert "Acme engineer" in page.content.decode()
    assert "Globex engineer" not in page.content.decode()


def test_a_foreign_organization_is_answered_like_an_unknown_one(
    acme: Organization, globex: Organization, login: Login
) -> None:
    client = login(acme, Role.OWNER)
    foreign, unknown = client.get(f"/o/{globex.slug}/jobs/"), client.get("/o/never-was/jobs/")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.content == unknown.content


def test_a_foreign_job_is_not_found_under_the_own_address(
    acme: Organization, globex: Organization, login: Login
) -> None:
    job = make_job(globex)
    assert login(acme, Role.OWNER).get(f"/o/{acme.slug}/jobs/{job.id}/").status_code == 404


def test_without_a_login_every_organization_leads_to_the_login_page(acme: Organization) -> None:
    for slug in (acme.slug, "never-was"):
        answer = Client().get(f"/o/{slug}/jobs/?page=2")
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next=/o/{slug}/jobs/%3Fpage%3D2"


def test_who_has_left_is_a_stranger_at_once(acme: Organization, login: Login) -> None:
    client = login(acme, Role.REVIEWER)
    assert client.get(f"/o/{acme.slug}/jobs/").status_code == 200
    Membership.objects.filter(user=member(acme, Role.REVIEWER)).delete()
    assert client.get(f"/o/{acme.slug}/jobs/").status_code == 404


def test_one_person_works_in_several_organizations(acme: Organization, globex: Organization) -> None:
    user = make_user()
    client = Client()
    client.force_login(user)
    for organization in (acme, globex):
        Membership.objects.create(user=user, organization=organization, role=Role.RECRUITER)
        make_job(organization, f"of {organization.slug}")
    for organization, other in ((acme, globex), (globex, acme)):
        page = client.get(f"/o/{organization.slug}/jobs/").content.decode()
        assert f"of {organization.slug}" in page
        assert f"of {other.slug}" not in page
