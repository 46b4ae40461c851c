"""Who has a piece of work in hand, and until when."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connections, transaction
from django.utils import timezone

from jobs.models import JobDescription
from organizations.models import Organization
from organizations.owed_work import claims, renewal
from organizations.owed_work.claims import LEASE, LeaseLost, Piece
from organizations.owed_work.models import OwedWork
from organizations.tenancy import organization_schema
from tests.interviewai.launching import until
from tests.organizations.owed_work.deeds import owe_rows, row, take, taken
from tests.organizations.rows import job_titles
from tests.owed_work import OVER

WORKERS = 8
pytestmark = pytest.mark.usefixtures("deed")


def taken_at_once() -> list[str]:
    barrier, found = Barrier(WORKERS), []

    def worker() -> None:
        barrier.wait(timeout=20)
        found.append(take())
        connections.close_all()

    threads = [Thread(target=worker) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [piece.row_id for piece in found if piece]


def test_of_workers_that_come_at_once_one_gets_a_piece_of_work(acme: Organization) -> None:
    owe_rows(acme, "only")
    assert taken_at_once() == ["only"]


def test_workers_that_come_at_once_get_different_pieces_and_no_organization_more_than_its_share(
    acme: Organization, globex: Organization
) -> None:
    for organization in (acme, globex):
        owe_rows(organization, *(f"{organization.slug} {number}" for number in range(WORKERS)))
    rows = taken_at_once()
    assert len(set(rows)) == len(rows) == 4
    assert Counter(each.rpartition(" ")[0] for each in rows) == {acme.slug: 2, globex.slug: 2}


def create_job(organization: Organization, piece: Piece, title: str) -> None:
    with organization_schema(organization), transaction.atomic():
        JobDescription.objects.create(title=title)
        piece.done()


def test_a_lease_that_ran_out_is_taken_again_and_what_the_first_worker_does_late_is_taken_back(
    acme: Organization,
) -> None:
    owe_rows(acme, "slow")
    slow = taken()
    assert take() is None
    with time_machine.travel(timezone.now() + OVER, tick=False):
        other = taken()
        assert (other.row_id, slow.tries, other.tries) == ("slow", 1, 2)
        with pytest.raises(LeaseLost):
            create_job(acme, slow, "of the slow one")
        assert job_titles(acme) == []
        create_job(acme, other, "of the other")
    assert job_titles(acme) == ["of the other"]
    assert row("slow") is None


@pytest.mark.parametrize("counted", [True, False])
def test_a_worker_that_lost_its_lease_cannot_put_the_work_off_either(acme: Organization, counted: bool) -> None:
    owe_rows(acme, "slow")
    slow = taken()
    with time_machine.travel(timezone.now() + OVER, tick=False):
        other = taken()
        with pytest.raises(LeaseLost):
            slow.later(timezone.now() + timedelta(days=1), counted=counted)
        other.done()
    with pytest.raises(LeaseLost):
        other.done()


def test_what_a_transaction_did_that_was_taken_back_is_still_in_hand(acme: Organization) -> None:
    owe_rows(acme, "piece")
    piece = taken()
    with organization_schema(acme), transaction.atomic():
        piece.done()
        transaction.set_rollback(True)
    assert not piece.settled
    assert take() is None
    piece.done()
    assert row("piece") is None


def test_a_lease_that_is_renewed_is_not_taken(acme: Organization) -> None:
    owe_rows(acme, "long")
    piece, now = taken(), timezone.now()
    with time_machine.travel(now + LEASE / 2, tick=False):
        claims.renew([piece.token])
    with time_machine.travel(now + OVER, tick=False):
        assert take() is None
    with time_machine.travel(now + LEASE / 2 + OVER, tick=False):
        assert taken().tries == 2


def test_work_is_renewed_as_long_as_it_lasts_and_no_longer_than_is_waited_for_it(
    acme: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "EVERY_S", 0.01)
    owe_rows(acme, "busy", "hung")
    held = {piece.row_id: piece for piece in (taken(), taken())}
    first = {row_id: lease(row_id) for row_id in held}
    process = renewal.Renewal()
    with process.of(held["busy"].token, timedelta(minutes=5)), process.of(held["hung"].token, timedelta(0)):
        until(lambda: lease("busy") > first["busy"], "a renewed lease")
        renewed = lease("busy")
        until(lambda: lease("busy") > renewed, "a lease that is renewed again")
        assert lease("hung") == first["hung"]
    held["busy"].done()


def lease(row_id: str) -> datetime:
    until = OwedWork.objects.get(row_id=row_id).lease_until
    assert until
    return until


def test_a_worker_whose_clock_is_a_little_behind_takes_nothing_that_another_one_has_in_hand(
    acme: Organization,
) -> None:
    owe_rows(acme, "piece", due_at=timezone.now() - timedelta(minutes=1))
    taken()
    with time_machine.travel(timezone.now() - timedelta(seconds=1), tick=False):
        assert take() is None


def test_a_lease_of_a_worker_whose_clock_was_far_ahead_is_taken(acme: Organization) -> None:
    owe_rows(acme, "tomorrow")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        taken()
    assert taken().row_id == "tomorrow"


def test_a_lease_that_a_clock_stole_which_jumped_ahead_is_recorded_once_and_taken_back(acme: Organization) -> None:
    owe_rows(acme, "stolen")
    first = taken()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        thief = taken()
    with pytest.raises(LeaseLost):
        create_job(acme, first, "of the first one")
    other = taken()
    assert (other.row_id, other.tries) == ("stolen", 3)
    with pytest.raises(LeaseLost):
        create_job(acme, thief, "of the thief")
    create_job(acme, other, "of the other")
    assert job_titles(acme) == ["of the other"]
    assert row("stolen") is None


def test_a_lease_of_a_clock_that_jumped_back_protects_nothing_and_the_work_is_recorded_once(
    acme: Organization,
) -> None:
    owe_rows(acme, "piece", due_at=timezone.now() - timedelta(days=2))
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=False):
        behind = taken()
    other = taken()
    with pytest.raises(LeaseLost):
        create_job(acme, behind, "of the one behind")
    create_job(acme, other, "of the other")
    assert job_titles(acme) == ["of the other"]


def test_how_a_piece_is_written_tells_nothing_that_opens_it(acme: Organization) -> None:
    owe_rows(acme, "piece")
    piece = taken()
    assert piece.token not in repr(piece)
