"""Whatever a person said or typed, no spreadsheet runs it, and no word of it is lost."""

import csv
import io
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from evaluations.staff.cells import cell
from evaluations.staff.exports import as_csv
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import AGREED, EXPLAINED, GOOD, complete_interview, make_job, said, score_all
from tests.fixtures import Login

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "−")
LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
SEPARATORS = ",;\t|"
# Unicode's Default_Ignorable_Code_Point beyond the formats, and a braille pattern without a dot.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
BOUNDARY = re.compile(f"[{SEPARATORS}{LINE_BREAKS}]")
PIECES = [
    *SIGNS,
    *SEPARATORS,
    "\n",
    "\r\n",
    "\u2028",
    " ",
    "\xa0",
    "\u200b",
    "\ufeff",
    "\0",
    '"',
    "'",
    "a",
    "cmd|x",
    "5",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"])), max_size=12).map("".join)
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.decimals(-9, 9, places=2))


def exported(columns: list[str], rows: list[list[Any]]) -> str:
    return as_csv(columns, rows, "table.csv").content.decode("utf-8-sig")


def read(text: str, separator: str = ",", **dialect: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, **dialect))


def blank(character: str) -> bool:
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Zs") or UNSEEN.match(character) is not None
    return unseen or character.isspace() or character == '"'


def begins_a_formula(seen: str) -> bool:
    """Also where a program strips blanks, what cannot be seen, and quotes before it looks.

    A quote that ends a text may draw the end of the file's own line into the next cell: that is blank too.
    """
    bare = seen
    while bare and blank(bare[0]) and (bare.startswith("\r\n") or not bare.startswith(("\t", "\r"))):
        bare = bare[1:]
    return bare.startswith(SIGNS)


def original(seen: str) -> str:
    """The documented rule, read backwards and written another way: an apostrophe at a boundary before a formula."""
    kept = []
    for place, character in enumerate(seen):
        at_boundary = place == 0 or BOUNDARY.match(seen[place - 1])
        if not (character == "'" and at_boundary and begins_a_formula_behind_apostrophes(seen[place:])):
            kept.append(character)
    return "".join(kept)


def begins_a_formula_behind_apostrophes(rest: str) -> bool:
    for character in rest:
        if character.startswith(SIGNS):
            return True
        if BOUNDARY.match(character) or not (blank(character) or character == "'"):
            return False
    return False


@pytest.mark.parametrize("separator", SEPARATORS)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_separator_brings_a_formula_to_the_beginning_of_a_cell(separator: str, rows: list[list[str]]) -> None:
    text = exported(["id", "answer", "=feedback"], [["int_1", *row] for row in rows])
    for dialect in ({}, {"quoting": csv.QUOTE_NONE}, {"skipinitialspace": True}):
        seen = [cell for row in read(text, separator, **dialect) for cell in row]
        assert not [cell for cell in seen if begins_a_formula(cell)]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_not_even_all_separators_at_once_do(values: list[str]) -> None:
    """As if every separator and line break counted, and no quote."""
    text = exported(["id"], [["int_1", *values]])
    pieces = re.split(f"[;|{LINE_BREAKS},]|(?<=[^\t])\t", text)
    assert not [piece for piece in pieces if begins_a_formula(piece) and not piece.startswith(("\t", "\r"))]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_a_csv_parser_reads_the_very_words_by_the_rule(rows: list[list[str]]) -> None:
    cells = read(exported(["id"], rows))[1:]
    assert [[original(cell) for cell in row] for row in cells] == rows


@given(TEXTS.filter(lambda text: not any(sign in text for sign in SIGNS)))
def test_a_text_without_a_formula_sign_is_itself(text: str) -> None:
    assert read(exported(["id"], [["int_1", text]]))[1] == ["int_1", text]


@pytest.mark.parametrize(
    "text", ["a, b; c", "well-known", "I said = and meant it", "me@example.com", "it's; 'quoted'", '"so"', "a\n\nb"]
)
def test_ordinary_words_are_themselves(text: str) -> None:
    assert read(exported(["id"], [["int_1", text]]))[1] == ["int_1", text]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("  =1+1", "'  =1+1"),
        ("-5", "'-5"),
        ("＝1＋1", "'＝1＋1"),
        ("well;=cmd|'/C calc'!A0", "well;'=cmd|'/C calc'!A0"),
        ('well; "=1+1"', 'well;\' "=1+1"'),
        ("well\n@SUM(1)", "well\n'@SUM(1)"),
        ("\0=1", "'\0=1"),
        ("\u200b+1", "'\u200b+1"),
    ],
)
def test_an_apostrophe_stands_where_a_formula_would_begin(text: str, seen: str) -> None:
    assert read(exported(["id"], [["int_1", text]]))[1] == ["int_1", seen]


@given(NUMBERS)
def test_numbers_stay_numbers(number: float | Decimal) -> None:
    (seen,) = read(exported(["id"], [[number]]))[1]
    assert type(number)(seen) == number


def test_every_character_that_is_a_sign_in_disguise_is_known() -> None:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    disguised = [c for c in every if unicodedata.normalize("NFKC", c).startswith(("=", "+", "-", "@", "\u2212"))]
    assert len(disguised) > 10
    for sign in disguised:
        assert read(exported(["id"], [["int_1", f"{sign}1"]]))[1][1] == f"'{sign}1"


def test_every_character_that_is_passed_over_is_known() -> None:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    passed_over = [c for c in every if blank(c) and not BOUNDARY.match(c)]
    assert len(passed_over) > 300
    assert [c for c in passed_over if cell(f"{c}=1") != f"'{c}=1"] == []


HOSTILE = "well;=1+1\t@x"
KEPT = "well;'=1+1\t'@x"


def test_every_export_of_evaluations_is_safe(acme: Organization, login: Login, settings: Settings) -> None:
    settings.AI = replace(settings.AI, env="scripted")
    answers = {"q1": [said(f"{HOSTILE} {GOOD}"), said(f"－1 {GOOD}")], "q2": [said(AGREED)], "q3": [said(EXPLAINED)]}
    job = make_job_titled(acme, "Clerk;+1")
    interview = complete_interview(acme, answers, name="Ann;=2+2", job=job)
    score_all(acme, interview)
    client = login(acme, "reviewer")
    listed = client.get(f"/o/{acme.slug}/evaluations.csv")
    report = client.get(f"/o/{acme.slug}/interviews/{interview.id}/report.csv")
    (row,) = csv.DictReader(io.StringIO(listed.content.decode("utf-8-sig"), newline=""))
    assert (row["candidate"], row["job"], row["email"]) == ("Ann;'=2+2", "Clerk;'+1", "candidate@example.com")
    first, *_ = csv.DictReader(io.StringIO(report.content.decode("utf-8-sig"), newline=""))
    assert first["answer"] == f"{KEPT} {GOOD}\n'－1 {GOOD}"
    for response in (listed, report):
        text = response.content.decode("utf-8-sig")
        for separator in SEPARATORS:
            assert not [cell for row in read(text, separator) for cell in row if begins_a_formula(cell)]


def make_job_titled(organization: Organization, title: str) -> Any:
    with organization_schema(organization):
        return make_job(title=title)


@pytest.mark.parametrize("name", ['a"b.csv', "a\r\nSet-Cookie: x.csv", "Zürich;x.csv", "a\\b.csv"])
def test_a_file_name_never_leaves_its_header(name: str) -> None:
    try:
        header = as_csv(["id"], [], name)["Content-Disposition"]
    except ValueError:
        header = "attachment"
    assert header.startswith("attachment")
    assert not re.search(r"[\r\n]", header)
