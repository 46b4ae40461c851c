"""The authored questions in the order in which they fit a job."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from providers.local.embedding import Embedding, Vectors
from providers.local.question_bank import BankQuestion, bank, fields, parts_of
from providers.local.question_writing.fields_of_work import MOST_SENTENCES
from providers.local.question_writing.writing import LEVELS
from providers.words import sentences, stems

WORDS_WEIGHT = 0.5


def ranked(job: dict[str, Any], own: Sequence[str], embedding: Embedding) -> list[BankQuestion]:
    """What may be asked in this job: its `own` fields by turns, the field that they are part of, then what fits any
    job; what is meant for another level comes last.

    Each type takes turns of its own. Within them, the subject that the description speaks of first. Equal inputs give
    equal orders.
    """
    order = (*own, *(part for part in fields() if any(field in parts_of(part) for field in own)))
    by_fit = _by_fit(job, [q for q in bank() if q.field in order or q.field not in fields()], embedding)
    types = dict.fromkeys(question.type for question in by_fit)
    groups = [_of(each, kind, by_fit) for each in order for kind in types]
    turns = {question.id: turn for group in groups for turn, question in enumerate(group)}

    def place(question: BankQuestion) -> tuple[bool, int, int, int]:
        other_level = not fits_level(question, job["difficulty"])
        if question.field not in order:
            return (other_level, 2, 0, 0)
        return (other_level, int(question.field not in own), turns[question.id], order.index(question.field))

    return sorted(by_fit, key=place)


def fits_level(question: BankQuestion, difficulty: str) -> bool:
    return difficulty in question.levels or difficulty not in LEVELS


def _of(field: str, kind: str, questions: Iterable[BankQuestion]) -> list[BankQuestion]:
    return [question for question in questions if (question.field, question.type) == (field, kind)]


def _by_fit(job: dict[str, Any], questions: Sequence[BankQuestion], embedding: Embedding) -> list[BankQuestion]:
    text = f"{job['title']}. {job['industry']}. {job['description']}"
    vectors = embedding.embed([job["title"], *(span.text for span in sentences(text)[:MOST_SENTENCES])])
    mentioned = stems(text)

    fit = {question.id: round(_fit(vectors, question.subject, mentioned, embedding), 6) for question in questions}
    return sorted(questions, key=lambda question: (-fit[question.id], question.id))


def _fit(vectors: Vectors, subject: str, mentioned: set[str], embedding: Embedding) -> float:
    """The nearest two sentences of the description, and the words that both have."""
    nearness = float(np.sort(vectors @ embedding.embed_remembered([subject])[0])[-2:].mean())
    wanted = stems(subject)
    return nearness + WORDS_WEIGHT * len(wanted & mentioned) / len(wanted)
