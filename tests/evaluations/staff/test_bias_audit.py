"""Bias audits as a page and as files: for owners, of live interviews of their own organization, and of nobody alone."""

import csv
import html
import io
import re
import zipfile
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from structlog.testing import capture_logs

from evaluations.bias_audit.audit import Choice, audit
from evaluations.bias_audit.tables import Applicant
from interviews.models import Interview, SelfIdentification
from jobs.models import JobDescription
from organizations.models import Organization, Role
from organizations.tenancy import organization_schema
from tests.evaluations.bias_audit.people import sixty_six
from tests.evaluations.bias_audit.rows import NOBODY_IS_NAMED_SO, judged
from tests.evaluations.interviews import make_job
from tests.fixtures import Login

NAMESPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULA = "=HYPERLINK(1)"
ONE = Applicant("female", "asian", 80, True)
FILES = ["", ".csv", ".xlsx"]
Table = dict[str, list[str]]


def today() -> dict[str, str]:
    day = timezone.now().date()
    return {"first_day": str(day - timedelta(days=1)), "last_day": str(day)}


def address(organization: Organization, ending: str = "", **chosen: str) -> str:
    path = f"/o/{organization.slug}/evaluations/bias-audit{ending or '/'}"
    return f"{path}?{urlencode(today() | chosen)}"


def text(answer: Any) -> str:
    return html.unescape(str(answer.content, "utf-8-sig"))


def as_csv(client: Client, organization: Organization, **chosen: str) -> list[list[str]]:
    answer = client.get(address(organization, ".csv", **chosen))
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(text(answer), newline="")))


def as_xlsx(client: Client, organization: Organization) -> list[list[list[str]]]:
    """The rows of each sheet; a cell is never a formula."""
    answer = client.get(address(organization, ".xlsx"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
        words = ["".join(each.itertext()) for each in texts.findall("x:si", NAMESPACE)]
        names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, 8)]
        sheets = [ElementTree.fromstring(book.read(name)) for name in names]  # noqa: S314
    assert not [sheet for sheet in sheets if sheet.findall(".//x:f", NAMESPACE)]
    return [[cells(row, words) for row in sheet.findall(".//x:row", NAMESPACE)] for sheet in sheets]


def cells(row: ElementTree.Element, words: list[str]) -> list[str]:
    values = [(cell.get("t"), cell.findtext("x:v", "", NAMESPACE)) for cell in row.findall("x:c", NAMESPACE)]
    return [words[int(value)] if kind == "s" else value for kind, value in values]


def facts(rows: list[list[str]]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows if len(row) == 2}


def table(rows: list[list[str]], title: str) -> Table:
    start = rows.index([title]) + 1
    found = {}
    for row in rows[start:]:
        if not row:
            break
        found[row[0]] = row[1:]
    return found


def test_the_figures_are_those_that_were_computed_by_hand(acme: Organization, login: Login) -> None:
    judged(acme, sixty_six())
    owner = login(acme, Role.OWNER)
    rows = as_csv(owner, acme)
    by_sex, both = table(rows, "Scoring rate by sex"), table(rows, "Selection rate by sex and race or ethnicity")
    assert by_sex["Female"] == ["30", "29", "14", "0.4828", "0.9655", "0.7463", "1.0000", ""]
    assert by_sex["Male"][:5] == ["27", "26", "13", "0.5000", "1.0000"]
    assert by_sex["Unknown"][:2] == ["9", "–"]
    assert both["Female, White"][3:5] == ["0.8000", "not below"]
    assert both["Female, Asian"][3:5] == ["0.7500", "below"]
    assert both["Male, Hispanic or Latino"][:4] == ["fewer than 5", "–", "–", "–"]
    told = facts(rows)
    assert (told["Applicants"], told["Of these scored"], told["Median of the overall results"]) == ("66", "63", "60")
    assert told["Applicants who said nothing of themselves"] == "6"
    assert told["Scored by"] == "local/coverage: 66 evaluations"


def test_page_csv_and_workbook_have_the_same_tables(acme: Organization, login: Login) -> None:
    judged(acme, sixty_six())
    owner = login(acme, Role.OWNER)
    rows, [about, *sheets], page = as_csv(owner, acme), as_xlsx(owner, acme), text(owner.get(address(acme)))
    assert facts(about) | {"Made on": ""} == facts(rows) | {"Made on": ""}
    assert len(sheets) == 6
    for [title], *lines in sheets:
        written = [[name, *cells] for name, cells in table(rows, title).items()]
        assert [list(map(rounded, line)) for line in lines] == [list(map(rounded, line)) for line in written]
        assert f"<caption>{title}</caption>" in page
    assert "48.3%" in page
    assert "0.966" in page
    assert '<span class="badge badge--warning">below</span>' in page


def rounded(cell: str) -> str:
    return f"{float(cell):.4f}" if re.fullmatch(r"[\d.]+", cell) else cell


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.RECRUITER])
def test_who_is_no_owner_is_refused(acme: Organization, login: Login, role: Role, ending: str) -> None:
    assert login(acme, role).get(address(acme, ending)).status_code == 403


@pytest.mark.parametrize("ending", FILES)
def test_a_stranger_s_organization_is_not_found(
    acme: Organization, globex: Organization, login: Login, ending: str
) -> None:
    assert login(globex, Role.OWNER).get(address(acme, ending)).status_code == 404


def test_only_owners_see_the_way_there(acme: Organization, login: Login) -> None:
    link = f'href="/o/{acme.slug}/evaluations/bias-audit/"'
    results = f"/o/{acme.slug}/evaluations/"
    assert link in text(login(acme, Role.OWNER).get(results))
    assert link not in text(login(acme, Role.RECRUITER).get(results))


def test_an_organization_s_audit_counts_nobody_of_another(
    acme: Organization, globex: Organization, login: Login
) -> None:
    judged(acme, [ONE] * 7)
    judged(globex, [ONE] * 11)
    for organization, number in ((acme, "7"), (globex, "11")):
        rows = as_csv(login(organization, Role.OWNER), organization)
        assert facts(rows)["Applicants"] == number
        assert table(rows, "Selection rate by sex")["Female"][0] == number


def test_test_data_never_counts(acme: Organization, login: Login) -> None:
    job = judged(acme, [ONE] * 6)
    with organization_schema(acme):
        test_job = make_job()
        JobDescription.objects.filter(id=test_job.id).update(livemode=False)
        test_job.refresh_from_db()
    judged(acme, [Applicant("male", "white", 10, False)] * 9, job=test_job)
    owner = login(acme, Role.OWNER)
    assert facts(as_csv(owner, acme))["Applicants"] == "6"
    assert facts(as_csv(owner, acme, job=job.id))["Applicants"] == "6"
    assert owner.get(address(acme, ".csv", job=test_job.id)).status_code == 422


def test_what_is_not_evaluated_is_left_out_and_told(acme: Organization, login: Login) -> None:
    job = judged(acme, [ONE] * 5)
    for status, number in (("pending", 2), ("failed", 3)):
        judged(acme, [ONE] * number, job=job, status=status, overall=None, recommendation="")
    told = facts(as_csv(login(acme, Role.OWNER), acme))
    assert (told["Applicants"], told["Left out: completed, without an evaluation"]) == ("5", "5")


def test_range_job_and_engine_choose_who_is_counted(acme: Organization, login: Login) -> None:
    job = judged(acme, [ONE] * 5)
    judged(acme, [ONE] * 6, engine="openai/judge-2", rubric_version="2027-01")
    judged(acme, [ONE] * 8, job=job, completed_at=timezone.now() - timedelta(days=40))
    owner = login(acme, Role.OWNER)
    long_ago = str(timezone.now().date() - timedelta(days=90))
    counted = {
        (): "11",
        (("job", job.id),): "5",
        (("engine", "openai/judge-2"),): "6",
        (("first_day", long_ago),): "19",
        (("first_day", long_ago), ("job", job.id)): "13",
        (("engine", "openai/judge-2"), ("job", job.id)): "0",
    }
    assert {chosen: facts(as_csv(owner, acme, **dict(chosen)))["Applicants"] for chosen in counted} == counted
    engines = [row[1] for row in as_csv(owner, acme) if row[:1] == ["Scored by"]]
    assert engines == ["openai/judge-2: 6 evaluations", "local/coverage: 5 evaluations"]
    assert "2027-01: 6 evaluations" in text(owner.get(address(acme)))


def test_both_days_of_the_range_are_part_of_it(acme: Organization) -> None:
    noon = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = noon - timedelta(days=3), noon - timedelta(days=1)
    end = last + timedelta(days=1) - timedelta(microseconds=1)
    for at in (first, end, first - timedelta(microseconds=1), end + timedelta(microseconds=1)):
        judged(acme, [ONE], completed_at=at)
    with organization_schema(acme):
        assert audit(Choice(first.date(), last.date())).applicants == 2


@pytest.mark.parametrize(
    "chosen",
    [
        {"first_day": ""},
        {"first_day": "yesterday"},
        {"first_day": "9999-12-31", "last_day": "0001-01-01"},
        {"last_day": "2026-13-40"},
        {"last_day": "2026-01-01\0"},
        {"job": "job_unknown"},
        {"job": "job\0"},
        {"engine": "unknown/engine"},
        {"engine": "x" * 5000},
    ],
    ids=str,
)
@pytest.mark.parametrize("ending", FILES)
def test_a_choice_that_is_none_gives_no_tables_and_says_so(
    acme: Organization, login: Login, chosen: dict[str, str], ending: str
) -> None:
    answer = login(acme, Role.OWNER).get(address(acme, ending, **chosen))
    assert answer.status_code == 422
    assert "field__error" in text(answer)
    assert "<caption>" not in text(answer)


def test_the_widest_range_is_answered(acme: Organization, login: Login) -> None:
    owner = login(acme, Role.OWNER)
    assert owner.get(address(acme, first_day="0001-01-01", last_day="9999-12-31")).status_code == 200


def test_nobody_at_all_gives_empty_tables(acme: Organization, login: Login) -> None:
    rows = as_csv(login(acme, Role.OWNER), acme)
    assert facts(rows)["Median of the overall results"] == "–"
    assert table(rows, "Scoring rate by sex")["Female"][:3] == ["fewer than 5", "–", "–"]


def test_the_page_computes_nothing_before_it_is_asked(acme: Organization, login: Login) -> None:
    judged(acme, [ONE] * 5)
    page = text(login(acme, Role.OWNER).get(f"/o/{acme.slug}/evaluations/bias-audit/"))
    assert "<caption>" not in page
    assert f'value="{timezone.now().date()}"' in page


def test_no_cell_is_a_formula(acme: Organization, login: Login) -> None:
    with organization_schema(acme):
        job = make_job(title=FORMULA)
    judged(acme, [ONE] * 5, job=job, engine=FORMULA, rubric_version=FORMULA)
    owner = login(acme, Role.OWNER)
    rows = as_csv(owner, acme, job=job.id)
    assert facts(rows)["Job"] == f"'{FORMULA}"
    assert facts(rows)["Scored by"] == f"'{FORMULA}: 5 evaluations"
    [about, *_] = as_xlsx(owner, acme)
    assert facts(about)["Scored by"] == f"'{FORMULA}: 5 evaluations"


def test_files_name_nobody(acme: Organization, login: Login) -> None:
    judged(acme, [ONE] * 6)
    owner = login(acme, Role.OWNER)
    with organization_schema(acme):
        ids = list(Interview.objects.values_list("id", flat=True))
    for ending in FILES:
        answer = owner.get(address(acme, ending)).content
        assert not [each for each in (NOBODY_IS_NAMED_SO, *ids) if each.encode() in answer]


def test_what_can_no_longer_be_opened_is_unknown_and_told(acme: Organization, login: Login) -> None:
    judged(acme, [ONE] * 6)
    with organization_schema(acme):
        first = SelfIdentification.objects.first()
        SelfIdentification.objects.filter(pk=first.pk).update(sealed="not sealed by us")  # type: ignore[union-attr]
    owner = login(acme, Role.OWNER)
    told = facts(as_csv(owner, acme))
    assert told["Of these with an answer that cannot be opened any more"] == "1"
    assert table(as_csv(owner, acme), "Selection rate by sex")["Unknown"][0] == "1"
    with override_settings(ENCRYPTION_KEYS=["another key altogether"]):
        assert facts(as_csv(owner, acme))["Of these with an answer that cannot be opened any more"] == "6"


def test_it_is_written_down_who_made_which_audit_and_nothing_of_whom(acme: Organization, login: Login) -> None:
    judged(acme, sixty_six())
    owner = login(acme, Role.OWNER)
    with capture_logs() as logs:
        owner.get(address(acme, ".csv"))
    [line] = [each for each in logs if each["event"] == "bias_audit_made"]
    assert line["user_id"] == acme.memberships.get(role=Role.OWNER).user_id
    assert line["first_day"] == today()["first_day"]
    assert not re.search("asian|female|Unmistakable", str(logs))


def test_more_people_take_no_more_queries(
    acme: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.now().date()
    for _ in range(2):
        judged(acme, sixty_six())
        with organization_schema(acme), django_assert_num_queries(5):
            audit(Choice(today, today))
