"""`generate_questions` by coverage: the organization's own questions word for word, then what the job's duties ask for,
then the nearest of the bank."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from providers.local.embedding import Embedding
from providers.local.question_bank import BankQuestion, bank, fields
from providers.local.question_writing.about_duties import about_duties
from providers.local.question_writing.fields_of_work import fields_of_work, likeliest
from providers.local.question_writing.ranking import fits_level, ranked

AIM = 10
SHARES = {"technical": 6, "behavioral": 3, "communication": 1}
SAME_SUBJECT = 0.5  # An own question this near to one of the bank borrows its points.

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
    own_fields = fields_of_work(context["job"], embedding)
    lenders = _lenders(own, own_fields, embedding)
    borrowed = [_nearest(text, lenders, embedding) for text in own]
    keys = set(map(_key, own))
    taken = {question.id for question in borrowed} | {q.id for q in bank() if _key(q.text) in keys}
    chosen: list[BankQuestion] = []
    if count > len(own):
        written = _written(context["job"], own_fields, own, taken, embedding)
        chosen = _choose(written, count - len(own), [question.type for question in borrowed])
    questions = [question.as_output(text) for question, text in zip(borrowed, own, strict=True)]
    return {"questions": questions + [question.as_output() for question in chosen]}


def _written(
    job: dict[str, Any], own_fields: Sequence[str], own: Sequence[str], taken: set[str], embedding: Embedding
) -> list[BankQuestion]:
    """About the job's duties, then all that may be asked in it; none of `taken`."""
    about = about_duties(job, own_fields, own, taken, embedding)
    usual = [question for question in ranked(job, own_fields, embedding) if question.id not in taken]
    at_level = [question for question in usual if fits_level(question, job["difficulty"])]
    of_field = [question for question in at_level if question.field in own_fields]
    order = [*about.asked, *of_field, *about.spare, *usual]
    return list({question.id: question for question in reversed(order)}.values())[::-1]


def _lenders(own: Sequence[str], own_fields: Sequence[str], embedding: Embedding) -> list[BankQuestion]:
    """Whose points an own question may borrow: of the job's fields, of those that the own questions may be about, and
    of what fits any job."""
    if not own:
        return []
    near = {*own_fields, *likeliest(embedding.embed(own), fields(), embedding)}
    return [question for question in bank() if question.field in near or question.field not in fields()]


def _nearest(text: str, lenders: Sequence[BankQuestion], embedding: Embedding) -> BankQuestion:
    asked = embedding.embed([text])[0]
    by_text = embedding.embed_remembered([question.text for question in lenders]) @ asked
    by_subject = embedding.embed_remembered([question.subject for question in lenders]) @ asked
    similarities = np.maximum(by_text, by_subject)
    best = int(np.argmax(similarities))
    return lenders[best] if similarities[best] >= SAME_SUBJECT else GENERAL


def _choose(written: Sequence[BankQuestion], count: int, own_types: Sequence[str]) -> list[BankQuestion]:
    """By type in the order of SHARES, less what the own questions bring; the rest is filled up by fit."""
    wanted = {kind: max(0, share - own_types.count(kind)) for kind, share in SHARES.items()}
    chosen: list[BankQuestion] = []
    for kind, share in wanted.items():
        chosen.extend([question for question in written if question.type == kind][:share])
    fit = {question.id: place for place, question in enumerate(written)}
    chosen.extend(question for question in written if question not in chosen)
    chosen = chosen[:count] if count >= sum(wanted.values()) else _thinned(chosen, wanted, count)
    return sorted(chosen, key=lambda question: (list(SHARES).index(question.type), fit[question.id]))


def _thinned(chosen: list[BankQuestion], wanted: dict[str, int], count: int) -> list[BankQuestion]:
    """Fewer than the shares ask for: one of each type first, then as they come."""
    first = [next(q for q in chosen if q.type == kind) for kind, share in wanted.items() if share]
    return (first + [question for question in chosen if question not in first])[:count]


def _different(texts: Iterable[str]) -> list[str]:
    return list({_key(text): text for text in reversed(list(texts)) if text.strip()}.values())[::-1]


def _key(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split()) or text
