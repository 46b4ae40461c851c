"""A hint tells a queue's workers that something is owed. It carries no work, and may be lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from interviewai.beat import LOOK_FOR_OWED_WORK_S
from interviewai.embedded.programs import BACKGROUND_QUEUES, WEBHOOKS_QUEUES
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.owed_work import wakeup
from organizations.owed_work.kinds import KINDS
from organizations.owed_work.owing import owe
from organizations.owed_work.queues import QUEUES
from organizations.tenancy import organization_schema
from tests.organizations.owed_work.deeds import QUEUE, owe_rows, row
from tests.organizations.rows import job_titles
from tests.owed_work import work


@pytest.fixture(autouse=True)
def nothing_is_on_its_way(deed: str) -> Iterator[None]:
    wakeup.heard(QUEUE.name)
    yield
    current_app.control.purge()
    redis.Redis.from_url(settings.REDIS_URL).delete(QUEUE.name)


def messages() -> int:
    """In the broker, for workers of this queue."""
    return int(redis.Redis.from_url(settings.REDIS_URL).llen(QUEUE.name))


def test_a_hundred_pieces_of_work_are_one_message(acme: Organization) -> None:
    with transaction.atomic():
        owe_rows(acme, *(f"piece {number}" for number in range(100)))
    assert messages() == 1


def test_whoever_makes_work_owed_after_a_worker_has_begun_to_look_sends_another_message(acme: Organization) -> None:
    owe_rows(acme, "one")
    work(QUEUE.name)
    owe_rows(acme, "other")
    assert messages() == 2


def test_a_hint_is_sent_when_its_transaction_is_committed_and_not_before(acme: Organization) -> None:
    with organization_schema(acme), transaction.atomic():
        owe("test_deed", "piece")
        assert messages() == 0
    assert messages() == 1


def test_a_transaction_that_is_taken_back_sends_none(acme: Organization) -> None:
    with organization_schema(acme), transaction.atomic():
        owe("test_deed", "piece")
        transaction.set_rollback(True)
    assert messages() == 0


def test_what_is_not_due_yet_sends_none(acme: Organization) -> None:
    owe_rows(acme, "later", due_at=timezone.now() + timedelta(minutes=1))
    assert messages() == 0


@pytest.mark.parametrize("gone", ["no_broker", "no_redis"])
def test_work_goes_on_when_the_broker_is_gone(
    acme: Organization, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, gone: str
) -> None:
    request.getfixturevalue(gone)
    with organization_schema(acme), transaction.atomic():
        JobDescription.objects.create(title="saved")
        owe("test_deed", "piece")
    assert job_titles(acme) == ["saved"]
    assert "the broker took no hint for tests" in caplog.text
    assert row("piece")
    work(QUEUE.name)
    assert row("piece") is None


def test_each_queue_has_a_worker_and_is_looked_at_without_a_hint() -> None:
    product = QUEUES.keys() - {QUEUE.name}
    assert LOOK_FOR_OWED_WORK_S.keys() == product
    assert product <= {"live", *BACKGROUND_QUEUES.split(","), *WEBHOOKS_QUEUES.split(",")}
    assert {kind.queue for kind in KINDS.values()} == QUEUES.keys()
