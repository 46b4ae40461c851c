"""Whoever has an account is told by mail what was changed in it, and what to do if they did not change it."""

import secrets

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, override_settings

from organizations.models import LocalMail, User
from tests.factories import PASSWORD, make_user
from tests.organizations.mails import link_in, newest_mail_to

NEW = "another long passphrase"
UNREACHABLE = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 1,
}


@pytest.fixture
def user() -> User:
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/?next=/accounts/email/", {"password": PASSWORD})
    return client


def change_password(client: Client) -> str:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return client.post("/accounts/password/change/", form, follow=True).content.decode()


def test_a_changed_password_is_told_by_mail(user: User, client: Client) -> None:
    change_password(client)
    mail = newest_mail_to(user.email)
    assert "the password of your account was changed" in mail
    assert "from the address 127.0.0.1" in mail
    assert Client().get(link_in(mail, "password/reset")).status_code == 200
    assert NEW not in mail


def test_a_password_that_was_reset_is_told_by_mail(user: User) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": user.email})
    form = browser.get(link_in(newest_mail_to(user.email), "password/reset/key"), follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert "by a link in a mail to this address" in newest_mail_to(user.email)


def test_a_changed_address_is_told_to_the_old_one(user: User, client: Client) -> None:
    new = f"new-{secrets.token_hex(4)}@example.com"
    client.post("/accounts/email/", {"action_add": "", "email": new})
    client.post(link_in(newest_mail_to(new), "confirm-email"))
    told = newest_mail_to(user.email)
    assert "your account has another address now" in told
    assert new not in told


def test_a_change_of_address_that_is_taken_back_is_told_in_our_words(user: User, client: Client) -> None:
    new = f"new-{secrets.token_hex(4)}@example.com"
    client.post("/accounts/email/", {"action_add": "", "email": new})
    client.post("/accounts/email/", {"action_remove": "", "email": new})
    assert "your account stays with this address" in newest_mail_to(user.email)


def test_a_new_account_is_told_of_nothing_that_changed() -> None:
    address = f"new-{secrets.token_hex(4)}@example.com"
    browser = Client()
    form = {"email": address, "organization_name": "A New Company", "password1": PASSWORD}
    browser.post("/accounts/signup/", form)
    browser.post(link_in(newest_mail_to(address), "confirm-email"))
    assert LocalMail.objects.filter(to=address).count() == 1


def test_without_a_mail_server_the_password_is_changed_all_the_same(user: User, client: Client) -> None:
    with override_settings(**UNREACHABLE):
        assert "The mail could not be sent just now" in change_password(client)
    assert Client().login(email=user.email, password=NEW)
