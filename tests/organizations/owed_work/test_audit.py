"""What the index has missed is found: by a slow walk through all organizations."""

from random import Random

import pytest
from django.core.cache import cache

from evaluations.models import Evaluation
from jobs import generation
from jobs.models import GenerationMode, JobDescription
from organizations.models import Organization
from organizations.owed_work import audit
from organizations.owed_work.kinds import KINDS
from organizations.owed_work.models import OwedWork
from organizations.tenancy import current_organization, organization_schema
from tests.evaluations.interviews import GOOD, complete_interview, said
from tests.jobs.factories import fresh, make_job
from tests.organizations.owed_work.deeds import Register
from tests.owed_work import work

NAME, MAIL = "Anna Audited", "anna.audited@example.com"


@pytest.fixture
def job(acme: Organization) -> JobDescription:
    """In the middle of things: questions are being written, answers of an interview scored."""
    complete_interview(acme, {"q1": [said(GOOD)], "q2": [said(GOOD)]}, name=NAME, email=MAIL)
    job = make_job(acme)
    with organization_schema(acme):
        generation.request(job, GenerationMode.KEEP)
    return job


def lose(organization: Organization, seed: int) -> int:
    """Some rows of the index, as a part of a backup that somebody restored has them not. How many."""
    rows = OwedWork.objects.filter(organization_id=organization.id, kind__in=["score_answer", "generate_questions"])
    ids = list(rows.order_by("id").values_list("id", flat=True))
    random = Random(seed)  # noqa: S311
    lost = random.sample(ids, random.randint(1, len(ids)))
    return OwedWork.objects.filter(id__in=lost).delete()[0]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_missing_is_found_counted_told_without_personal_data_and_done(
    acme: Organization, job: JobDescription, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    lost = lose(acme, seed)
    assert audit.audit(acme) == lost
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert errors
    assert all("owed_work_missed" in str(record.msg) and acme.id in str(record.msg) for record in errors)
    assert not any(personal in caplog.text for personal in (NAME, MAIL, GOOD, job.description))
    work()
    with organization_schema(acme):
        assert Evaluation.objects.get().status == "ready"
    assert fresh(acme, job).generation_status == "ready"
    assert audit.audit(acme) == 0


def test_where_nothing_is_missing_nothing_is_counted_or_told(
    acme: Organization, job: JobDescription, caplog: pytest.LogCaptureFixture
) -> None:
    before = list(OwedWork.objects.order_by("id").values())
    assert audit.audit(acme) == 0
    assert list(OwedWork.objects.order_by("id").values()) == before
    work()
    assert audit.audit(acme) == 0
    assert "owed_work_missed" not in caplog.text


def test_an_organization_without_anything_owes_nothing(acme: Organization) -> None:
    assert audit.audit(acme) == 0


def test_of_very_many_that_are_missing_some_are_found_each_time_and_all_in_the_end(
    acme: Organization, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "ROWS_AT_ONCE", 10)
    undone = {f"piece {number}" for number in range(25)}
    register("test_deed", run=lambda piece: undone.discard(piece.row_id), outstanding=lambda: [(u, "") for u in undone])
    found = []
    while undone:
        found.append(audit.audit(acme))
        work("tests")
    assert found == [10, 10, 5]


def test_the_walk_goes_through_all_organizations_in_turns_and_past_one_that_fails(
    acme: Organization,
    globex: Organization,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    walked: dict[str, None] = {}  # In this order.

    def outstanding() -> list[tuple[str, str]]:
        walked[current_organization().id] = None
        if current_organization() == acme:
            raise ZeroDivisionError("of Anna")
        return [("missing", "")]

    for name in list(KINDS):
        monkeypatch.delitem(KINDS, name)
    register("test_deed", outstanding=outstanding)
    turns = turns_of_a_round(monkeypatch)
    missed = sum(audit.walk() for _ in range(turns))
    assert {acme.id, globex.id} <= walked.keys()
    assert list(walked) == sorted(walked)
    assert missed == OwedWork.objects.filter(kind="test_deed").count() == len(walked) - 1
    assert "owed_work_not_audited" in caplog.text
    assert "Anna" not in caplog.text
    first = next(iter(walked))
    walked.clear()
    audit.walk()
    assert next(iter(walked)) == first, "and then anew"
    OwedWork.objects.all().delete()


def turns_of_a_round(monkeypatch: pytest.MonkeyPatch) -> int:
    """From the first organization on, a few at once."""
    count = Organization.objects.count()
    monkeypatch.setattr(audit, "ORGANIZATIONS_AT_ONCE", at_once := max(1, count // 5))
    cache.delete(audit.CURSOR)
    return count // at_once + 1


@pytest.mark.usefixtures("acme", "no_redis")
def test_the_walk_goes_on_when_it_cannot_remember_its_place(caplog: pytest.LogCaptureFixture) -> None:
    audit.walk()
    assert "owed_work_audit_forgot_its_place" in caplog.text
