"""Which duties an interview asks about: what is particular to the job first, each different from the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from providers.local.embedding import Embedding, Vectors
from providers.local.question_bank import duties_of
from providers.local.question_writing.duties import Duty, duties, duty_of
from providers.local.question_writing.job_titles import spoken_title

MOST_OF_DESCRIPTION = 600  # What a vector can hold.
FEWEST = 6
ALIKE = 0.68
LIKE_ANOTHER_QUESTION = 0.62
LIKE_TERMS = 0.45
TOOLS = Path(__file__).with_name("tools.txt")

# Said of nearly every job: such a duty is asked about when there is nothing better.
OF_ANY_JOB = (
    "work in a team with colleagues",
    "communicate with others",
    "attend meetings",
    "follow the rules and policies of the company",
    "do other tasks as needed",
    "keep the workplace clean and tidy",
    "learn new things",
    "support the business",
    "meet deadlines",
    "answer the phone",
)
NO_WORK = (
    "salary, benefits, paid leave, health insurance and pension",
    "send an application and a CV",
    "a degree, years of experience, fluent English, a driving licence",
    "team spirit, reliability and a positive attitude",
    "a family company with many employees and locations",
    "working hours, shifts and weekends",
)
OF_A_TITLE = (
    "do the most common task of a {title}",
    "get ready for a day as a {title}",
    "check the quality of the work of a {title}",
    "keep people and things safe in the work of a {title}",
    "handle a typical problem of a {title}",
    "use the tools and materials of a {title}",
    "plan a busy week as a {title}",
    "hand over unfinished work as a {title}",
    "deal with the people that a {title} works for",
)


@dataclass(frozen=True)
class Chosen:
    """`spare` are duties of the field that the description does not speak of, for where the bank runs out."""

    asked: list[Duty]
    spare: list[Duty]


def chosen_duties(
    job: dict[str, Any], fields: Sequence[str], own: Sequence[str], most: int, embedding: Embedding
) -> Chosen:
    """`most` of the description; where it has fewer than FEWEST, those of the field and of the title alone fill up.

    None of the first two is near to one of the organization's `own` questions.
    """
    told = duties(job["description"], tools())
    authored = [duty for field in fields for text in duties_of(field) if (duty := duty_of(text))]
    taken = [(vector, LIKE_ANOTHER_QUESTION) for vector in embedding.embed(own)] if own else []
    described = list(islice(_different(ranked(told, job, embedding), taken), most))
    of_field = list(islice(_different(ranked(authored, job, embedding), taken), most - len(described)))
    lacking = max(0, FEWEST - len(described))
    of_title_alone = of_title(job["title"])[: max(0, lacking - len(of_field))]
    return Chosen([*described, *of_field[:lacking], *of_title_alone], of_field[lacking:])


def ranked(found: list[Duty], job: dict[str, Any], embedding: Embedding) -> list[tuple[Duty, Vectors]]:
    if not found:
        return []
    vectors = embedding.embed([duty.do for duty in found])
    subject = embedding.embed([f"{job['title']}. {job['industry']}. {job['description'][:MOST_OF_DESCRIPTION]}"])[0]
    subject = subject + vectors.mean(axis=0)
    near = vectors @ (subject / max(float(np.linalg.norm(subject)), 1e-9))
    usual = (vectors @ embedding.embed_remembered(OF_ANY_JOB).T).max(axis=1)
    no_work = (vectors @ embedding.embed_remembered(NO_WORK).T).max(axis=1)
    fits = [round(float(fit), 4) for fit in near - usual / 2]
    order = sorted(range(len(found)), key=lambda place: (found[place].is_named_only, -fits[place], place))
    return [(found[place], vectors[place]) for place in order if no_work[place] < max(LIKE_TERMS, near[place])]


def _different(found: Iterable[tuple[Duty, Vectors]], taken: list[tuple[Vectors, float]]) -> Iterator[Duty]:
    for duty, vector in found:
        if all(float(vector @ other) < bound for other, bound in taken):
            taken.append((vector, ALIKE))
            yield duty


def of_title(title: str) -> list[Duty]:
    """The work itself, where nothing else is known of it."""
    spoken = spoken_title(title)
    return [duty for text in OF_A_TITLE if (duty := duty_of(_with_article(text, spoken)))]


def _with_article(text: str, title: str) -> str:
    if not title:
        return text.replace("a {title}", "this job").replace("as this job", "in this job")
    return text.replace("a {title}", f"{'an' if title[0].lower() in 'aeiou' else 'a'} {title}")


@cache
def tools() -> frozenset[str]:
    return frozenset(TOOLS.read_text(encoding="utf-8").split())
