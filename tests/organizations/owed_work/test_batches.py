"""Work that a loop takes by the dozen, with the room that it has, and settles by the dozen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone

from organizations.models import Organization
from organizations.owed_work import batches, kinds
from organizations.owed_work.batches import Batch
from organizations.owed_work.kinds import BatchKind
from organizations.owed_work.models import OwedWork
from organizations.owed_work.owing import owe_all, waive
from organizations.owed_work.rooms import Rooms
from organizations.tenancy import organization_schema
from tests.organizations.owed_work.deeds import QUEUE, Register, owe_rows, row

LEASE, HOUR, TRIES = timedelta(minutes=1), timedelta(hours=1), 3
ANY = Rooms({}, 100)


def end(batch: Batch) -> None:
    batch.done(batch.worn_out)


@pytest.fixture(autouse=True)
def kind(register: Register) -> BatchKind:
    """Has the queue of tests for itself; `register` takes it away again."""
    kinds.register_batches("test_batch", queue=QUEUE.name, loop=tuple, last_step=end, outstanding=tuple, tries=TRIES)
    found = kinds.in_batches(QUEUE.name)
    assert found
    return found


def owe_many(organization: Organization, *row_ids: str, stream: str = "") -> None:
    with organization_schema(organization):
        owe_all("test_batch", dict.fromkeys(row_ids, stream))


def take(at_most: int = 100, streams: Rooms = ANY, organizations: Rooms = ANY) -> list[Batch]:
    kind = kinds.in_batches(QUEUE.name)
    assert kind
    return batches.take(kind, LEASE, at_most, streams, organizations)


def taken(organization: Organization) -> Batch:
    [batch] = [each for each in take() if each.organization_id == organization.id]
    return batch


def test_a_batch_is_of_one_organization_and_nobody_else_takes_it(acme: Organization, globex: Organization) -> None:
    owe_many(acme, "1", "2")
    owe_many(globex, "1")
    found = {batch.organization_id: sorted(batch.row_ids) for batch in take()}
    assert found == {acme.id: ["1", "2"], globex.id: ["1"]}
    assert take() == []


def test_what_is_settled_is_done_or_due_again_and_its_tries_begin_anew(acme: Organization) -> None:
    owe_many(acme, "done", "later", "left")
    batch = taken(acme)
    again_at = timezone.now() + HOUR
    batch.settle({"done": None, "later": again_at})
    later, left = row("later"), row("left")
    assert row("done") is None
    assert later
    assert (later.due_at, later.ready, later.lease_until, later.tries) == (again_at, False, None, 0)
    assert left
    assert (left.lease_until, left.tries) == (batch.expires_at, 1)
    assert take() == []
    with time_machine.travel(again_at, tick=False):
        assert sorted(taken(acme).row_ids) == ["later", "left"]


@pytest.mark.parametrize("due_in", [None, HOUR])
def test_what_was_owed_again_meanwhile_is_looked_at_once_more(acme: Organization, due_in: timedelta | None) -> None:
    owe_many(acme, "piece")
    batch = taken(acme)
    owe_many(acme, "piece")
    batch.settle({"piece": timezone.now() + due_in if due_in else None})
    again = taken(acme)
    assert again.row_ids == ["piece"]
    again.done(["piece"])
    assert row("piece") is None


def test_whoever_lost_the_lease_settles_nothing(acme: Organization, globex: Organization) -> None:
    owe_many(acme, "piece")
    owe_many(globex, "piece")
    slow = taken(acme)
    with time_machine.travel(timezone.now() + LEASE, tick=False):
        taken(acme)
        assert batches.settle("test_batch", acme.id, [slow.settled("piece")]) == set()
        slow.done(["piece"])
    assert OwedWork.objects.filter(row_id="piece", lease_until__isnull=False).count() == 2


def test_what_is_waived_is_owed_no_more_even_to_whoever_has_it(acme: Organization, globex: Organization) -> None:
    owe_many(acme, "piece", "other")
    owe_many(globex, "piece")
    batch = taken(acme)
    with organization_schema(acme):
        waive("test_batch", ["piece"])
    assert [each.organization_id for each in OwedWork.objects.filter(row_id="piece")] == [globex.id]
    settled = [batch.settled(each) for each in ("piece", "other")]
    assert batches.settle("test_batch", acme.id, settled) == {"other"}


def test_what_was_taken_as_often_as_it_may_be_is_for_the_last_step(acme: Organization) -> None:
    owe_many(acme, "deadly")
    now = timezone.now()
    for number in range(TRIES):
        with time_machine.travel(now + number * LEASE, tick=False):
            assert taken(acme).row_ids == ["deadly"]
    with time_machine.travel(now + TRIES * LEASE, tick=False):
        batch = taken(acme)
    assert (batch.row_ids, batch.worn_out) == ([], {"deadly"})
    batch.last_step()
    assert row("deadly") is None


def test_a_lease_of_a_worker_whose_clock_was_far_ahead_is_taken(acme: Organization) -> None:
    owe_many(acme, "tomorrow")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        taken(acme)
    assert taken(acme).row_ids == ["tomorrow"]


def test_whoever_floods_waits_behind_their_own_flood(acme: Organization, globex: Organization) -> None:
    owe_many(acme, *(f"flood {number}" for number in range(batches.LOOKED_AT + 1)))
    owe_many(globex, "small")
    assert {batch.organization_id: len(batch.row_ids) for batch in take(10)} == {acme.id: 9, globex.id: 1}


def test_there_is_no_more_taken_of_a_stream_or_an_organization_than_there_is_room(
    acme: Organization, globex: Organization
) -> None:
    for stream in ("narrow", "wide", "full"):
        owe_many(acme, *(f"{stream} {number}" for number in range(9)), stream=stream)
    owe_many(globex, *(f"narrow {number}" for number in range(9)), stream="other")
    [batch] = take(streams=Rooms({"narrow": 1, "full": 0}, 3), organizations=Rooms({globex.id: 0}, 100))
    assert sorted(row_id.split()[0] for row_id in batch.row_ids) == ["narrow", "wide", "wide", "wide"]
    assert [len(batch.row_ids) for batch in take(organizations=Rooms({globex.id: 0}, 2))] == [2]


def test_a_claim_waits_for_nobody_who_has_rows_in_a_slow_transaction(acme: Organization) -> None:
    owe_many(acme, "busy", "free")
    with transaction.atomic():
        OwedWork.objects.select_for_update().get(row_id="busy", organization_id=acme.id)
        with ThreadPoolExecutor(1) as others:
            assert others.submit(taken_elsewhere).result(timeout=20) == ["free"]
    assert taken(acme).row_ids == ["busy"]


def taken_elsewhere() -> list[str]:
    try:
        return [row_id for batch in take() for row_id in batch.row_ids]
    finally:
        connections.close_all()


def test_pieces_and_batches_of_one_queue_do_not_take_each_other_s_work(acme: Organization, register: Register) -> None:
    register("test_deed")
    owe_rows(acme, "of a piece")
    owe_many(acme, "of a batch")
    assert [batch.row_ids for batch in take()] == [["of a batch"]]
    assert list(kinds.of_queue(QUEUE.name)) == ["test_deed"]
