"""Sending again: one delivery, a range, all that were given up."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from interviewai.kernel.errors import Conflict, Invalid
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.webhooks.receiving import Receiver
from tests.webhooks.sending import Listener, listen, send, tell
from webhooks.delivery import replays
from webhooks.endpoints import registration
from webhooks.models import Delivery, Endpoint


def replay(listener: Listener, number: int = 0) -> bool:
    with organization_schema(listener.organization):
        return replays.replay(Delivery.objects.select_related("endpoint").get(pk=listener.deliveries[number].pk))


def give_up(listener: Listener) -> None:
    with organization_schema(listener.organization):
        Delivery.objects.filter(endpoint_id=listener.id).update(round_started_at=timezone.now() - timedelta(days=3))
    send()
    assert {delivery.status for delivery in listener.deliveries} == {"dead"}


def test_a_replay_begins_a_new_round_and_is_told_apart(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    send()
    assert replay(listener)
    assert not replay(listener), "it is on its way already"
    listener.place.answer("status-500")
    send()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        listener.place.answer("ok")
        send()
    told = [(attempt.number, attempt.trigger, attempt.status_code) for attempt in listener.attempts]
    assert told == [(1, "scheduled", 200), (2, "replay", 500), (3, "scheduled", 200)]
    [delivery] = listener.deliveries
    assert (delivery.status, delivery.attempt_count, delivery.round_attempts) == ("delivered", 3, 2)
    assert len({received.event["event_id"] for received in listener.place.received}) == 1


def test_one_that_was_cancelled_before_its_first_try_can_be_replayed(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    with organization_schema(acme):
        registration.disable(listener.row, Endpoint.DisabledReason.MANUAL)
        registration.enable(listener.row)
    assert replay(listener)
    send()
    assert [(attempt.number, attempt.trigger) for attempt in listener.attempts] == [(1, "replay")]


def test_all_that_were_given_up_are_sent_again(acme: Organization, globex: Organization, receiver: Receiver) -> None:
    listener, others = listen(acme, receiver.place("status-500")), listen(globex, receiver.place("status-500"))
    for organization in (acme, globex):
        tell(organization, "one", "two")
    give_up(listener)
    listener.place.answer("ok")
    with organization_schema(acme):
        assert replays.replay_range(False, status="dead") == 0
        assert replays.replay_range(True, status="dead") == 2
        assert replays.replay_range(True, status="dead") == 0
    send()
    assert {delivery.status for delivery in listener.deliveries} == {"delivered"}
    assert {delivery.attempt_count for delivery in others.deliveries} == {1}


def test_a_range_is_what_was_created_in_it(acme: Organization, receiver: Receiver) -> None:
    first, second = listen(acme, receiver.place()), listen(acme, receiver.place("status-500"))
    start = timezone.now()
    for minute in range(4):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            tell(acme, f"minute {minute}")
            send()
    with organization_schema(acme), time_machine.travel(start + timedelta(minutes=3)):
        since, until = start + timedelta(minutes=1), start + timedelta(minutes=3)
        assert replays.replay_range(True, endpoint=first.row, since=since, until=until, status="dead") == 0
        assert replays.replay_range(True, endpoint=first.row, since=since, until=until) == 2
        assert replays.replay_range(True, since=start, status="delivered") == 2
        send()
    assert sorted(delivery.attempt_count for delivery in first.deliveries) == [2, 2, 2, 2]
    assert all(delivery.status == "pending" for delivery in second.deliveries)


def test_what_has_not_ended_is_no_status_to_replay(acme: Organization) -> None:
    with organization_schema(acme):
        for status in ("pending", "nonsense"):
            with pytest.raises(Invalid):
                replays.replay_range(True, status=status)


@pytest.mark.parametrize("gone", [{"disabled_at": timezone.now()}, {"deleted_at": timezone.now()}])
def test_nothing_is_sent_again_to_an_endpoint_that_is_off_or_removed(
    gone: dict[str, object], acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    send()
    listener.change(**gone)
    with pytest.raises(Conflict):
        replay(listener)
    with organization_schema(acme):
        with pytest.raises(Conflict):
            replays.replay_range(True, endpoint=listener.row)
        assert replays.replay_range(True) == 0
    assert listener.due == []
