"""Which fields of the question bank a job is near enough to; none where it is asked what fits any job.

The head word of the title decides. Where the table of occupations does not know it, the description does,
sentence by sentence and each together with the title, if it is near enough.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from providers.local.embedding import Embedding, Vectors
from providers.local.question_bank import bank, fields, parts_of
from providers.local.question_writing.job_titles import ANY, field_of_title
from providers.words import sentences

NEAR_ENOUGH = 0.45
"""Measured on 95 jobs whose titles the table does not know, each told alone and among the usual words about employer
and terms (tests/providers/unnamed_work.toml): of 190, 136 are right and 2 of a wrong field; at 0.38 it is 156 and 18. A
wrong field is the worse mistake: where none is near, questions still come from the description's own duties."""

PART_NEAR_ENOUGH = 0.31
"""A part of the job's own field is never a strange one."""

MOST_SENTENCES = 60
NEAREST_SUBJECTS = 2
MOST_LIKELY = 8  # As right as all 50, at a third of the cost of the first job.
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


def nearness(job: dict[str, Any], among: Iterable[str], embedding: Embedding) -> dict[str, float]:
    """How near a job is to the likeliest of these fields, 1 at most: by the sentence of the description that is
    nearest to it."""
    title, texts = job["title"], [span.text for span in sentences(job["description"])[:MOST_SENTENCES]]
    vectors = embedding.embed([title, *texts])
    likely = likeliest(vectors, among, embedding)
    told = [f"{title}. {text}" for text in _about_the_work(texts, vectors[1:], likely, embedding)] or [title]
    similar = np.stack([_to_fields(vector, likely, embedding) for vector in embedding.embed(told)]).max(axis=0)
    return dict(zip(likely, similar.tolist(), strict=True))


def likeliest(vectors: Vectors, among: Iterable[str], embedding: Embedding) -> list[str]:
    """By what the fields are about alone, as the subjects of all their questions take seconds to embed."""
    candidates = list(among)
    if len(candidates) <= MOST_LIKELY:
        return candidates
    abouts = embedding.embed_remembered([fields()[field] for field in candidates])
    near = (abouts @ vectors.T).max(axis=1)
    return [candidates[place] for place in np.argsort(-near, kind="stable")[:MOST_LIKELY]]


def _nearest(job: dict[str, Any], among: Iterable[str], enough: float, embedding: Embedding) -> tuple[str, ...]:
    candidates = tuple(among)
    if not candidates or not f"{job['title']}{job['description']}".strip():
        return ()
    near = nearness(job, candidates, embedding)
    best = max(near, key=near.__getitem__)
    return (best,) if near[best] >= enough else ()


def _about_the_work(texts: list[str], vectors: Vectors, likely: Sequence[str], embedding: Embedding) -> list[str]:
    if len(texts) < 2:
        return texts
    terms = embedding.embed_remembered(TERMS_OF_EMPLOYMENT)
    return [
        text
        for text, vector in zip(texts, vectors, strict=True)
        if (terms @ vector).max() <= _to_fields(vector, likely, embedding).max()
    ]


def _to_fields(vector: Vectors, likely: Sequence[str], embedding: Embedding) -> Vectors:
    return np.array([_to_field(vector, field, embedding) for field in likely])


def _to_field(vector: Vectors, field: str, embedding: Embedding) -> float:
    """Half what the field is about, half the subjects of its questions that are nearest."""
    subjects = np.sort(embedding.embed_remembered(_subjects(field)) @ vector)[-NEAREST_SUBJECTS:].mean()
    return float((embedding.embed_remembered([fields()[field]])[0] @ vector + subjects) / 2)


@cache
def _subjects(field: str) -> tuple[str, ...]:
    return tuple(question.subject for question in bank() if question.field == field)
