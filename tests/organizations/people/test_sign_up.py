import secrets
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client, override_settings

from organizations.models import LocalMail, Membership, Organization, Role, User
from organizations.tenancy import organization_schema
from tests.factories import PASSWORD, make_user
from tests.organizations.mails import link_in, newest_mail_to

RIGHT_TO_LEFT = "שלום مرحبا"
EMOJI = "Bäckerei 🥐 & Söhne"
HTML = "<script>alert(1)</script>"


def new_address() -> str:
    return f"new-{secrets.token_hex(4)}@example.com"


def sign_up(client: Client, address: str, organization_name: str, password: str = PASSWORD) -> Any:
    form = {"email": address, "organization_name": organization_name, "password1": password}
    return client.post("/accounts/signup/", form)


def verified_user() -> User:
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def confirm(client: Client, address: str) -> Any:
    return client.post(link_in(newest_mail_to(address), "confirm-email"), follow=True)


def signed_up(organization_name: str) -> tuple[Client, str]:
    """A browser in which somebody has signed up and confirmed the address, and the address."""
    client, address = Client(), new_address()
    sign_up(client, address, organization_name)
    confirm(client, address)
    return client, address


def schemas() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, 'org_')")
        [(number,)] = cursor.fetchall()
    return int(number)


def test_an_address_that_nobody_has_confirmed_costs_no_schema() -> None:
    before, organizations = schemas(), Organization.objects.count()
    assert sign_up(Client(), new_address(), "A New Company").status_code == 302
    assert (schemas(), Organization.objects.count()) == (before, organizations)


def test_confirming_the_address_creates_the_organization_with_its_schema_and_its_owner() -> None:
    _, address = signed_up("A New Company")
    membership = Membership.objects.get(user__email=address)
    assert membership.role == Role.OWNER
    assert membership.organization.name == "A New Company"
    with organization_schema(membership.organization), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_jobdescription")
        assert cursor.fetchone() == (0,)


def test_the_mail_in_the_inbox_confirms_the_address_and_leads_into_the_organization() -> None:
    client, address = Client(), new_address()
    sign_up(client, address, "A New Company")
    assert client.get("/organizations/").status_code == 302  # not logged in before the address is confirmed
    assert address in client.get(link_in(newest_mail_to(address), "confirm-email")).content.decode()
    arrived = confirm(client, address)
    slug = Membership.objects.get(user__email=address).organization.slug
    assert arrived.redirect_chain[-1][0] == f"/o/{slug}/"
    assert arrived.status_code == 200


def test_an_address_that_is_confirmed_in_another_browser_has_its_organization_too() -> None:
    address, other_browser = new_address(), Client()
    sign_up(Client(), address, "A New Company")
    confirm(other_browser, address)
    arrived = other_browser.post("/accounts/login/", {"login": address, "password": PASSWORD}, follow=True)
    assert arrived.redirect_chain[-1][0].startswith("/o/a-new-company")


def test_a_link_that_is_used_twice_makes_one_organization() -> None:
    client, address = signed_up("A New Company")
    confirm(client, address)
    assert Membership.objects.filter(user__email=address).count() == 1


def test_a_person_who_has_not_confirmed_the_address_cannot_log_in() -> None:
    address = new_address()
    sign_up(Client(), address, "A New Company")
    other_browser = Client()
    response = other_browser.post("/accounts/login/", {"login": address, "password": PASSWORD})
    assert response["Location"] == "/accounts/confirm-email/"
    assert other_browser.get("/organizations/").status_code == 302


@pytest.mark.parametrize("name", [HTML, EMOJI, RIGHT_TO_LEFT, "x" * 100])
def test_any_name_of_an_organization_is_stored_and_shown_escaped(name: str) -> None:
    client, address = signed_up(name)
    organization = Organization.objects.get(memberships__user__email=address)
    assert organization.name == name
    page = client.get(f"/o/{organization.slug}/settings/").content.decode()
    assert HTML not in page
    assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x" * 10_000, "at most 100 characters"),
        ("\u202e\u200b", "Please write a name that can be seen"),
        ("nul\x00byte", "Null characters are not allowed"),
        ("", "This field is required"),
    ],
)
def test_a_name_that_cannot_be_used_is_answered_with_a_sentence_and_creates_nothing(name: str, message: str) -> None:
    address = new_address()
    response = sign_up(Client(), address, name)
    assert message in response.content.decode()
    assert not User.objects.filter(email=address).exists()


@pytest.mark.parametrize("address", ["no address", "x" * 10_000 + "@example.com", "<b>@example.com"])
def test_a_wrong_address_is_answered_with_a_sentence(address: str) -> None:
    response = sign_up(Client(), address, "A New Company")
    assert 'class="field__error"' in response.content.decode()


def test_a_name_of_several_lines_cannot_add_headers_to_a_mail() -> None:
    _, address = signed_up("Company\r\nBcc: other@example.com")
    assert Organization.objects.get(memberships__user__email=address).name == "Company Bcc: other@example.com"


def test_a_link_whose_organization_cannot_be_made_works_once_more() -> None:
    address = new_address()
    client = Client(raise_request_exception=False)
    sign_up(client, address, "A New Company")
    with override_settings(DATABASE_ROUTERS=["tests.organizations.people.test_sign_up.NoOrganizations"]):
        assert confirm(client, address).status_code == 500
    assert not EmailAddress.objects.get(email=address).verified
    assert confirm(client, address).status_code == 200
    assert Membership.objects.filter(user__email=address).count() == 1


class NoOrganizations:
    """A database that takes no memberships: the making of an organization breaks in its middle."""

    def db_for_write(self, model: type, **_hints: Any) -> str | None:
        if model is Membership:
            raise ConnectionError
        return None


def test_signing_up_with_a_known_address_tells_a_stranger_nothing_and_its_owner_by_mail() -> None:
    user = verified_user()
    known = sign_up(Client(), user.email, "A New Company")
    unknown = sign_up(Client(), new_address(), "A New Company")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "You already have an account" in newest_mail_to(user.email)
    assert not Membership.objects.filter(user=user).exists()


def test_a_password_can_be_reset_by_mail() -> None:
    user, client = verified_user(), Client()
    client.post("/accounts/password/reset/", {"email": user.email})
    form = client.get(link_in(newest_mail_to(user.email), "password/reset/key"), follow=True)
    new = "another long passphrase"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert Client().login(email=user.email, password=new)
    assert not Client().login(email=user.email, password=PASSWORD)


def test_a_broken_reset_link_offers_a_new_one() -> None:
    page = Client().get("/accounts/password/reset/key/01ABC-nothing/").content.decode()
    assert "This link no longer works" in page


def test_a_changed_address_needs_the_password_and_replaces_the_old_one_once_it_is_confirmed() -> None:
    user, client, address = verified_user(), Client(), new_address()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    asked = client.post("/accounts/email/", {"action_add": "", "email": address})
    client.post(asked["Location"], {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": address})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    user.refresh_from_db()
    assert user.email != address
    client.post(link_in(newest_mail_to(address), "confirm-email"))
    user.refresh_from_db()
    assert user.email == address


def test_a_mail_server_that_is_down_loses_no_sign_up_and_says_so() -> None:
    address = new_address()
    unreachable = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
    }
    with override_settings(**unreachable):
        page = Client().post(
            "/accounts/signup/",
            {"email": address, "organization_name": "A New Company", "password1": PASSWORD},
            follow=True,
        )
    assert "The mail could not be sent just now" in page.content.decode()
    assert User.objects.get(email=address).requested_organization == "A New Company"
    assert not LocalMail.objects.filter(to=address).exists()


def test_many_wrong_passwords_make_the_login_pause() -> None:
    user = verified_user()
    answers = [
        Client().post("/accounts/login/", {"login": user.email, "password": "wrong"}).content.decode() for _ in range(6)
    ]
    assert "Too many failed login attempts" in answers[-1]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/wrong/",
        "/accounts/inactive/",
    ],
)
def test_every_page_before_the_login_is_ours_and_asks_no_foreign_host(path: str) -> None:
    page = Client().get(path).content.decode()
    assert "css/tokens.css" in page
    assert 'src="http' not in page
    assert 'href="http' not in page
    assert "<style" not in page
    assert " style=" not in page


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/password/change/", "/accounts/logout/"])
def test_every_page_of_the_account_is_ours(path: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": verified_user().email, "password": PASSWORD})
    assert "css/tokens.css" in client.get(path).content.decode()


def test_after_the_login_a_person_without_an_organization_is_asked_to_create_one() -> None:
    client = Client()
    client.force_login(verified_user())
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/organizations/new/"
    client.post("/organizations/new/", {"name": "A Late Company"})
    assert client.get("/organizations/")["Location"].startswith("/o/a-late-company")
