import pytest
from django.core.exceptions import ImproperlyConfigured

from organizations.schemas.databases import databases

URL = "postgresql://owner:p%40ss@db.example.com:6432/hiring?sslmode=require"
APP_URL = "postgresql://hiring_app:its+own@db.example.com:6432/hiring?sslmode=require"


def test_the_application_never_logs_in_as_the_owner() -> None:
    found = databases(URL, "", "key")
    assert (found["owner"]["USER"], found["owner"]["PASSWORD"]) == ("owner", "p@ss")
    assert found["default"]["USER"] == "hiring_app"
    assert found["default"]["PASSWORD"] not in ("", "p@ss")
    for alias in ("default", "owner"):
        assert (found[alias]["HOST"], found[alias]["PORT"], found[alias]["NAME"]) == (
            "db.example.com",
            "6432",
            "hiring",
        )
        assert found[alias]["OPTIONS"]["sslmode"] == "require"


def test_the_password_of_the_application_follows_from_the_secret_key_and_the_database() -> None:
    def password(url: str, key: str) -> str:
        return str(databases(url, "", key)["default"]["PASSWORD"])

    assert password(URL, "key") == password(URL, "key")
    assert len({password(URL, "key"), password(URL, "other"), password(URL.replace("hiring", "other"), "key")}) == 3


def test_the_pool_has_the_size_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_POOL_SIZE", "3")
    assert databases(URL, "", "key")["default"]["OPTIONS"]["pool"]["max_size"] == 3


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://localhost", "does not name a database"),
        ("mysql://localhost/x", "must look like"),
        (f"postgresql://localhost/{'x' * 23}", "at most 22 characters"),
    ],
)
def test_an_unusable_address_is_refused_with_a_sentence(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        databases(url, "", "key")


def test_a_process_that_has_the_login_of_the_application_needs_no_other() -> None:
    for alias, found in databases("", APP_URL, "key").items():
        assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("hiring_app", "its+own", "hiring"), alias
        assert (found["HOST"], found["PORT"]) == ("db.example.com", "6432")


def test_the_owner_and_the_application_each_have_the_login_that_is_set() -> None:
    found = databases(URL, APP_URL, "key")
    assert (found["owner"]["USER"], found["owner"]["PASSWORD"]) == ("owner", "p@ss")
    assert (found["default"]["USER"], found["default"]["PASSWORD"]) == ("hiring_app", "its+own")


@pytest.mark.parametrize(
    ("app_url", "said"),
    [
        ("postgresql://owner:x@localhost/hiring", "must log in as hiring_app"),
        ("postgresql://hiring_app@localhost/hiring", "with a password"),
        ("postgresql://other_app:x@localhost/other", "must name the same database"),
        ("postgresql://hiring_app:x@localhost", "DATABASE_APP_URL does not name a database"),
        ("mysql://x", "DATABASE_APP_URL must look like"),
    ],
)
def test_an_unusable_login_of_the_application_is_refused_with_a_sentence(app_url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        databases(URL, app_url, "key")
