"""From numbers to a recommendation. Pure.

- The value of overall decides, as it is shown: what the candidate left out is at its lowest there.
- With fewer than MIN_SHARE_SCORED of the planned questions scored there is no recommendation.
- `recommended` and above needs each kind of the plan and NEEDED_SHARE_SCORED of the questions. Where a part of what is
  missing is our doing, there is no recommendation, whatever the numbers: it can be asked again. Where all of it is the
  candidate's choice, the result is `consider` at best.
- A held answer raises nothing and lowers nothing: where the result with its number and the result without the answer
  differ, a person has to look first.
- Coverage alone recommends, never highly: it tells how much was mentioned, not how good it was.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from evaluations import rubric
from evaluations.aggregation.answers import Answer, as_judged, as_set_aside
from evaluations.aggregation.means import by_kind, overall_number, rounded
from evaluations.rubric import Recommendation

ASCENDING = [Recommendation.NOT_RECOMMENDED, *(Recommendation(name) for name in reversed(rubric.RECOMMENDED_FROM))]


def recommend(answers: Sequence[Answer]) -> Recommendation:
    lowest, highest = bounds(answers)
    return lowest if lowest == highest else Recommendation.NEEDS_REVIEW


def bounds(answers: Sequence[Answer]) -> tuple[Recommendation, Recommendation]:
    """What it comes to without the held answers, and with each of them at its number."""
    return recommended(as_set_aside(answers)), recommended(as_judged(answers))


def recommended(answers: Sequence[Answer]) -> Recommendation:
    overall = rounded(overall_number(by_kind(answers)))
    if overall is None or share_scored(answers) < rubric.MIN_SHARE_SCORED or lacks_ours(answers):
        return Recommendation.INSUFFICIENT_EVIDENCE
    return min(by_number(overall), at_best(answers), key=ASCENDING.index)


def by_number(overall: int) -> Recommendation:
    reached = (name for name, threshold in rubric.RECOMMENDED_FROM.items() if overall >= threshold)
    return Recommendation(next(reached, Recommendation.NOT_RECOMMENDED))


def at_best(answers: Sequence[Answer]) -> Recommendation:
    if lacking(answers):
        return Recommendation.CONSIDER
    by_coverage = all(answer.by_coverage for answer in answers if answer.scored)
    return Recommendation.RECOMMENDED if by_coverage else Recommendation.HIGHLY_RECOMMENDED


def share_scored(answers: Sequence[Answer]) -> Decimal:
    return Decimal(sum(answer.scored for answer in answers)) / len(answers) if answers else Decimal(0)


def lacks_ours(answers: Sequence[Answer]) -> bool:
    return any(lack["ours"] for lack in lacking(answers))


def lacking(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """[{what: kind | share, kind, question_keys, ours}]: what `recommended` and above would need. Where a part is
    ours, the keys are those of the questions that we owe; else those that the candidate left out."""
    judged = as_judged(answers)
    kinds = [lack("kind", kind, found) for kind, found in by_kind(judged).items() if not any(a.scored for a in found)]
    few = judged and share_scored(judged) < rubric.NEEDED_SHARE_SCORED
    return [*kinds, *([lack("share", "", judged)] if few else [])]


def lack(what: str, kind: str, answers: Sequence[Answer]) -> dict[str, Any]:
    ours = [answer.question_key for answer in answers if answer.ours]
    chosen = [answer.question_key for answer in answers if answer.left_out]
    return {"what": what, "kind": kind, "question_keys": ours or chosen, "ours": bool(ours)}


def tie(answers: Sequence[Answer], overall: int | None, within: Decimal) -> Recommendation | None:
    """The neighbour of the recommendation whose threshold is no farther than `within` points from overall."""
    recommendation = recommend(answers)
    if overall is None or recommendation not in ASCENDING or recommendation != by_number(overall):
        return None
    ranks = {Recommendation(name): threshold for name, threshold in rubric.RECOMMENDED_FROM.items()}
    place = ASCENDING.index(recommendation)
    lower = [(overall - ranks[recommendation], ASCENDING[place - 1])] if place else []
    best = ASCENDING.index(at_best(as_judged(answers)))
    higher = [(ranks[each] - overall, each) for each in ASCENDING[place + 1 : best + 1]]
    distance, neighbour = min([*lower, *higher], default=(within + 1, recommendation))
    return neighbour if distance <= within else None
