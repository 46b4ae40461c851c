"""Which questions a job gets: those of its own field, and those that fit any job where the bank knows none."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from jobs.generated_questions import QUESTIONS_MAX
from providers.local.embedding import Embedding
from providers.local.question_bank import BankQuestion, bank, fields, parts_of
from providers.local.question_writing.fields_of_work import NEAR_ENOUGH, fields_of_work, nearness
from providers.local.question_writing.job_titles import ANY, field_of_title, occupations
from providers.registry import Providers
from tests.providers.test_coverage_questions import authored, generate

HERE = Path(__file__).parent
TITLES: list[tuple[str, str, str]] = tomllib.loads((HERE / "job_titles.toml").read_text(encoding="utf-8"))["jobs"]
UNNAMED: dict[str, Any] = tomllib.loads((HERE / "unnamed_work.toml").read_text(encoding="utf-8"))
UNNAMED_JOBS = [(field, title, told) for field, jobs in UNNAMED["jobs"].items() for title, told in jobs]
WRONG_FIELDS_MAX = 5
ROUNDING = 3  # Processors round an int8 model differently.


def asked(local: Providers, title: str, description: str) -> list[BankQuestion]:
    """Of the bank; what is written about a duty is of no field."""
    return authored(generate(local, (title, description, "")))


def related(one: str, other: str) -> bool:
    return one == other or one in parts_of(other) or other in parts_of(one)


@pytest.mark.parametrize(("title", "field", "description"), TITLES, ids=[title for title, *_ in TITLES])
def test_a_job_is_asked_of_its_own_field_and_of_no_other(
    local: Providers, embedding: Embedding, title: str, field: str, description: str
) -> None:
    job = {"title": title, "description": description, "industry": "", "difficulty": "middle"}
    assert (*fields_of_work(job, embedding), ANY)[0] == field
    strange = [question.field for question in asked(local, title, description) if question.field in fields()]
    assert [each for each in strange if not related(each, field)] == []


def test_the_titles_that_check_are_not_those_that_measured() -> None:
    assert len(TITLES) >= 40
    assert {title for title, *_ in TITLES} & {title for _, title, _ in UNNAMED_JOBS} == set()
    assert [title for _, title, _ in UNNAMED_JOBS if field_of_title(title)] == []


def test_every_occupation_has_a_field_of_the_bank_or_any() -> None:
    assert set(occupations().values()) == {*fields(), ANY}
    assert {name: field_of_title(name.title()) for name in occupations()} == occupations()


def test_no_occupation_says_only_what_its_last_words_say_already() -> None:
    shorter = {name: name.split(" ", 1)[1] for name in occupations() if " " in name}
    assert [name for name, rest in shorter.items() if field_of_title(rest) == occupations()[name]] == []


def test_what_fits_any_job_is_enough_for_a_whole_interview() -> None:
    anywhere = [question for question in bank() if question.field not in fields()]
    assert len(anywhere) >= QUESTIONS_MAX + 4
    assert sum(question.type == "technical" for question in anywhere) >= 6


def test_a_developer_is_also_asked_about_the_part_that_the_description_speaks_of(embedding: Embedding) -> None:
    told = "React and CSS: accessible pages that load fast in every browser."
    job = {"title": "Software Developer", "description": told, "industry": "", "difficulty": "middle"}
    assert fields_of_work(job, embedding) == ("software", "frontend")


@pytest.mark.parametrize("title", ["", "   ", "/", "(m/f/d)", "II", "Senior", "Senior - ", "?!", "\n", "工程师"])
def test_a_title_without_a_head_word_fits_any_job(local: Providers, title: str) -> None:
    assert {question.field for question in asked(local, title, "")} <= {"general", "behavioral", "communication"}


@pytest.fixture(scope="module")
def measured(embedding: Embedding) -> list[tuple[str, dict[str, float]]]:
    """The right field of each job and how near it is to the likeliest ones, told alone and among words about employer
    and terms."""
    around = "{} {{}} {}".format(UNNAMED["employer"], UNNAMED["terms"])
    return [
        (field, nearness({"title": title, "description": form.format(told)}, fields(), embedding))
        for form in ("{}", around)
        for field, title, told in UNNAMED_JOBS
    ]


def test_near_enough_is_where_the_measurement_puts_it(measured: list[tuple[str, dict[str, float]]]) -> None:
    allowed = {}
    for percent in range(20, 61):
        chosen = [(field, nearest(near, percent / 100)) for field, near in measured]
        if strange(chosen) <= WRONG_FIELDS_MAX:
            allowed[percent] = sum(related(field, found) for field, found in chosen)
    assert allowed[round(NEAR_ENOUGH * 100)] >= max(allowed.values()) - ROUNDING


def test_hardly_any_job_gets_a_wrong_field(measured: list[tuple[str, dict[str, float]]]) -> None:
    chosen = [(field, nearest(near, NEAR_ENOUGH)) for field, near in measured]
    assert strange(chosen) <= WRONG_FIELDS_MAX


def strange(chosen: list[tuple[str, str]]) -> int:
    return sum(found != ANY and not related(field, found) for field, found in chosen)


def nearest(near: dict[str, float], enough: float) -> str:
    best = max(near, key=near.__getitem__)
    return best if near[best] >= enough else ANY
