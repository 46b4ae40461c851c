"""Which fields of the question bank a job is near enough to; none where it is asked what fits any job.

The head word of the title decides. Where the table of occupations does not know it, the description does,
sentence by sentence and each together with the title, if it is near enough.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from providers.local.embedding import Embedding, Vectors
from providers.local.question_bank import bank, fields, parts_of
from providers.local.question_writing.job_titles import ANY, field_of_title
from providers.words import Span, sentences

NEAR_ENOUGH = 0.45
"""Measured on 95 jobs whose titles the table does not know, each told alone and among the usual words about
employer and
terms (tests/providers/unnamed_work.toml): of 190, 132 are right and 2 of a wrong field; at 0.38 it is 150 and 20. A
wrong field is the worse mistake: where none is near, questions still come from the description's own duties."""

PART_NEAR_ENOUGH = 0.31
"""A part of the job's own field is never a strange one."""

MOST_SENTENCES = 60
NEAREST_SUBJECTS = 2
# Sentences about the employer and the contract say nothing of the work: "health insurance" makes nobody a nurse.
TERMS_OF_EMPLOYMENT = (
    "what we offer: salary, benefits, paid leave, health insurance, pension, gym, bonus",
    "how to apply: send your application and CV",
    "about our company: founded, employees, locations, culture, history",
    "equal opportunity employer, we welcome applicants of every gender, religion, origin, disability",
    "requirements: degree, years of experience, fluent English, driving licence, team spirit, reliable",
)


def fields_of_work(job: dict[str, Any], embedding: Embedding) -> tuple[str, ...]:
    """The job's own field, then the part of it that the description is near enough to; () where no field is near."""
    named = field_of_title(job["title"])
    if named == ANY:
        return ()
    if named is None:
        return _nearest(job, fields(), NEAR_ENOUGH, embedding)
    return (named, *_nearest(job, parts_of(named), PART_NEAR_ENOUGH, embedding))


def nearness(title: str, description: str, embedding: Embedding) -> dict[str, float]:
    """How near a job is to each field, 1 at most: by the sentence of the description that is nearest to it."""
    told = [f"{title}. {span.text}" for span in _about_the_work(description, embedding)] or [title]
    similar = np.stack([_to_fields(vector, embedding) for vector in embedding.embed(told)]).max(axis=0)
    return dict(zip(fields(), similar.tolist(), strict=True))


def _nearest(job: dict[str, Any], among: Iterable[str], enough: float, embedding: Embedding) -> tuple[str, ...]:
    candidates = tuple(among)
    if not candidates or not f"{job['title']}{job['description']}".strip():
        return ()
    near = nearness(job["title"], job["description"], embedding)
    best = max(candidates, key=lambda field: near[field])
    return (best,) if near[best] >= enough else ()


def _about_the_work(description: str, embedding: Embedding) -> list[Span]:
    spans = sentences(description)[:MOST_SENTENCES]
    if len(spans) < 2:
        return spans
    terms = embedding.embed_remembered(TERMS_OF_EMPLOYMENT)
    vectors = embedding.embed([span.text for span in spans])
    return [
        span
        for span, vector in zip(spans, vectors, strict=True)
        if (terms @ vector).max() <= _to_fields(vector, embedding).max()
    ]


def _to_fields(vector: Vectors, embedding: Embedding) -> Vectors:
    """Half what the field is about, half the subjects of its questions that are nearest."""
    return np.array([_to_field(vector, field, about, embedding) for field, about in fields().items()])


def _to_field(vector: Vectors, field: str, about: str, embedding: Embedding) -> float:
    subjects = np.sort(embedding.embed_remembered(_subjects(field)) @ vector)[-NEAREST_SUBJECTS:].mean()
    return float((embedding.embed_remembered([about])[0] @ vector + subjects) / 2)


@cache
def _subjects(field: str) -> tuple[str, ...]:
    return tuple(question.subject for question in bank() if question.field == field)
