"""Workers that die, that come late, and that work side by side."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from organizations.models import Organization
from organizations.owed_work.batches import Batch
from organizations.owed_work.models import OwedWork
from organizations.owed_work.rooms import Rooms
from organizations.tenancy import organization_schema
from tests.webhooks.receiving import Receiver
from tests.webhooks.sending import Listener, listen, send, tell
from webhooks.delivery import claims, recording
from webhooks.delivery.dispatch import Dispatch
from webhooks.delivery.egress import Answer
from webhooks.delivery.loading import Keyring, Parcel, load
from webhooks.delivery.recording import Outcome
from webhooks.endpoints import registration


def claim(at_most: int = 100) -> list[Batch]:
    return claims.claim(at_most, Rooms({}, at_most), Rooms({}, at_most))


def claimed(organization: Organization) -> list[Parcel]:
    """What a worker holds that has not sent it yet."""
    held = [each for each in claim() if each.organization_id == organization.id]
    with organization_schema(organization):
        return [parcel for each in held for parcel in load(each, Keyring())]


def outcome(parcel: Parcel) -> Outcome:
    return Outcome(parcel, Answer(status_code=200), timezone.now(), timezone.now())


def test_what_a_worker_held_that_died_is_sent_when_its_lease_has_run_out(
    acme: Organization, receiver: Receiver
) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    assert len(claimed(acme)) == 1
    send()
    assert listener.place.received == []
    with time_machine.travel(timezone.now() + claims.lease() + timedelta(seconds=1)):
        send()
    assert len(listener.place.received) == 1
    assert [delivery.status for delivery in listener.deliveries] == ["delivered"]


def test_a_lease_that_a_clock_stole_which_jumped_ahead_is_taken_back(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    [first] = claimed(acme)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        [thief] = claimed(acme)
    [current] = claimed(acme)
    for parcel in (first, thief):
        assert recording.record_all([outcome(parcel)]) == []
    recording.record_all([outcome(current)])
    assert [attempt.number for attempt in listener.attempts] == [1]
    assert listener.due == []


def test_what_is_due_in_an_organization_that_is_gone_is_forgotten_and_the_others_are_told(
    acme: Organization, receiver: Receiver
) -> None:
    gone, other = listen(acme, receiver.place()), listen(acme, receiver.place())
    tell(acme, "hello")
    OwedWork.objects.filter(stream=gone.id).update(organization_id="org_00000000000000000000000000")
    send()
    assert (gone.due, gone.place.received) == ([], [])
    assert len(other.place.received) == 1


def test_who_comes_late_records_nothing(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "hello", "hello again")
    late = claimed(acme)
    with time_machine.travel(timezone.now() + claims.lease() + timedelta(seconds=1)):
        send()
        before = [(row.due_at, row.lease_token) for row in listener.due]
        assert recording.record_all([outcome(parcel) for parcel in late]) == []
    assert [attempt.status_code for attempt in listener.attempts] == [500, 500]
    assert {delivery.status for delivery in listener.deliveries} == {"pending"}
    assert [(row.due_at, row.lease_token) for row in listener.due] == before


def test_who_comes_late_while_another_sends_records_nothing(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    [late] = claimed(acme)
    with time_machine.travel(timezone.now() + claims.lease() + timedelta(seconds=1)):
        [current] = claimed(acme)
        recording.record_all([outcome(late)])
        assert listener.attempts == []
        recording.record_all([outcome(current)])
    assert [attempt.number for attempt in listener.attempts] == [1]
    assert listener.due == []


def test_one_lost_lease_leaves_the_others_of_its_batch_recorded(acme: Organization, receiver: Receiver) -> None:
    staying, leaving = listen(acme, receiver.place()), listen(acme, receiver.place())
    tell(acme, "hello")
    parcels = claimed(acme)
    with organization_schema(acme):
        registration.remove(leaving.row)
    recording.record_all([outcome(parcel) for parcel in parcels])
    assert [delivery.status for delivery in staying.deliveries] == ["delivered"]
    assert [delivery.status for delivery in leaving.deliveries] == ["cancelled"]
    assert leaving.attempts == []


def test_what_postgres_refuses_now_is_handed_back_and_recorded_later(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "hello")
    outcomes = [outcome(parcel) for parcel in claimed(acme)]
    terminate_own_connection()
    assert recording.record_all(outcomes) == outcomes
    assert recording.record_all(outcomes) == []
    assert [delivery.status for delivery in listener.deliveries] == ["delivered"]


def terminate_own_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    raw: Any = connection.connection
    raw.close()


def test_many_workers_share_the_work_and_send_each_once(
    acme: Organization, globex: Organization, receiver: Receiver
) -> None:
    listeners: list[Listener] = [listen(each, receiver.place()) for each in (acme, globex, acme)]
    for organization in (acme, globex):
        tell(organization, *(str(number) for number in range(100)))
    with override_settings(WEBHOOK_DEADLINE_SECONDS=20), ThreadPoolExecutor(4) as threads:
        list(threads.map(run_alone, range(4)))
    for listener in listeners:
        arrived = [received.headers["webhook-id"] for received in listener.place.received]
        assert [attempt.error for attempt in listener.attempts if attempt.error] == []
        assert (len(arrived), len(set(arrived))) == (100, 100)
        assert {delivery.status for delivery in listener.deliveries} == {"delivered"}


def run_alone(_number: int) -> None:
    """A worker of its own, as in another process: it is not told of the others."""
    import asyncio

    asyncio.run(Dispatch(run_s=20, linger_s=0.2).run())


def test_a_claim_takes_no_more_of_an_endpoint_than_it_may_have(acme: Organization, receiver: Receiver) -> None:
    busy, idle = listen(acme, receiver.place()), listen(acme, receiver.place())
    tell(acme, *(str(number) for number in range(30)))
    claims.claim(100, Rooms({busy.id: 3, idle.id: 0}, 0), Rooms({}, 100))
    assert sum(1 for row in busy.due if row.lease_until) == 3
    assert sum(1 for row in idle.due if row.lease_until) == 0


def test_a_claim_takes_no_more_of_an_organization_than_it_may_have_and_the_first_of_each_first(
    acme: Organization, globex: Organization, receiver: Receiver
) -> None:
    many, late = [listen(acme, receiver.place()) for _ in range(3)], listen(globex, receiver.place())
    tell(acme, *(str(number) for number in range(10)))
    tell(globex, "later", "still later")
    anything = Rooms({}, 100)
    first = claims.claim(2, anything, anything)
    assert {each.organization_id: len(each.row_ids) for each in first} == {acme.id: 1, globex.id: 1}
    second = claims.claim(100, anything, Rooms({acme.id: 5}, 1))
    assert {each.organization_id: len(each.row_ids) for each in second} == {acme.id: 5, globex.id: 1}
    assert claims.claim(100, anything, Rooms({acme.id: 0}, 1)) == []
    assert sum(1 for listener in many for row in listener.due if row.lease_until) == 6
    assert all(row.lease_until for row in late.due)


def test_what_kills_every_worker_that_takes_it_is_given_up_and_the_owners_are_told(
    acme: Organization, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    listener = listen(acme, receiver.place())
    tell(acme, "deadly")
    now = timezone.now()
    for number in range(claims.LEASES_MAX):
        with time_machine.travel(now + number * 2 * claims.lease()):
            assert len(claimed(acme)) == 1
    with time_machine.travel(now + claims.LEASES_MAX * 2 * claims.lease()):
        send()
        assert listener.place.received == []
        assert [delivery.status for delivery in listener.deliveries] == ["dead"]
        assert listener.due == []
        assert listener.row.alert_owed_at is not None
    assert "given up" in caplog.text


def test_lost_leases_are_counted_anew_once_something_is_recorded(acme: Organization, receiver: Receiver) -> None:
    listener = listen(acme, receiver.place("status-500"))
    tell(acme, "hello")
    assert len(claimed(acme)) == 1
    assert [row.tries for row in listener.due] == [1]
    with time_machine.travel(timezone.now() + claims.lease() + timedelta(seconds=1)):
        send()
    assert [attempt.status_code for attempt in listener.attempts] == [500]
    assert [row.tries for row in listener.due] == [0]
