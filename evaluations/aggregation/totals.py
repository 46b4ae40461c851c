"""From the answers of an interview to all that is derived of them. Pure: the same answers always give the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluations.aggregation import findings, recommending, uncertainty
from evaluations.aggregation.answers import Answer
from evaluations.aggregation.means import Ranges, by_kind, kind_number, overall_number, ranges, rounded
from evaluations.rubric import Recommendation


@dataclass(frozen=True)
class Totals:
    """Numbers are 0-100, or None where nothing of the kind was measured."""

    overall: int | None
    technical: int | None
    behavioral: int | None
    communication: int | None
    ranges: Ranges
    margin: Decimal | None
    recommendation: Recommendation
    tie_with: str
    lacking: list[dict[str, Any]]
    strengths: list[dict[str, Any]]
    weaknesses: list[dict[str, Any]]
    red_flags: list[dict[str, Any]]


def aggregate(answers: Iterable[Answer]) -> Totals:
    ordered = sorted(answers, key=lambda answer: (answer.position, answer.question_key))
    kinds = by_kind(ordered)
    overall = rounded(overall_number(kinds))
    return Totals(
        overall=overall,
        technical=rounded(kind_number(kinds.get("technical", ()))),
        behavioral=rounded(kind_number(kinds.get("behavioral", ()))),
        communication=rounded(kind_number(kinds.get("communication", ()))),
        ranges=ranges(kinds),
        margin=uncertainty.margin(kinds),
        recommendation=recommending.recommend(ordered),
        tie_with=recommending.tie(ordered, overall, uncertainty.retest_margin(kinds)) or "",
        lacking=recommending.lacking(ordered),
        strengths=findings.strengths(ordered),
        weaknesses=findings.weaknesses(ordered),
        red_flags=findings.red_flags(ordered),
    )
