"""Wrong passwords are counted; a stranger's are not counted against whoever has logged in before."""

from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from organizations.models import User
from organizations.people.devices import COOKIE
from tests.factories import PASSWORD, make_user

PAUSE = "Too many failed login attempts"
TRIES = 5


@pytest.fixture
def user() -> User:
    return confirmed(make_user())


def confirmed(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(client: Client, user: User, password: str = PASSWORD) -> str:
    return client.post("/accounts/login/", {"login": user.email, "password": password}, follow=True).content.decode()


def guess(client: Client, user: User, times: int = TRIES) -> None:
    """Each from a host name of its own choice: that begins no new count."""
    for number in range(times):
        host = ("localhost", "127.0.0.1", "[::1]")[number % 3]
        client.post("/accounts/login/", {"login": user.email, "password": "wrong"}, headers={"host": host})


def device_of(user: User) -> Client:
    """A browser that has logged in to the account before, and is logged out."""
    client = Client()
    log_in(client, user)
    return holding(client.cookies[COOKIE].value)


def holding(value: str) -> Client:
    client = Client()
    client.cookies = SimpleCookie({COOKIE: value})
    return client


def test_many_wrong_passwords_make_strangers_pause(user: User) -> None:
    guess(Client(), user)
    assert PAUSE in log_in(Client(), user)


def test_a_stranger_cannot_lock_out_who_has_logged_in_from_this_device_before(user: User) -> None:
    device = device_of(user)
    guess(Client(), user)
    assert PAUSE in log_in(Client(), user)
    assert PAUSE not in log_in(device, user)
    assert device.get("/organizations/new/").status_code == 200


def test_a_device_has_no_more_tries_than_a_stranger_and_spends_none_of_the_others(user: User) -> None:
    device, other = device_of(user), device_of(user)
    guess(device, user)
    assert PAUSE in log_in(device, user)
    assert PAUSE not in log_in(other, user)
    assert PAUSE not in log_in(Client(), user)


def test_a_login_to_another_account_makes_no_device_of_this_one(user: User) -> None:
    other = device_of(confirmed(make_user()))
    guess(Client(), user)
    assert PAUSE in log_in(other, user)


def test_a_device_of_several_people_is_known_for_each_of_them(user: User) -> None:
    second = confirmed(make_user())
    device = device_of(user)
    log_in(device, second)
    device.post("/accounts/logout/")
    guess(Client(), user)
    assert PAUSE not in log_in(device, user)


@pytest.mark.parametrize("forge", [lambda value: value[:-1], lambda value: "", lambda value: value.replace(":", "x")])
def test_a_forged_cookie_is_none(user: User, forge: object) -> None:
    assert callable(forge)
    value = device_of(user)
    guess(Client(), user)
    assert PAUSE in log_in(holding(forge(value.cookies[COOKIE].value)), user)


def test_the_cookie_is_for_the_server_alone_and_names_nobody(user: User) -> None:
    client = Client()
    log_in(client, user)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert user.email not in cookie.value
    assert user.pk not in cookie.value


def test_who_is_asked_for_the_password_once_more_is_not_stopped_by_strangers(user: User) -> None:
    client = Client()
    log_in(client, user)
    guess(Client(), user)
    answer = client.post("/accounts/reauthenticate/?next=/accounts/email/", {"password": PASSWORD})
    assert answer["Location"] == "/accounts/email/"
