import pytest
from django.core.mail import send_mail
from django.test import Client

from organizations.models import LocalMail, Organization, Role
from organizations.platform_api import keys
from tests.factories import make_user, member

TABLES = ["organization", "user", "membership", "invitation", "apikey", "localmail"]


@pytest.fixture
def administrator() -> Client:
    user = make_user("administrator")
    user.is_staff = user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("table", TABLES)
def test_the_shared_tables_can_be_listed(administrator: Client, acme: Organization, table: str) -> None:
    assert administrator.get(f"/admin/organizations/{table}/?q={acme.pk}").status_code == 200


def test_people_and_organizations_can_be_opened(administrator: Client, acme: Organization) -> None:
    owner = member(acme, Role.OWNER)
    assert owner.email in administrator.get(f"/admin/organizations/user/{owner.pk}/change/").content.decode()
    assert acme.name in administrator.get(f"/admin/organizations/organization/{acme.pk}/change/").content.decode()


def test_organizations_are_neither_made_nor_deleted_in_the_admin(administrator: Client, acme: Organization) -> None:
    assert administrator.get("/admin/organizations/organization/add/").status_code == 403
    assert administrator.post(f"/admin/organizations/organization/{acme.pk}/delete/").status_code == 403


def test_api_keys_are_revoked_and_nothing_else_and_tell_no_secret(administrator: Client, acme: Organization) -> None:
    row, key = keys.create(acme, name="Platform", livemode=True, scopes=keys.Scope)
    path = f"/admin/organizations/apikey/{row.pk}/change/"
    for page in ("/admin/organizations/apikey/", path):
        told = administrator.get(page).content.decode()
        assert row.pk in told
        assert not any(secret in told for secret in (key, key[9:-4], row.key_hash))
    assert administrator.post(path, {"name": "Changed"}).status_code == 403
    assert administrator.get("/admin/organizations/apikey/add/").status_code == 403
    assert administrator.post(f"/admin/organizations/apikey/{row.pk}/delete/").status_code == 403
    administrator.post("/admin/organizations/apikey/", {"action": "revoke", "_selected_action": [row.pk]})
    with pytest.raises(keys.UnusableKey):
        keys.find(key)


def test_local_mail_can_be_read_and_not_written(administrator: Client) -> None:
    send_mail("To be read", "body", None, ["somebody@example.com"])
    mail = LocalMail.objects.filter(subject="To be read").latest("created_at")
    path = f"/admin/organizations/localmail/{mail.pk}/change/"
    assert "To be read" in administrator.get(path).content.decode()
    assert administrator.post(path, {"subject": "Changed"}).status_code == 403


def test_a_member_of_an_organization_is_not_let_into_the_admin(acme: Organization) -> None:
    client = Client()
    client.force_login(member(acme, Role.OWNER))
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_has_no_login_of_its_own_that_would_go_around_the_limits() -> None:
    assert Client().get("/admin/login/?next=/admin/")["Location"].startswith("/accounts/login/")
