"""`manage.py check --deploy` in a process of its own, as an operator runs it."""

from pathlib import Path

import pytest

from tests.interviewai.launching import environment, manage
from tests.interviewai.test_settings import COMPLETE

PRODUCTION = {
    **COMPLETE,
    "PUBLIC_URL": "https://interviews.example.com",
    "EMAIL_URL": "smtp://mail.example.com:587?tls=1",
    "ENCRYPTION_KEYS": "a key of its own",
    "API_KEY_PEPPER": "a pepper of its own",
    "DATABASE_APP_URL": "postgresql://interviewai_app:its-own@127.0.0.1:1/interviewai",
}


def check(home: Path, **changes: str) -> tuple[int, str]:
    """The exit status and what is said."""
    settings = {name: value for name, value in (PRODUCTION | changes).items() if value}
    done = manage("check", "--deploy", "--fail-level", "WARNING", env=environment(home, **settings))
    return done.returncode, done.stdout + done.stderr


def test_production_with_secrets_of_their_own_has_nothing_to_be_said(tmp_path: Path) -> None:
    assert check(tmp_path) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize("name", ["ENCRYPTION_KEYS", "API_KEY_PEPPER", "DATABASE_APP_URL"])
def test_a_secret_that_follows_from_secret_key_is_named(tmp_path: Path, name: str) -> None:
    status, said = check(tmp_path, **{name: ""})
    assert status != 0
    assert f"{name} is not set and follows from SECRET_KEY" in said
    assert said.count("follows from SECRET_KEY") == 1


def test_production_that_sends_no_mail_is_told_so(tmp_path: Path) -> None:
    assert "EMAIL_URL is not set: nobody gets any mail" in check(tmp_path, EMAIL_URL="")[1]


def test_one_secret_will_do_on_a_machine_of_ones_own(tmp_path: Path) -> None:
    mine = {name: "" for name in PRODUCTION if name not in COMPLETE}
    _, said = check(tmp_path, **mine)
    assert "interviewai." not in said
