"""Deliveries in the index of owed work: what it lost is found again, and what is of nobody is forgotten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
import time_machine
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from organizations.models import Organization
from organizations.owed_work import audit, wakeup, working
from organizations.owed_work.models import OwedWork
from organizations.owed_work.rooms import Rooms
from organizations.tenancy import organization_schema
from tests.webhooks.receiving import Receiver
from tests.webhooks.sending import Listener, listen, send, tell
from webhooks.delivery import claims, replays
from webhooks.delivery.retries import WAITS
from webhooks.models import Delivery
from webhooks.owed_work import DELIVER


def statuses(listener: Listener) -> list[str]:
    return [delivery.status for delivery in listener.deliveries]


def lose(listener: Listener) -> int:
    """As a part of a backup that somebody restored has the rows not."""
    return OwedWork.objects.filter(kind=DELIVER, stream=listener.id).delete()[0]


def test_deliveries_whose_rows_were_lost_are_found_by_the_audit_and_sent(
    acme: Organization, globex: Organization, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    listener, other = listen(acme, receiver.place()), listen(globex, receiver.place())
    for organization in (acme, globex):
        tell(organization, "Anna's message", "another")
    assert lose(listener) == 2
    send()
    assert (statuses(listener), statuses(other)) == (["pending"] * 2, ["delivered"] * 2)
    assert (audit.audit(acme), audit.audit(globex)) == (2, 0)
    assert "owed_work_missed" in caplog.text
    assert "Anna" not in caplog.text
    send()
    assert statuses(listener) == ["delivered"] * 2
    assert (len(listener.place.received), len(other.place.received)) == (2, 2)
    assert audit.audit(acme) == 0


def test_one_that_waits_to_be_tried_again_waits_as_long_when_its_row_was_lost(
    acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "hello")
    send()
    [before] = listener.due
    lose(listener)
    assert audit.audit(acme) == 1
    send()
    [after] = listener.due
    assert len(listener.attempts) == 1
    assert (after.due_at, after.ready, after.lease_until, after.tries) == (before.due_at, False, None, 0)
    with time_machine.travel(timezone.now() + 2 * WAITS[0]):
        send()
    assert len(listener.attempts) == 2


def test_while_a_delivery_is_in_hand_the_audit_misses_nothing(acme: Organization, receiver: Receiver) -> None:
    listen(acme, receiver.place())
    tell(acme, "hello")
    assert claims.claim(10, Rooms({}, 10), Rooms({}, 10))
    assert audit.audit(acme) == 0


def test_deliveries_of_an_organization_that_is_gone_are_forgotten(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    OwedWork.objects.filter(stream=listener.id).update(organization_id="org_00000000000000000000000000")
    send()
    assert listener.due == []
    assert listener.place.received == []


def test_a_row_of_a_delivery_that_has_ended_is_removed_and_nothing_sent(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    with organization_schema(acme):
        Delivery.objects.update(status=Delivery.Status.DELIVERED, ended_at=timezone.now(), next_attempt_at=None)
    send()
    assert listener.due == []
    assert listener.place.received == []


def test_many_that_are_replayed_are_owed_together(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, *(str(number) for number in range(30)))
    with organization_schema(acme):
        Delivery.objects.update(status=Delivery.Status.DEAD, ended_at=timezone.now(), next_attempt_at=None)
    lose(listener)
    with organization_schema(acme):
        assert replays.replay_range(livemode=True, endpoint=listener.row) == 30
    assert {(row.stream, row.ready, row.tries) for row in listener.due} == {(listener.id, True, 0)}
    assert len(listener.due) == 30


@pytest.fixture
def no_hint_is_on_its_way() -> Iterator[None]:
    wakeup.heard(claims.QUEUE)
    forget_messages()
    yield
    forget_messages()


def forget_messages() -> None:
    current_app.control.purge()
    redis.Redis.from_url(settings.REDIS_URL).delete(claims.QUEUE)


def messages() -> int:
    """In the broker, for the loop of webhooks."""
    return int(redis.Redis.from_url(settings.REDIS_URL).llen(claims.QUEUE))


@pytest.mark.usefixtures("no_hint_is_on_its_way")
def test_however_many_events_there_are_one_message_tells_of_them_until_the_loop_has_heard_it(
    acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place())
    for number in range(10):
        tell(acme, str(number))
    assert messages() == 1
    working.work(claims.QUEUE)  # As the task does that the message asks for.
    assert statuses(listener) == ["delivered"] * 10
    tell(acme, "one more")
    assert messages() == 2


@pytest.mark.usefixtures("no_hint_is_on_its_way")
def test_an_event_that_is_taken_back_is_not_told_of(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    with transaction.atomic():
        tell(acme, "never")
        transaction.set_rollback(True)
    assert (messages(), listener.due) == (0, [])


def test_the_lease_outlasts_the_longest_answer() -> None:
    deadline = timedelta(seconds=settings.WEBHOOK_DEADLINE_SECONDS)
    assert claims.lease() > deadline + claims.MARGIN / 2
