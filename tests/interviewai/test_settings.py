"""Each test loads the settings in a process of its own, as a start does."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interviewai.launching import PROJECT, environment

COMPLETE = {
    "SECRET_KEY": "a key for this test alone, long enough to be taken for one",
    "DATABASE_URL": "postgresql://owner:password@127.0.0.1:1/interviewai",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def load(home: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    given = {name: value for name, value in (COMPLETE | settings).items() if value}
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.REDIS_URL)"]
    env = environment(home, DJANGO_SETTINGS_MODULE="interviewai.settings", **given)
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "", "DATABASE_URL is not set."),
        ("REDIS_URL", "", "REDIS_URL is not set."),
        ("SECRET_KEY", "", "SECRET_KEY is not set."),
        ("DATABASE_URL", "postgresql://127.0.0.1:1", "DATABASE_URL does not name a database"),
        ("STORAGE_URL", "ftp://files.example.com", "STORAGE_URL must be a folder or s3://key:secret@host/bucket."),
        ("EMAIL_URL", "mail.example.com", "EMAIL_URL must look like smtp://"),
        ("TURN_SECONDS", "soon", "TURN_SECONDS must be a whole number of at least 5."),
        ("LIVE_CONCURRENCY", "0", "LIVE_CONCURRENCY must be a whole number of at least 1."),
        ("LIVE_PER_ORGANIZATION", "0", "LIVE_PER_ORGANIZATION must be a whole number of at least 1."),
        ("SCORING_CONCURRENCY", "0", "SCORING_CONCURRENCY must be a whole number of at least 1."),
        ("CLAIM_SECONDS", "0", "CLAIM_SECONDS must be a whole number of at least 1."),
        ("INTERVIEW_MESSAGES_PER_MINUTE", "0", "INTERVIEW_MESSAGES_PER_MINUTE must be a whole number of at least 1."),
        ("ORGANIZATION_DAILY_MAILS", "-1", "ORGANIZATION_DAILY_MAILS must be a whole number of at least 0."),
        ("INTERVIEW_AUDIO_MB", "-1", "INTERVIEW_AUDIO_MB must be a whole number of at least 0."),
        ("DEBUG", "maybe", "DEBUG must be 1 or 0"),
        ("REDIS_URL_FILE", "/no/such/file", "Set REDIS_URL or REDIS_URL_FILE, not both."),
    ],
)
def test_a_missing_or_wrong_setting_is_told_in_a_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    failed = load(tmp_path, **{name: value})
    assert failed.returncode != 0
    assert sentence in failed.stderr


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "redis_url"
    secret.write_text("redis://from-a-file.example.com:6379/0\n")
    loaded = load(tmp_path, REDIS_URL="", REDIS_URL_FILE=str(secret))
    assert loaded.stdout.strip() == "redis://from-a-file.example.com:6379/0"


def test_a_secrets_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    failed = load(tmp_path, REDIS_URL="", REDIS_URL_FILE=str(tmp_path / "missing"))
    assert "REDIS_URL_FILE names a file that cannot be read: No such file or directory." in failed.stderr
