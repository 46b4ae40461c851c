"""What fails is tried again a few times, whatever it failed of; then comes the step that is safe."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from organizations.models import Organization
from organizations.owed_work.claims import Piece
from organizations.owed_work.kinds import KINDS
from organizations.owed_work.models import OwedWork
from organizations.owed_work.owing import owe
from organizations.tenancy import current_organization, organization_schema
from providers.errors import ProviderUnavailable
from tests.organizations.owed_work.deeds import QUEUE, Register, nothing, owe_rows, row
from tests.owed_work import OVER, in_hand, work

WAITS = [timedelta(seconds=3), timedelta(seconds=20)]
TRIES = 4
PERSONAL = "I told Anna about it"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


def fail_foreseen(piece: Piece) -> None:
    raise ProviderUnavailable(PERSONAL, provider="test")


def fail_unforeseen(piece: Piece) -> None:
    raise KeyError(PERSONAL)


def fail_in_the_database(piece: Piece) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [PERSONAL])


def lose_the_connection(piece: Piece) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        connection.connection.close()
        cursor.execute("SELECT 1")


def waits(clock: time_machine.Traveller, row_id: str) -> list[timedelta]:
    """Works on it whenever it is due, and tells how long it waited each time."""
    found: list[timedelta] = []
    while (waiting := row(row_id)) and len(found) < 20:
        found.append(waiting.due_at - timezone.now())
        clock.shift(max(found[-1], timedelta(0)))
        work(QUEUE.name)
    return found


@pytest.mark.parametrize("fail", [fail_foreseen, fail_unforeseen, fail_in_the_database])
def test_what_fails_is_tried_again_after_growing_waits_and_then_takes_its_last_step_whatever_it_failed_of(
    acme: Organization,
    register: Register,
    clock: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
    fail: Callable[[Piece], None],
) -> None:
    tried: list[tuple[str, int]] = []

    def run(piece: Piece) -> None:
        tried.append(("run", piece.tries))
        fail(piece)

    def last_step(piece: Piece) -> None:
        tried.append(("last step", piece.tries))

    register("test_failing", run=run, last_step=last_step, tries=TRIES, waits=WAITS)
    owe_rows(acme, "piece", kind="test_failing")
    assert waits(clock, "piece") == [timedelta(0), WAITS[0], WAITS[1], WAITS[1]]
    assert tried == [*(("run", number) for number in range(1, TRIES + 1)), ("last step", TRIES + 1)]
    assert caplog.text.count("owed_work_failed") == TRIES
    assert "Anna" not in caplog.text


def test_a_last_step_that_fails_is_tried_until_it_is_done(
    acme: Organization, register: Register, clock: time_machine.Traveller
) -> None:
    tried: list[int] = []

    def last_step(piece: Piece) -> None:
        tried.append(piece.tries)
        if len(tried) < 10:
            fail_unforeseen(piece)

    register("test_failing", run=fail_foreseen, last_step=last_step, tries=2)
    owe_rows(acme, "piece", kind="test_failing")
    waits(clock, "piece")
    assert tried == list(range(3, 13))
    assert row("piece") is None


def test_a_connection_that_breaks_costs_one_lease_and_no_work(
    acme: Organization, register: Register, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    steps = iter([lose_the_connection, nothing])
    register("test_breaking", run=lambda piece: next(steps)(piece))
    owe_rows(acme, "broken", kind="test_breaking")
    work(QUEUE.name)
    assert row("broken")
    clock.shift(OVER)
    work(QUEUE.name)
    assert row("broken") is None


def test_one_that_fails_keeps_no_other_from_being_done(
    acme: Organization, globex: Organization, register: Register
) -> None:
    register("test_failing", run=fail_unforeseen)
    register("test_deed")
    owe_rows(acme, "bad", kind="test_failing")
    owe_rows(acme, "good")
    owe_rows(globex, "good")
    work(QUEUE.name)
    assert [each.row_id for each in OwedWork.objects.filter(queue=QUEUE.name)] == ["bad"]


def test_each_piece_is_done_in_the_schema_of_its_organization(
    acme: Organization, globex: Organization, register: Register
) -> None:
    done: list[tuple[str, str]] = []
    register("test_telling", run=lambda piece: done.append((piece.row_id, current_organization().id)))
    for organization in (acme, globex):
        owe_rows(organization, organization.slug, kind="test_telling")
    work(QUEUE.name)
    assert sorted(done) == sorted((each.slug, each.id) for each in (acme, globex))


def test_work_that_is_put_off_is_not_removed(acme: Organization, register: Register) -> None:
    def put_off(piece: Piece) -> None:
        piece.later(timezone.now() + timedelta(hours=1))

    register("test_waiting", run=put_off)
    owe_rows(acme, "piece", kind="test_waiting")
    work(QUEUE.name)
    waiting = row("piece")
    assert waiting
    assert (waiting.tries, waiting.lease_until) == (0, None)


def test_what_its_own_work_makes_owed_is_done_after_it(acme: Organization, register: Register) -> None:
    done: list[str] = []

    def step(piece: Piece) -> None:
        done.append(piece.row_id)
        if piece.row_id == "first":
            owe("test_chained", "second")

    register("test_chained", run=step)
    owe_rows(acme, "first", kind="test_chained")
    work(QUEUE.name)
    assert done == ["first", "second"]


def test_a_kind_that_only_a_newer_version_knows_is_left_to_it(acme: Organization, register: Register) -> None:
    register("test_of_tomorrow")
    register("test_deed")
    owe_rows(acme, "new", kind="test_of_tomorrow")
    owe_rows(acme, "known")
    newer = KINDS.pop("test_of_tomorrow")
    work(QUEUE.name)
    left = row("new")
    assert left
    assert (left.tries, left.lease_until) == (0, None)
    assert row("known") is None
    KINDS["test_of_tomorrow"] = newer
    work(QUEUE.name)
    assert row("new") is None


@pytest.mark.usefixtures("deed")
def test_work_of_an_organization_that_is_gone_is_forgotten(
    acme: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    owe_rows(acme, "orphan")
    OwedWork.objects.filter(row_id="orphan").update(organization_id="org_00000000000000000000000000")
    work(QUEUE.name)
    assert row("orphan") is None
    assert "owed_work_of_nobody" in caplog.text


PRODUCT_KINDS = [
    "transcribe_segment", "take_turn", "speak_turn", "complete_interview", "prepare_speech", "watch_interview",
    "announce_start", "expire_interview", "resume_waiting_job", "send_invitation_mail", "run_sandbox_candidate",
    "score_answer", "finalize_evaluation", "generate_questions", "alert_owners", "deliver_webhook",
    "forget_api_requests",
]  # fmt: skip


def test_every_kind_of_the_product_is_looked_at_here() -> None:
    assert sorted(KINDS) == sorted(PRODUCT_KINDS)


@pytest.mark.parametrize("step", ["run", "last_step"])
@pytest.mark.parametrize("kind", PRODUCT_KINDS)
def test_work_on_a_row_that_is_gone_is_removed_without_ado(
    acme: Organization, caplog: pytest.LogCaptureFixture, kind: str, step: str
) -> None:
    with organization_schema(acme):
        owe(kind, "erased")
    if step == "last_step":
        OwedWork.objects.filter(row_id="erased").update(tries=KINDS[kind].tries)
    work(KINDS[kind].queue)
    assert "owed_work_failed" not in caplog.text
    with time_machine.travel(timezone.now() + timedelta(days=2)):  # Some are looked at once more.
        work(KINDS[kind].queue)
    assert not OwedWork.objects.filter(row_id="erased").exists()


@pytest.mark.usefixtures("deed")
def test_a_worker_that_died_has_its_work_taken_over(acme: Organization, clock: time_machine.Traveller) -> None:
    owe_rows(acme, "piece")
    in_hand("test_deed")
    work(QUEUE.name)
    assert row("piece")
    clock.shift(OVER)
    work(QUEUE.name)
    assert row("piece") is None
