"""What browsers and caches may keep: nothing of a person who was logged in, and all static files."""

import pytest
from django.test import Client, override_settings

from organizations.models import Organization
from tests.fixtures import Login


@pytest.mark.parametrize(
    "path", ["", "jobs/", "interviews/", "members/", "settings/", "settings/api-keys/", "nothing/"]
)
def test_no_page_of_an_organization_is_kept(acme: Organization, login: Login, path: str) -> None:
    assert "no-store" in login(acme, "owner").get(f"/o/{acme.slug}/{path}")["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/", "/organizations/menu/", "/organizations/new/", "/accounts/email/", "/accounts/password/change/"]
)
def test_no_other_page_of_who_is_logged_in_is_kept(acme: Organization, login: Login, path: str) -> None:
    assert "no-store" in login(acme, "owner").get(path)["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/wrong/",
        "/accounts/password/reset/key/01ABC-nothing/",
    ],
)
def test_no_page_about_accounts_is_kept(path: str) -> None:
    assert "no-store" in Client().get(path)["Cache-Control"]


def test_what_strangers_see_may_be_kept() -> None:
    assert "Cache-Control" not in Client().get("/").headers


def test_static_files_may_be_kept_by_who_is_logged_in_too(acme: Organization, login: Login) -> None:
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        file = login(acme, "owner").get("/static/css/tokens.css")
    assert file.status_code == 200
    assert "no-store" not in file["Cache-Control"]
