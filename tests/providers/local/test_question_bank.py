"""The authored questions keep to the rules that make them fit to be spoken and scored, in every file."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from itertools import chain

import numpy as np
import pytest

from interviews.conversation.follow_up_check import unfit_because
from jobs.generated_questions import sameness
from providers.local.embedding import Embedding
from providers.local.question_bank import FOLDER, BankQuestion, bank
from tests.interviews.planned import QUESTION

FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
FIELDS = [field for field, table in FILES.items() if table["about"]]
OF_FIELDS = [question for question in bank() if question.field in FIELDS]
LONG_POINTS = {"backend-queue", "frontend-state"}
# What a model may not ask of its own accord: probes of two sentences, or with a word that stands in a point.
UNFIT_PROBES = {
    "backend-api-design",
    "backend-queue",
    "backend-slow-query",
    "data-experiment",
    "data-insight",
    "data-pipeline",
    "data-quality",
    "devops-containers",
    "devops-deployment",
    "devops-incident",
    "devops-infrastructure",
    "devops-observability",
    "finance-close",
    "finance-controls",
    "finance-forecast",
    "frontend-css",
    "frontend-state",
    "healthcare-deterioration",
    "healthcare-hygiene",
    "healthcare-medication",
    "management-performance",
    "management-process",
    "management-project",
    "marketing-audience",
    "marketing-campaign",
    "marketing-content",
    "product-delivery",
    "product-discovery",
    "product-metrics",
    "sales-account-growth",
    "sales-objection",
    "sales-pipeline",
    "software-design",
    "support-feedback",
    "support-priorities",
}
NEARLY_THE_SAME = 0.72  # Cosine. Five questions in other words measured 0.69 to 0.92, different ones 0.68 at most.
KINDS = {"technical", "behavioral", "communication"}
PRIVATE = ["how old", "your age", "pregnan", "married", "religio", "your family", "your health", "born in"]


def words(text: str) -> int:
    return len(text.split())


def name(question: BankQuestion) -> str:
    return question.id


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, times in Counter(map(sameness, texts)).items() if times > 1]


def test_no_two_questions_are_called_or_worded_alike() -> None:
    assert repeated(question.id for question in bank()) == []
    assert repeated(chain.from_iterable((question.text, question.probe) for question in bank())) == []


def test_no_two_questions_ask_nearly_the_same(embedding: Embedding) -> None:
    vectors = embedding.embed([question.text for question in bank()])
    near = np.argwhere(np.triu(vectors @ vectors.T, 1) > NEARLY_THE_SAME)
    assert [(bank()[one].id, bank()[other].id) for one, other in near] == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_names_its_duties_in_short_phrases(field: str) -> None:
    duties = FILES[field]["duties"]
    assert 8 <= len(duties) <= 10
    assert [duty for duty in duties if not 3 <= words(duty) <= 9 or not duty[0].islower() or duty.endswith(".")] == []


def test_no_duty_is_that_of_two_fields() -> None:
    assert repeated(chain.from_iterable(FILES[field]["duties"] for field in FIELDS)) == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_asks_in_each_way_and_of_each_level(field: str) -> None:
    questions = [question for question in bank() if question.field == field]
    assert {question.type for question in questions} == KINDS
    assert sum("senior" not in question.levels for question in questions) >= 2
    assert sum("junior" not in question.levels for question in questions) >= 2
    assert all(question.id.startswith(f"{field}-") for question in questions)


@pytest.mark.parametrize("question", bank(), ids=name)
def test_a_question_can_be_spoken(question: BankQuestion) -> None:
    assert 1 <= words(question.text) <= 40
    assert 1 <= words(question.probe) <= 30
    assert re.search(r"[*•`|;()\[\]/\n]", question.text + question.probe) is None
    assert [topic for topic in PRIVATE if topic in f"{question.text} {question.probe}".lower()] == []


@pytest.mark.parametrize("question", OF_FIELDS, ids=name)
def test_it_expects_some_points_in_few_words_each(question: BankQuestion) -> None:
    assert 4 <= len(question.points) <= 6
    lengths = [words(point) for point in question.points]
    assert min(lengths) >= 4
    assert (max(lengths) > 14) == (question.id in LONG_POINTS)
    assert repeated(question.points) == []
    anchors = (question.low, question.middle, question.high)
    assert [anchor for anchor in anchors if not re.fullmatch(r"[^.!?]+\.", anchor)] == []
    assert repeated(anchors) == []


@pytest.mark.parametrize("question", OF_FIELDS, ids=name)
def test_its_probe_is_one_question_that_gives_no_point_away(question: BankQuestion) -> None:
    own = {"text": question.text, "probe": "", "expected_points": question.points}
    unfit = unfit_because(question.probe, QUESTION.model_copy(update=own), "")
    assert (unfit is not None) == (question.id in UNFIT_PROBES), unfit
