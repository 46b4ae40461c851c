"""Tasks of two organizations in a real worker, over the real broker."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from celery import Celery, current_app
from celery._state import get_current_app
from celery.contrib.testing.worker import start_worker
from django.db import connection, transaction

from jobs.models import JobDescription
from organizations.models import Organization
from organizations.tasks import organization_task, sweep_task
from organizations.tenancy import OutsideOrganization, current_organization, organization_schema, shared_schema
from tests.organizations.rows import job_titles, make_job

QUEUE = "tenancy-tests"
WORKER_THREADS = 4


class Ran:
    """What the tasks saw; a task tells and a test waits for it."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, list[str]]] = []
        self.condition = threading.Condition()

    def tell(self, key: str) -> None:
        titles = list(JobDescription.objects.order_by("title").values_list("title", flat=True))
        with self.condition:
            self.seen.append((key, titles))
            self.condition.notify_all()

    def wait_for(self, count: int) -> list[tuple[str, list[str]]]:
        with self.condition:
            assert self.condition.wait_for(lambda: len(self.seen) >= count, timeout=60), self.seen
            return self.seen


ran = Ran()
tries: Counter[str] = Counter()


@organization_task(queue=QUEUE)
def tell(key: str) -> None:
    ran.tell(key)


@organization_task(queue=QUEUE, autoretry_for=(ZeroDivisionError,), max_retries=3, default_retry_delay=0)
def succeed_the_third_time(key: str) -> None:
    tries[key] += 1
    if tries[key] < 3:
        with connection.cursor() as cursor, suppress(Exception):
            cursor.execute("SELECT 1 / 0")
        raise ZeroDivisionError
    ran.tell(key)


@sweep_task(queue=QUEUE)
def sweep() -> None:
    ran.tell(current_organization().id)


@pytest.fixture(autouse=True)
def nothing_ran_yet() -> None:
    ran.seen.clear()
    tries.clear()


@contextmanager
def worker() -> Iterator[None]:
    current_app.control.purge()
    with start_worker(
        current_app, pool="threads", concurrency=WORKER_THREADS, queues=[QUEUE], perform_ping_check=False
    ):
        yield


@pytest.fixture
def both(acme: Organization, globex: Organization) -> dict[str, Organization]:
    make_job(acme, "acme")
    make_job(globex, "globex")
    return {"acme": acme, "globex": globex}


def test_each_task_runs_in_the_organization_that_sent_it(both: dict[str, Organization]) -> None:
    with worker():
        for _ in range(20):
            for title, organization in both.items():
                with organization_schema(organization):
                    tell.enqueue(title)
        seen = ran.wait_for(40)
    assert Counter(key for key, _ in seen) == {"acme": 20, "globex": 20}
    assert all(titles == [key] for key, titles in seen)


def test_a_task_that_is_tried_again_is_still_in_its_organization(both: dict[str, Organization]) -> None:
    with worker():
        for title, organization in both.items():
            with organization_schema(organization):
                succeed_the_third_time.enqueue(title)
        seen = ran.wait_for(2)
    assert sorted(seen) == [("acme", ["acme"]), ("globex", ["globex"])]
    assert tries == {"acme": 3, "globex": 3}


def test_a_sweep_visits_every_organization(both: dict[str, Organization]) -> None:
    with worker():
        sweep.apply_async()
        seen = dict(ran.wait_for(Organization.objects.count()))
    assert seen[both["acme"].id] == ["acme"]
    assert seen[both["globex"].id] == ["globex"]


def test_a_task_is_sent_when_its_transaction_is_committed_and_not_before(both: dict[str, Organization]) -> None:
    with worker():
        with organization_schema(both["acme"]), transaction.atomic():
            with shared_schema():
                tell.enqueue("in the transaction")
            JobDescription.objects.create(title="committed", description="x")
        assert ran.wait_for(1) == [("in the transaction", ["acme", "committed"])]


def test_a_task_of_a_transaction_that_is_rolled_back_is_never_sent(both: dict[str, Organization]) -> None:
    with worker():
        with organization_schema(both["acme"]):
            with suppress(ZeroDivisionError), transaction.atomic():
                tell.enqueue("rolled back")
                raise ZeroDivisionError
            tell.enqueue("after it")
        assert [key for key, _ in ran.wait_for(1)] == ["after it"]


@pytest.fixture
def no_broker() -> Iterator[None]:
    product: Celery[Any] = get_current_app()
    Celery("unreachable", broker="redis://127.0.0.1:1/0").set_current()
    yield
    product.set_current()


def test_work_goes_on_when_the_broker_is_gone(
    no_broker: None, acme: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING", "organizations.tasks"), organization_schema(acme):
        JobDescription.objects.create(title="saved", description="x")
        tell.enqueue("lost")
    assert job_titles(acme) == ["saved"]
    assert "the broker did not take" in caplog.text


def test_only_an_organization_can_send_its_tasks() -> None:
    with pytest.raises(OutsideOrganization):
        tell.enqueue("nobody's")
