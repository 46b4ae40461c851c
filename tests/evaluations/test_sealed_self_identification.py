"""What a candidate says of themselves for audits reaches neither a person nor the judge, by whatever way."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import Settings
from structlog.testing import capture_logs

from evaluations.models import Evaluation
from interviews.models import SelfIdentification
from organizations.models import Organization, Role
from organizations.tenancy import organization_schema
from tests.architecture.patterns import ROOT, sources
from tests.evaluations.interviews import GOOD
from tests.evaluations.judging.test_blindness import seen_by_the_engine
from tests.fixtures import Login
from tests.interviews.candidates import Invite, ask_self_identification
from tests.interviews.page import Page
from tests.parent_platform import Platform

SAID = {"sex": "female", "race_ethnicity": "native_hawaiian_or_pacific_islander"}
WORDS = ("female", "hawaiian", "islander")


@pytest.fixture(autouse=True)
def scripted(settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")


def interviewed(page: Page, **said: str) -> Page:
    """The candidate says it before anything is scored."""
    page.practise()
    page.send("answer.type", turn_id=page.turn["id"], text=GOOD)
    page.send("interview.end")
    assert page.identify(**said).status_code == 302
    page.send("review.done")
    return page


def told(text: str) -> list[str]:
    return [word for word in WORDS if word in text.lower()]


def every_row(organization: Organization) -> Iterator[str]:
    with organization_schema(organization), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" AS t')  # noqa: S608
            yield from (row for (row,) in cursor.fetchall())


def test_it_stands_in_no_row_page_export_answer_or_log(acme: Organization, invite: Invite, login: Login) -> None:
    ask_self_identification(acme)
    platform, owner = Platform.of(acme), login(acme, Role.OWNER)
    with capture_logs() as logs:
        page = interviewed(invite(acme, questions=1), **SAID)
        with organization_schema(acme):
            assert Evaluation.objects.get(interview=page.interview_id).status == Evaluation.Status.READY
        interview, results = f"/o/{acme.slug}/interviews/{page.interview_id}/", f"/o/{acme.slug}/evaluations"
        pages = ("", "report/", "report.json", "report.csv")
        seen = [owner.get(where) for where in (*(interview + each for each in pages), f"{results}/", f"{results}.csv")]
        seen += [platform.get(f"interviews/{page.interview_id}{rest}") for rest in ("", "/results")]
    assert {answer.status_code for answer in seen} == {200}
    assert [told(answer.content.decode()) for answer in seen] == [[]] * len(seen)
    assert told(str(logs)) == []
    rows = list(every_row(acme))
    assert any(page.interview_id in row and "sealed" in row for row in rows)
    assert [row for row in rows if told(row)] == []


def test_the_judge_reads_the_same_bytes_whatever_was_said(acme: Organization, invite: Invite) -> None:
    ask_self_identification(acme)
    pages = [interviewed(invite(acme, questions=1), **said) for said in (SAID, {"sex": "male"}, {})]
    assert len({seen_by_the_engine(acme, page.interview_id) for page in pages}) == 1
    with organization_schema(acme):
        assert Evaluation.objects.values("overall", "recommendation").distinct().count() == 1


def test_only_the_last_page_and_the_audit_know_where_it_is_kept() -> None:
    known = {str(path.relative_to(ROOT)) for path in sources() if "SelfIdentification" in path.read_text("utf-8")}
    assert known == {
        "interviews/attached.py",
        "interviews/models.py",
        "interviews/candidate/self_identification.py",
        "evaluations/bias_audit/audit.py",
    }


def test_no_relation_leads_to_it() -> None:
    leading = [relation for model in apps.get_models() for relation in model._meta.related_objects]
    assert SelfIdentification not in [relation.related_model for relation in leading if relation.get_accessor_name()]
