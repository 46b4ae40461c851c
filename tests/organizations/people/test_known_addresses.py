"""A stranger learns neither by signing up nor by asking for a new password whether an address has an account."""

import secrets
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD, make_user

PATHS = ["/accounts/signup/", "/accounts/password/reset/"]
MEASURED = 4


def unknown() -> str:
    return f"unknown-{secrets.token_hex(4)}@example.com"


def known(verified: bool = True) -> str:
    user = make_user("knownee")  # as long as an unknown one
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user.email


def unconfirmed() -> str:
    return known(verified=False)


def ask(client: Client, path: str, address: str) -> object:
    form = {"email": address, "organization_name": "A New Company", "password1": PASSWORD}
    return client.post(path, form)


def answer(path: str, address: str) -> tuple[object, ...]:
    client = Client()
    asked = client.post(path, {"email": address, "organization_name": "A New Company", "password1": PASSWORD})
    page = client.get(asked["Location"]).content.decode().replace(address, "ADDRESS")
    return asked.status_code, asked["Location"], sorted(asked.headers), sorted(client.cookies), page


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("has_account", [known, unconfirmed])
def test_a_known_address_is_answered_like_an_unknown_one(path: str, has_account: Callable[[], str]) -> None:
    assert answer(path, has_account()) == answer(path, unknown())


@pytest.mark.parametrize("path", PATHS)
def test_a_known_address_costs_as_much_as_an_unknown_one(path: str) -> None:
    ask(Client(), path, unknown())  # what is only done the first time
    ratio = cost(path, known) / cost(path, unknown)
    assert 0.4 < ratio < 2.5


def cost(path: str, address: Callable[[], str]) -> float:
    """The least processor time of a few requests: what else this machine does is not ours."""
    taken = []
    for _ in range(MEASURED):
        client, chosen = Client(), address()
        cache.clear()
        started = time.process_time()
        ask(client, path, chosen)
        taken.append(time.process_time() - started)
    return min(taken)
