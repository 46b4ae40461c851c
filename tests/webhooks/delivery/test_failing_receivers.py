"""Tried again on time, given up after two days, switched off when there is no hope; and nobody else waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.webhooks.receiving import Receiver
from tests.webhooks.sending import Listener, listen, send, tell
from webhooks.delivery import dispatch
from webhooks.delivery.endpoint_concurrency import SLOTS
from webhooks.delivery.endpoint_health import FAILING_FOR
from webhooks.delivery.retries import STOP_AFTER, WAITS
from webhooks.endpoints import registration


def go_on(listener: Listener, until: Callable[[], bool], at_most: int = 50) -> datetime:
    """Sends whenever it is due, at the moment of then."""
    now = timezone.now()
    for _ in range(at_most):
        if until():
            return now
        now = min(row.due_at for row in listener.due)
        with time_machine.travel(now, tick=False):
            send()
    raise AssertionError("it goes on and on")


def statuses(listener: Listener) -> list[str]:
    return [delivery.status for delivery in listener.deliveries]


def test_one_that_fails_is_tried_again_when_it_is_due_and_not_before(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "hello")
    send()
    send()
    [attempt] = listener.attempts
    assert (attempt.status_code, attempt.error, attempt.response_excerpt) == (500, "http_status", "no thank you")
    [due], [delivery] = listener.due, listener.deliveries
    assert due.due_at == delivery.next_attempt_at
    assert (due.lease_until, due.lease_token, delivery.status) == (None, "", "pending")
    assert abs(due.due_at - attempt.started_at - WAITS[0]) < WAITS[0] / 8
    assert listener.row.first_failure_at is not None

    listener.place.answer("ok")
    with time_machine.travel(due.due_at + timedelta(seconds=1)):
        send()
    assert statuses(listener) == ["delivered"]
    assert [attempt.number for attempt in listener.attempts] == [1, 2]
    assert listener.row.first_failure_at is None


def test_the_receiver_may_ask_for_more_time(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("retry-after-7200"))
    tell(acme, "hello")
    send()
    [due] = listener.due
    assert timedelta(minutes=119) < due.due_at - timezone.now() <= timedelta(minutes=120)


def test_one_that_nobody_takes_is_given_up_after_two_days_and_its_attempts_are_kept(
    acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place("status-503"))
    tell(acme, "hello")
    go_on(listener, lambda: not listener.due)
    [delivery] = listener.deliveries
    assert (delivery.status, delivery.attempt_count, delivery.next_attempt_at) == ("dead", len(WAITS) + 1, None)
    assert delivery.ended_at is not None
    assert delivery.ended_at - delivery.round_started_at <= STOP_AFTER
    assert [attempt.number for attempt in listener.attempts] == list(range(1, len(WAITS) + 2))
    assert listener.row.alert_owed_at is not None
    assert len(listener.place.received) == len(WAITS) + 1


def test_410_switches_off_at_once_and_tells_the_others(acme: Organization, receiver: Receiver) -> None:
    gone, other = listen(acme, receiver.place("status-410")), listen(acme, receiver.place())
    tell(acme, "one", "two", "three")
    send()
    assert (gone.row.disabled_reason, set(statuses(gone)), gone.due) == ("gone", {"cancelled"}, [])
    assert gone.row.alert_owed_at is not None
    told = [received.event for received in other.place.received]
    assert [event["data"]["reason"] for event in told if event["event"] == "webhook_endpoint.disabled"] == ["gone"]
    assert all(attempt.status_code == 410 for attempt in gone.attempts)


def test_an_endpoint_that_fails_for_five_days_is_switched_off(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    start = timezone.now()
    for day in range(7):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            if listener.row.disabled_at is None:
                tell(acme, f"day {day}")
                send()
    row = listener.row
    assert (row.disabled_reason, row.alert_owed_at) == ("failing", row.disabled_at)
    assert row.disabled_at is not None
    assert start + FAILING_FOR <= row.disabled_at < start + FAILING_FOR + timedelta(days=2)


def test_one_failure_long_ago_and_one_now_switch_nothing_off(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "hello")
    go_on(listener, lambda: not listener.due)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        tell(acme, "hello again")
        send()
        row = listener.row
        assert row.disabled_at is None
        assert row.first_failure_at is not None
        assert timezone.now() - row.first_failure_at < timedelta(minutes=1)


def test_one_that_hangs_delays_no_other(acme: Organization, globex: Organization, receiver: Receiver) -> None:
    hanging, quick = listen(acme, receiver.place("hang")), listen(globex, receiver.place("late-20"))
    tell(acme, *(f"waits {number}" for number in range(300)))
    tell(globex, *(f"quick {number}" for number in range(100)))
    with override_settings(WEBHOOK_DEADLINE_SECONDS=5):
        dispatch.deliver_due(run_s=4, linger_s=0)
    assert set(statuses(quick)) == {"delivered"}
    assert {attempt.error for attempt in hanging.attempts} == {"timeout"}
    first_end = min(attempt.started_at + timedelta(milliseconds=attempt.duration_ms) for attempt in hanging.attempts)
    assert max(attempt.started_at for attempt in quick.attempts) < first_end, "the quick one did not wait for it"
    assert len(hanging.place.received) <= SLOTS // 2


def test_one_that_has_let_a_request_time_out_gets_one_at_a_time_until_it_answers(
    acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place("hang"))
    tell(acme, "first")
    send()
    tell(acme, *(f"waits {number}" for number in range(20)))
    dispatch.deliver_due(run_s=0.5, linger_s=0)
    assert len(listener.attempts) == 2
    listener.place.answer("ok")
    send()
    assert statuses(listener).count("delivered") == 19


@pytest.mark.parametrize("mode", ["gigabyte", "slow", "redirect", "cut"])
def test_each_strange_receiver_leaves_a_recorded_attempt_and_loses_nothing(
    mode: str, acme: Organization, receiver: Receiver
) -> None:
    strange, other = listen(acme, receiver.place(mode)), listen(acme, receiver.place())
    tell(acme, "hello")
    send()
    errors = {"gigabyte": "", "slow": "timeout", "redirect": "redirect", "cut": "disconnected"}
    assert [attempt.error for attempt in strange.attempts] == [errors[mode]]
    assert statuses(strange) == ["delivered" if mode == "gigabyte" else "pending"]
    assert statuses(other) == ["delivered"]


def test_an_endpoint_that_is_switched_on_again_is_sent_to(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-410"))
    tell(acme, "hello")
    send()
    listener.place.answer("ok")
    with organization_schema(acme):
        assert registration.enable(listener.row)
    tell(acme, "hello again")
    send()
    assert statuses(listener) == ["cancelled", "delivered"]
