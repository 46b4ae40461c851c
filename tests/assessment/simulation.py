"""Simulated interviews: questions of three types, people of all abilities. The same seed gives the same people."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from evaluations.aggregation import Answer, Totals, aggregate
from evaluations.judging.audit.chance import chance
from evaluations.rubric import Recommendation, Status

TYPES = ("technical",) * 5 + ("behavioral",) * 2 + ("communication",)
TENTH = Decimal("0.1")
SPREAD = 2.5  # Points, of one person's answers.
RANK = {
    Recommendation.INSUFFICIENT_EVIDENCE: 0,
    Recommendation.NEEDS_REVIEW: 0,
    Recommendation.NOT_RECOMMENDED: 1,
    Recommendation.CONSIDER: 2,
    Recommendation.RECOMMENDED: 3,
    Recommendation.HIGHLY_RECOMMENDED: 4,
}


def interviews(count: int, seed: str) -> Iterator[list[Answer]]:
    random = chance(seed)
    for _ in range(count):
        ability = random.uniform(1, 9)
        yield [scored(place, kind, random.gauss(ability, SPREAD)) for place, kind in enumerate(TYPES, 1)]


def scored(place: int, kind: str, points: float) -> Answer:
    score = Decimal(min(10.0, max(0.0, points))).quantize(TENTH)
    return Answer(f"q{place}", place, kind, f"Competency {place}", Status.SCORED, score)


def instead(answers: Sequence[Answer], count: int, status: Status) -> list[Answer]:
    """The weakest answers, not given."""
    weakest = {answer.question_key for answer in weakest_first(answers)[:count]}
    return [
        replace(answer, status=status, score=None) if answer.question_key in weakest else answer for answer in answers
    ]


def weakest_first(answers: Sequence[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: (answer.score or Decimal(0), answer.position))


def is_above(one: Totals, other: Totals) -> bool:
    """In its total or in its recommendation."""
    return (one.overall or 0) > (other.overall or 0) or is_upgrade(one, other)


def is_upgrade(one: Totals, other: Totals) -> bool:
    return RANK[one.recommendation] > RANK[other.recommendation]


def total(answers: Sequence[Answer]) -> Totals:
    return aggregate(answers)
