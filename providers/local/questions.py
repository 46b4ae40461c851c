"""`generate_questions` by coverage: the organization's own questions word for word, then the nearest of the bank."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from providers.local.embedding import Embedding, Vectors
from providers.local.fields_of_work import MOST_SENTENCES, fields_of_work
from providers.local.question_bank import BankQuestion, bank, fields, parts_of
from providers.words import sentences, stems

AIM = 10
SHARES = {"technical": 6, "behavioral": 3, "communication": 1}
SAME_SUBJECT = 0.5  # An own question this near to one of the bank borrows its points.
WORDS_WEIGHT = 0.5
LEVEL_WEIGHT = 0.1

# What an own question expects, when the bank knows nothing like it: how a good answer is made, whatever its subject.
GENERAL = BankQuestion(
    id="general",
    field="",
    subject="",
    type="technical",
    competency="Role knowledge",
    levels=(),
    text="",
    points=(
        "a concrete example from my own work",
        "what I did myself, step by step",
        "the reasons why I decided that way, and what else I considered",
        "the result and how I know that it was good",
    ),
    low="Stays general; no example and no own part.",
    middle="One example with the candidate's own part in it.",
    high="A concrete example with own decisions, their reasons and a result that can be checked.",
    probe="Could you give me a concrete example, with your own part in it?",
)


def generate_questions(context: dict[str, Any], embedding: Embedding) -> dict[str, Any]:
    own = _different(context["own_questions"])[: context["count_max"]]
    count = max(context["count_min"], min(AIM, context["count_max"]), len(own))
    borrowed = [_nearest(text, embedding) for text in own]
    keys = set(map(_key, own))
    taken = {question.id for question in borrowed} | {q.id for q in bank() if _key(q.text) in keys}
    chosen = _choose(context["job"], count - len(own), [question.type for question in borrowed], taken, embedding)
    questions = [question.as_output(text) for question, text in zip(borrowed, own, strict=True)]
    return {"questions": questions + [question.as_output() for question in chosen]}


def _nearest(text: str, embedding: Embedding) -> BankQuestion:
    asked = embedding.embed([text])[0]
    by_text = embedding.embed_remembered([question.text for question in bank()]) @ asked
    by_subject = embedding.embed_remembered([question.subject for question in bank()]) @ asked
    similarities = np.maximum(by_text, by_subject)
    best = int(np.argmax(similarities))
    return bank()[best] if similarities[best] >= SAME_SUBJECT else GENERAL


def _choose(
    job: dict[str, Any], count: int, own_types: Sequence[str], taken: set[str], embedding: Embedding
) -> list[BankQuestion]:
    """By type in the order of SHARES, less what the own questions bring; the rest is filled up by fit."""
    ranked = [question for question in rank(job, embedding) if question.id not in taken]
    wanted = {kind: max(0, share - own_types.count(kind)) for kind, share in SHARES.items()}
    chosen: list[BankQuestion] = []
    for kind, share in wanted.items():
        chosen.extend([question for question in ranked if question.type == kind][:share])
    fit = {question.id: place for place, question in enumerate(ranked)}
    chosen.extend(question for question in ranked if question not in chosen)
    chosen = chosen[:count] if count >= sum(wanted.values()) else _thinned(chosen, wanted, count)
    return sorted(chosen, key=lambda question: (list(SHARES).index(question.type), fit[question.id]))


def _thinned(chosen: list[BankQuestion], wanted: dict[str, int], count: int) -> list[BankQuestion]:
    """Fewer than the shares ask for: one of each type first, then as they come."""
    first = [next(q for q in chosen if q.type == kind) for kind, share in wanted.items() if share]
    return (first + [question for question in chosen if question not in first])[:count]


def rank(job: dict[str, Any], embedding: Embedding) -> list[BankQuestion]:
    """What may be asked in this job: its own fields by turns, the field that they are part of, then what fits any job.

    Each type takes turns of its own. Within them, the subject that the description speaks of first. Equal inputs give
    equal orders.
    """
    own = fields_of_work(job, embedding)
    order = (*own, *(part for part in fields() if any(field in parts_of(part) for field in own)))
    by_fit = _by_fit(job, [q for q in bank() if q.field in order or q.field not in fields()], embedding)
    groups = [_of(each, kind, by_fit) for each in order for kind in SHARES]
    turns = {question.id: turn for group in groups for turn, question in enumerate(group)}

    def place(question: BankQuestion) -> tuple[int, int, int]:
        if question.field not in order:
            return (2, 0, 0)
        return (int(question.field not in own), turns[question.id], order.index(question.field))

    return sorted(by_fit, key=place)


def _of(field: str, kind: str, questions: Iterable[BankQuestion]) -> list[BankQuestion]:
    return [question for question in questions if (question.field, question.type) == (field, kind)]


def _by_fit(job: dict[str, Any], questions: Iterable[BankQuestion], embedding: Embedding) -> list[BankQuestion]:
    text = f"{job['title']}. {job['industry']}. {job['description']}"
    vectors = embedding.embed([job["title"], *(span.text for span in sentences(text)[:MOST_SENTENCES])])
    mentioned = stems(text)

    def fit(question: BankQuestion) -> float:
        level = LEVEL_WEIGHT if job["difficulty"] in question.levels else -LEVEL_WEIGHT
        return _fit(vectors, question.subject, mentioned, embedding) + level

    return sorted(questions, key=lambda question: (-round(fit(question), 6), question.id))


def _fit(vectors: Vectors, subject: str, mentioned: set[str], embedding: Embedding) -> float:
    """The nearest two sentences of the description, and the words that both have."""
    nearness = float(np.sort(vectors @ embedding.embed_remembered([subject])[0])[-2:].mean())
    wanted = stems(subject)
    return nearness + WORDS_WEIGHT * len(wanted & mentioned) / len(wanted)


def _different(texts: Iterable[str]) -> list[str]:
    return list({_key(text): text for text in reversed(list(texts)) if text.strip()}.values())[::-1]


def _key(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split()) or text
