"""An audit of the current organization: what was counted, and what it was counted of.

One pass over the evaluations; each sealed answer is opened once, and nothing is kept but how many there are of each
kind. Live interviews alone: `livemode` is part of every question that is asked here.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from evaluations.bias_audit.tables import Applicant, Table, all_tables, median_score
from evaluations.models import Evaluation, Score
from evaluations.rubric import Recommendation
from interviews.models import Interview, SelfIdentification
from interviews.self_identification import Identification
from jobs.models import JobDescription
from organizations.sealing import Unsealable, unseal

SELECTED = (Recommendation.HIGHLY_RECOMMENDED, Recommendation.RECOMMENDED)
ROWS_AT_ONCE = 2000
ENGINES_MAX = 100
UNREADABLE = Identification()


@dataclass(frozen=True)
class Choice:
    """Interviews completed from the first day to the last, in UTC; of one job and one engine, or of all."""

    first_day: date
    last_day: date
    job: JobDescription | None = None
    engine: str = ""


@dataclass(frozen=True)
class Prompt:
    engine: str
    version: int
    sha256: str


@dataclass(frozen=True)
class Audit:
    """`without_answer`: said nothing, or nothing that can still be opened, which `unreadable` counts."""

    choice: Choice
    applicants: int
    scored: int
    median: float | None
    without_answer: int
    unreadable: int
    not_evaluated: int
    engines: list[tuple[str, int]]
    rubrics: list[tuple[str, int]]
    prompts: list[Prompt]
    tables: list[Table]


def audit(choice: Choice) -> Audit:
    found = evaluations(choice)
    unreadable: list[str] = []
    sample = Counter(applicants(found, unreadable))
    return Audit(
        choice=choice,
        applicants=sample.total(),
        scored=sum(number for applicant, number in sample.items() if applicant.score is not None),
        median=median_score(sample),
        without_answer=sum(
            number for applicant, number in sample.items() if not (applicant.sex or applicant.race_ethnicity)
        ),
        unreadable=len(unreadable),
        not_evaluated=not_evaluated(choice),
        engines=numbers_of(found, "engine"),
        rubrics=numbers_of(found, "rubric_version"),
        prompts=prompts(found),
        tables=all_tables(sample),
    )


def interviews(choice: Choice) -> QuerySet[Interview]:
    found = Interview.objects.filter(
        livemode=True,
        status=Interview.Status.COMPLETED,
        completed_at__date__range=(choice.first_day, choice.last_day),
    )
    return found.filter(job=choice.job) if choice.job else found


def evaluations(choice: Choice) -> QuerySet[Evaluation]:
    chosen = interviews(choice).order_by().values("id")
    found = Evaluation.objects.filter(status=Evaluation.Status.READY, interview__in=chosen)
    return found.filter(engine=choice.engine) if choice.engine else found


def not_evaluated(choice: Choice) -> int:
    """Of the range and the job: an interview that is not evaluated has no engine."""
    return interviews(choice).exclude(evaluation__status=Evaluation.Status.READY).count()


def applicants(found: QuerySet[Evaluation], unreadable: list[str]) -> Iterator[Applicant]:
    """`unreadable` gets the evaluations whose answer cannot be opened any more."""
    said = SelfIdentification.objects.filter(interview_id=OuterRef("interview_id")).values("sealed")
    rows = found.values_list("id", "overall", "recommendation", Subquery(said))
    for evaluation_id, overall, recommendation, sealed in rows.iterator(ROWS_AT_ONCE):
        identification = opened(sealed) if sealed else Identification()
        if identification is UNREADABLE:
            unreadable.append(evaluation_id)
        yield Applicant(identification.sex, identification.race_ethnicity, overall, recommendation in SELECTED)


def opened(sealed: str) -> Identification:
    try:
        return Identification.from_text(unseal(sealed))
    except Unsealable:
        return UNREADABLE


def numbers_of(found: QuerySet[Evaluation], column: str) -> list[tuple[str, int]]:
    """How many evaluations there are of each value, the most frequent first."""
    rows = found.order_by().values_list(column).annotate(number=Count("id")).order_by("-number", column)
    return [(value, number) for value, number in rows]


def prompts(found: QuerySet[Evaluation]) -> list[Prompt]:
    scores = Score.objects.filter(evaluation__in=found.values("id")).exclude(prompt_sha256="").order_by()
    rows = scores.values_list("provider", "model", "prompt_version", "prompt_sha256").distinct()
    return [Prompt(f"{provider}/{model}", version or 0, sha256) for provider, model, version, sha256 in sorted(rows)]


def engines() -> list[str]:
    """That have evaluated live interviews."""
    live = Evaluation.objects.filter(status=Evaluation.Status.READY, interview__livemode=True).exclude(engine="")
    return list(live.order_by("engine").values_list("engine", flat=True).distinct()[:ENGINES_MAX])
