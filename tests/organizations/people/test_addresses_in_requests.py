"""What a request says of hosts: no link in a mail and no redirect follows it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, override_settings

from organizations.models import LocalMail, User
from tests.factories import PASSWORD, make_user

OURS = "https://interviews.example.com"
ELSEWHERE = [
    "http://[::1]/",
    "http://127.0.0.1/",
    "http://localhost/",
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
]


@pytest.fixture
def user() -> User:
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def links_to(address: str) -> list[str]:
    mail = LocalMail.objects.filter(to=address).first()
    assert mail is not None, "no mail came to this address"
    return re.findall(r"\w+://\S+", mail.body_text)


@pytest.mark.parametrize("host", ["127.0.0.1:1234", "[::1]", "localhost:9"])
@pytest.mark.parametrize(
    ("path", "known", "part"),
    [
        ("/accounts/signup/", False, "/accounts/confirm-email/"),
        ("/accounts/signup/", True, "/accounts/password/reset/"),
        ("/accounts/password/reset/", True, "/accounts/password/reset/key/"),
        ("/accounts/password/reset/", False, "/accounts/signup/"),
    ],
)
def test_each_link_of_a_mail_begins_with_the_public_url_whatever_host_the_request_names(
    user: User, host: str, path: str, known: bool, part: str
) -> None:
    address = user.email if known else f"unknown-{user.email}"
    form = {"email": address, "organization_name": "A New Company", "password1": PASSWORD}
    with override_settings(PUBLIC_URL=OURS):
        Client(headers={"host": host}).post(path, form)
    [link] = links_to(address)
    assert link.startswith(OURS + part)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_after_the_login_nobody_is_led_to_another_host(user: User, elsewhere: str) -> None:
    form = {"login": user.email, "password": PASSWORD, "next": elsewhere}
    assert Client().post("/accounts/login/", form)["Location"] == "/organizations/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_after_the_logout_nobody_is_led_to_another_host(user: User, elsewhere: str) -> None:
    client = Client()
    client.force_login(user)
    assert client.post("/accounts/logout/", {"next": elsewhere})["Location"] == "/"


def test_a_path_here_is_where_the_login_leads(user: User) -> None:
    form = {"login": user.email, "password": PASSWORD, "next": "/o/acme/jobs/?page=2"}
    assert Client().post("/accounts/login/", form)["Location"] == "/o/acme/jobs/?page=2"
