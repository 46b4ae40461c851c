from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from interviewai.health import StorageCheck
from interviewai.workers import presence
from tests.interviewai.launching import environment, manage

pytestmark = pytest.mark.django_db
NOWHERE = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


class Worker:
    """What Celery hands to the receivers of its heartbeat signal: the heart, with the worker's name in it."""

    def __init__(self, hostname: str) -> None:
        self.eventer = self
        self.hostname = hostname


@pytest.fixture(autouse=True)
def no_workers() -> None:
    cache.delete_many(["worker_present:live", "worker_present:background"])


def test_ready_when_the_stores_answer_and_a_live_worker_was_heard_of() -> None:
    presence.note_presence(Worker("live@machine"))
    response = Client().get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "checks": {name: {"state": "ok"} for name in ("database", "redis", "storage", "live_worker")},
    }


def test_not_ready_while_only_other_workers_were_heard_of() -> None:
    presence.note_presence(Worker("background@machine"))
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert response.json()["checks"]["live_worker"] == {"state": "absent"}


def test_a_worker_that_fell_silent_is_forgotten() -> None:
    presence.note_presence(Worker("live@machine"))
    left_s = redis.Redis.from_url(settings.REDIS_URL).ttl(cache.make_key("worker_present:live"))
    assert 0 < left_s <= 15


def test_not_ready_without_redis_and_still_alive() -> None:
    with override_settings(CACHES=NOWHERE):
        response = Client().get("/health/ready")
        assert response.status_code == 503
        assert response.json()["checks"]["redis"] == {"state": "failing (ConnectionError)"}
        assert response.json()["checks"]["database"] == {"state": "ok"}
        assert Client().get("/health/live").json() == {"status": "alive"}


def test_storage_that_cannot_be_written_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "file"}}
    with override_settings(STORAGES={"default": backend}), pytest.raises(OSError, match="Not a directory"):
        StorageCheck()()


def test_without_any_store_the_answer_is_503_with_every_state_and_no_address(tmp_path: Path) -> None:
    asks = """
from django.test import Client
print(Client().get("/health/live").status_code, Client().get("/health/ready").content.decode())
"""
    answer = manage(
        "shell",
        "--no-imports",
        "-c",
        asks,
        env=environment(
            tmp_path,
            DATABASE_URL="postgresql://owner:password@127.0.0.1:1/interviewai",
            REDIS_URL="redis://127.0.0.1:1/0",
            SECRET_KEY="only for this test",
            ALLOWED_HOSTS="testserver",
        ),
    )
    live, _, ready = answer.stdout.partition(" ")
    assert live == "200"
    assert '"database": {"state": "failing' in ready
    assert '"redis": {"state": "failing' in ready
    assert "127.0.0.1" not in ready
