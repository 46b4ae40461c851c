"""A person decides on a score that is held: one of them, once, together with the totals that follow from it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from evaluations import finalization
from evaluations.models import Evaluation, Score
from evaluations.rubric import Outcome, Status
from interviewai.kernel.errors import Conflict


@dataclass(frozen=True)
class Decision:
    """`score` is 0-10, and None unless the outcome is `changed`."""

    outcome: Outcome
    score: Decimal | None
    note: str
    by_id: str


@transaction.atomic
def decide(score: Score, revision: int, decision: Decision) -> None:
    """`revision` is that of the evaluation which the person has seen. Raises Conflict when it is no longer so."""
    same = Evaluation.objects.select_for_update(of=("self",)).filter(
        id=score.evaluation_id, status=Evaluation.Status.READY, revision=revision
    )
    evaluation = same.select_related("interview__plan").first()
    waiting = Score.objects.filter(id=score.id, status=Status.NEEDS_REVIEW)
    if evaluation is None or not waiting.update(**columns(score, decision)):
        raise Conflict("This evaluation has changed meanwhile. Please look at it again.")
    finalization.repair(evaluation, finalization.computed(evaluation))


def columns(score: Score, decision: Decision) -> dict[str, object]:
    aside = decision.outcome == Outcome.SET_ASIDE
    number = score.score if decision.outcome == Outcome.CONFIRMED else decision.score
    return {
        "status": Status.INSUFFICIENT_EVIDENCE if aside else Status.SCORED,
        "review_outcome": decision.outcome,
        "reviewed_score": None if aside else number,
        "review_note": decision.note,
        "reviewed_by_id": decision.by_id,
        "reviewed_at": timezone.now(),
    }
