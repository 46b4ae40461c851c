"""The questions about a job's duties: an authored one of its field where one is near enough, else one that is
written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from providers.local.embedding import Embedding
from providers.local.question_bank import BankQuestion, bank
from providers.local.question_writing.choosing import chosen_duties
from providers.local.question_writing.duties import Duty
from providers.local.question_writing.ranking import fits_level
from providers.local.question_writing.writing import Form, written

FORMS: tuple[Form, ...] = (
    "situation",
    "knowledge",
    "situation",
    "behavioral",
    "knowledge",
    "communication",
    "situation",
    "knowledge",
)
"""The form of each duty's question, those that fit the job best first."""

NEAR_ENOUGH = 0.5
MOST_AUTHORED = 3  # Most authored questions fit several levels, and at least four questions change with the level.


@dataclass(frozen=True)
class AboutDuties:
    """`spare` is asked when the bank has nothing left of the job's own field."""

    asked: list[BankQuestion]
    spare: list[BankQuestion]


def about_duties(
    job: dict[str, Any], fields: Sequence[str], own: Sequence[str], taken: Iterable[str], embedding: Embedding
) -> AboutDuties:
    """`fields` are the job's, `own` the organization's questions, `taken` the ids of the bank's that they stand for."""
    offered = [
        question
        for question in bank()
        if question.field in fields and question.type == "technical" and fits_level(question, job["difficulty"])
    ]
    chosen = chosen_duties(job, fields, own, len(FORMS), embedding)
    used_ids, wordings = set(taken), set[str]()
    questions: list[BankQuestion] = []
    for duty, form in zip([*chosen.asked, *chosen.spare], FORMS, strict=False):
        left = [question for question in offered if question.id not in used_ids]
        authored = _authored(duty, left, embedding) if _may_be_authored(form, questions) else None
        questions.append(authored or written(duty, form, job["difficulty"], wordings))
        used_ids.add(questions[-1].id)
    return AboutDuties(questions[: len(chosen.asked)], questions[len(chosen.asked) :])


def _may_be_authored(form: Form, questions: Sequence[BankQuestion]) -> bool:
    return form in ("knowledge", "situation") and sum(bool(question.field) for question in questions) < MOST_AUTHORED


def _authored(duty: Duty, offered: Sequence[BankQuestion], embedding: Embedding) -> BankQuestion | None:
    if not offered:
        return None
    (vector,) = embedding.embed([duty.do])
    by_text = embedding.embed_remembered([question.text for question in offered]) @ vector
    by_subject = embedding.embed_remembered([question.subject for question in offered]) @ vector
    near = np.maximum(by_text, by_subject)
    best = int(np.argmax(near))
    return offered[best] if near[best] >= NEAR_ENOUGH else None
