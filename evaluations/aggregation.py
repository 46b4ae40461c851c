"""From the scores of single answers to totals and a recommendation. Pure: the same answers always give the same result.

- A kind (technical, behavioral, communication) is the mean of its scored answers, times ten; null without one.
- Overall is the weighted mean of the kinds that have a value.
- An answer of which a part was lost to a technical failure counts only where it raises its kind.
- The recommendation follows from overall, once enough of the planned questions were scored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from evaluations import rubric
from evaluations.rubric import Flag, Level, Recommendation, Status

LISTED = 5  # Strengths or weaknesses named in an evaluation.
QUOTED = 2  # Quotes behind each.


@dataclass(frozen=True)
class Answer:
    """One planned question with what became of it. `evidence` holds {turn, start, end, quote}, already checked."""

    question_key: str
    position: int
    type: str
    competency: str
    status: Status
    score: Decimal | None = None
    low_anchor: str = ""
    high_anchor: str = ""
    missing: Sequence[str] = ()
    evidence: Sequence[dict[str, Any]] = ()
    flags: Sequence[str] = ()
    flag_evidence: Mapping[str, Sequence[dict[str, Any]]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        return Flag.PART_LOST not in self.flags


@dataclass(frozen=True)
class Totals:
    """0-100, or None where nothing of the kind could be scored."""

    overall: int | None
    technical: int | None
    behavioral: int | None
    communication: int | None
    recommendation: Recommendation
    strengths: list[dict[str, Any]]
    weaknesses: list[dict[str, Any]]
    red_flags: list[dict[str, Any]]


def aggregate(answers: Iterable[Answer]) -> Totals:
    ordered = sorted(answers, key=lambda answer: (answer.position, answer.question_key))
    kinds = {kind: kind_total(ordered, kind) for kind in rubric.WEIGHTS}
    overall = weighted(kinds)
    return Totals(
        overall=rounded(overall),
        technical=rounded(kinds["technical"]),
        behavioral=rounded(kinds["behavioral"]),
        communication=rounded(kinds["communication"]),
        recommendation=recommend(overall, ordered),
        strengths=strengths(ordered),
        weaknesses=weaknesses(ordered),
        red_flags=red_flags(ordered),
    )


def kind_total(answers: Sequence[Answer], kind: str) -> Decimal | None:
    scored = [answer for answer in answers if answer.type == kind and answer.score is not None]
    whole = [answer.score for answer in scored if answer.complete and answer.score is not None]
    partial = [answer.score for answer in scored if not answer.complete and answer.score is not None]
    if not whole:
        return None
    best_first = sorted(partial, reverse=True)
    return max(mean(whole + best_first[:count]) for count in range(len(best_first) + 1)) * 10


def mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def weighted(kinds: dict[str, Decimal | None]) -> Decimal | None:
    known = [(rubric.WEIGHTS[kind], total) for kind, total in kinds.items() if total is not None]
    if not known:
        return None
    return sum((weight * total for weight, total in known), Decimal(0)) / sum(weight for weight, _ in known)


def rounded(value: Decimal | None) -> int | None:
    return None if value is None else int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def recommend(overall: Decimal | None, answers: Sequence[Answer]) -> Recommendation:
    if overall is None or share_scored(answers) < rubric.MIN_SHARE_SCORED:
        return Recommendation.INSUFFICIENT_EVIDENCE
    shown = rounded(overall) or 0  # The reader sees this number, so it decides.
    for name, threshold in rubric.RECOMMENDED_FROM.items():
        if shown >= threshold:
            return Recommendation(name)
    return Recommendation.NOT_RECOMMENDED


def share_scored(answers: Sequence[Answer]) -> Decimal:
    scored = sum(answer.status == Status.SCORED for answer in answers)
    return Decimal(scored) / len(answers) if answers else Decimal(0)


def strengths(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    strong = at_level(answers, Level.HIGH)
    strong.sort(key=lambda answer: answer.score or Decimal(0), reverse=True)
    return [finding(answer, answer.high_anchor) for answer in strong[:LISTED]]


def weaknesses(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    weak = [answer for answer in at_level(answers, Level.LOW) if answer.complete]
    weak.sort(key=lambda answer: answer.score or Decimal(0))
    return [finding(answer, what_was_weak(answer)) for answer in weak[:LISTED]]


def at_level(answers: Sequence[Answer], wanted: Level) -> list[Answer]:
    return [answer for answer in answers if answer.score is not None and rubric.level(answer.score) == wanted]


def what_was_weak(answer: Answer) -> str:
    return f"nothing on “{'”, “'.join(answer.missing)}”" if answer.missing else answer.low_anchor


def finding(answer: Answer, detail: str) -> dict[str, Any]:
    subject = answer.competency or f"Question {answer.position}"
    return {
        "text": f"{subject}: {detail}" if detail else subject,
        "question_key": answer.question_key,
        "evidence": list(answer.evidence[:QUOTED]),
    }


def red_flags(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "flag": flag.value,
            "question_key": answer.question_key,
            "evidence": list(answer.flag_evidence.get(flag, ()))[:QUOTED],
        }
        for answer in answers
        for flag, text in rubric.RED_FLAGS.items()
        if flag in answer.flags
    ]
