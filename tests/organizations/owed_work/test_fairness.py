"""Whoever floods a queue waits behind their own flood."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import Organization
from organizations.owed_work import claims
from organizations.owed_work.queues import Queue
from organizations.tenancy import organization_schema
from tests.factories import make_organization
from tests.organizations.owed_work.deeds import QUEUE, owe_rows, take, taken

pytestmark = pytest.mark.usefixtures("deed")


def test_an_organization_with_all_that_it_may_have_in_hand_keeps_no_other_from_being_next(
    acme: Organization, globex: Organization
) -> None:
    owe_rows(acme, *(f"flood {number}" for number in range(200)))
    in_hand = [taken(), taken()]
    assert take() is None
    owe_rows(globex, "small")
    assert taken().organization_id == globex.id
    assert take() is None
    with organization_schema(acme):
        in_hand[0].done()
    assert taken().organization_id == acme.id


def test_the_organization_that_has_the_least_in_hand_comes_first(acme: Organization, globex: Organization) -> None:
    wide = Queue(QUEUE.name, at_once=6, per_organization=3, per_stream=3)
    long_ago = timezone.now() - timedelta(hours=1)
    owe_rows(acme, "1", "2", "3", due_at=long_ago)
    owe_rows(globex, "1", "2", "3")
    pieces = [claims.take(wide, ["test_deed"])[0] for _ in range(6)]
    assert [piece and piece.organization_id for piece in pieces] == [acme.id, globex.id] * 3


def test_of_equals_each_has_its_turn_however_many_flood_and_however_old_their_work_is(
    acme: Organization, globex: Organization
) -> None:
    narrow = Queue(QUEUE.name, at_once=1, per_organization=1)
    long_ago = timezone.now() - timedelta(hours=1)
    for flooding in (acme, globex):
        owe_rows(flooding, *(f"flood {number}" for number in range(20)), due_at=long_ago)
    quiet = make_organization("Initech")
    owe_rows(quiet, "small")
    served = []
    for _ in range(6):
        piece, _ = claims.take(narrow, ["test_deed"])
        assert piece
        served.append(piece.organization_id)
        piece.done()
    assert served.index(quiet.id) <= 2
    assert {served.count(acme.id), served.count(globex.id)} <= {2, 3}


def test_of_one_interview_no_more_than_its_share_is_in_hand(acme: Organization) -> None:
    owe_rows(acme, "first", "second", stream="int_1")
    owe_rows(acme, "other", stream="int_2")
    first = taken()
    assert (first.row_id, taken().row_id) == ("first", "other")
    first.done()
    assert taken().row_id == "second"


def test_what_is_of_no_interview_is_held_back_by_none(acme: Organization) -> None:
    owe_rows(acme, "one", "other")
    assert [taken().row_id, taken().row_id] == ["one", "other"]


def test_what_has_been_due_for_the_longest_comes_first_in_an_organization(acme: Organization) -> None:
    now = timezone.now()
    owe_rows(acme, "new")
    owe_rows(acme, "old", due_at=now - timedelta(hours=1))
    owe_rows(acme, "not yet", due_at=now + timedelta(hours=1))
    assert [taken().row_id, taken().row_id] == ["old", "new"]


def test_a_worker_is_told_whether_there_is_more_for_others(acme: Organization) -> None:
    owe_rows(acme, "one", "other")
    assert [claims.take(QUEUE, ["test_deed"])[1] for _ in range(3)] == [True, False, False]
