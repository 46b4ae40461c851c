"""Work is owed from the commit of the change that makes it so to the commit of the one that does it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from organizations.models import Organization
from organizations.owed_work.claims import Piece
from organizations.owed_work.models import OwedWork
from organizations.owed_work.owing import owe, owe_all
from organizations.tenancy import OutsideOrganization, organization_schema
from tests.organizations.owed_work.deeds import owe_rows, row, take, taken

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("deed")


def test_what_is_owed_again_while_it_is_in_hand_is_looked_at_once_more(acme: Organization) -> None:
    owe_rows(acme, "piece")
    piece = taken()
    owe_rows(acme, "piece")
    owe_rows(acme, "piece")
    assert take() is None
    piece.done()
    again = taken()
    assert (again.row_id, again.tries) == ("piece", 1)
    again.done()
    assert row("piece") is None


def test_what_is_put_off_but_was_owed_again_meanwhile_is_due_at_once(acme: Organization) -> None:
    owe_rows(acme, "piece")
    piece = taken()
    owe_rows(acme, "piece")
    piece.later(timezone.now() + HOUR)
    again = taken()
    again.later(timezone.now() + HOUR)
    assert take() is None
    with time_machine.travel(timezone.now() + HOUR, tick=False):
        assert taken().row_id == "piece"


def test_what_is_put_off_begins_anew_unless_it_failed(acme: Organization) -> None:
    owe_rows(acme, "piece")
    taken().later(timezone.now(), counted=True)
    piece = taken()
    assert piece.tries == 2
    piece.later(timezone.now())
    assert taken().tries == 1


@pytest.mark.parametrize("hours", [(2, 1), (1, 2)])
def test_what_is_owed_twice_is_one_row_that_is_due_at_the_earlier_time(
    acme: Organization, hours: tuple[int, int]
) -> None:
    now = timezone.now()
    for each in hours:
        owe_rows(acme, "piece", due_at=now + each * HOUR)
    assert OwedWork.objects.get(row_id="piece", organization_id=acme.id).due_at == now + HOUR


def test_what_was_owed_for_later_and_is_owed_now_is_due_at_once(acme: Organization) -> None:
    owe_rows(acme, "piece", due_at=timezone.now() + HOUR)
    assert take() is None
    owe_rows(acme, "piece")
    assert taken().row_id == "piece"


def test_what_is_owed_in_a_transaction_that_is_taken_back_is_not_owed(acme: Organization) -> None:
    with organization_schema(acme), transaction.atomic():
        owe("test_deed", "piece")
        transaction.set_rollback(True)
    assert row("piece") is None


def test_nobody_takes_what_is_owed_in_a_transaction_that_is_still_open(acme: Organization) -> None:
    with organization_schema(acme), transaction.atomic():
        owe("test_deed", "piece")
        with ThreadPoolExecutor(1) as others:
            assert others.submit(take_elsewhere).result() is None
    assert taken().row_id == "piece"


def take_elsewhere() -> Piece | None:
    try:
        return take()
    finally:
        connections.close_all()


def test_many_that_become_due_together_are_owed_by_one_statement(
    acme: Organization, globex: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    owe_rows(globex, "piece 1")
    owe_rows(acme, "piece 1", due_at=timezone.now() + HOUR)
    with organization_schema(acme), django_assert_num_queries(1):
        owe_all("test_deed", {f"piece {number}": f"stream {number}" for number in range(1000)})
    rows = OwedWork.objects.filter(organization_id=acme.id, kind="test_deed")
    assert rows.filter(due_at__lte=timezone.now()).count() == rows.count() == 1000
    assert rows.get(row_id="piece 7").stream == "stream 7"
    assert OwedWork.objects.get(organization_id=globex.id, row_id="piece 1").revision == 0


def test_the_same_id_in_two_organizations_is_work_of_both(acme: Organization, globex: Organization) -> None:
    for organization in (acme, globex):
        owe_rows(organization, "same")
    pieces = {piece.organization_id: piece for piece in (taken(), taken())}
    pieces[acme.id].done()
    assert OwedWork.objects.get(row_id="same").organization_id == globex.id


def test_only_an_organization_can_owe() -> None:
    with pytest.raises(OutsideOrganization):
        owe("test_deed", "nobody's")
