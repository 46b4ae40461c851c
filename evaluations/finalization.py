"""When the last score is in, the evaluation is put together: by exactly one, in one transaction."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from evaluations import rubric
from evaluations.aggregation import Answer, aggregate
from evaluations.event_data import announce
from evaluations.models import OPEN, Evaluation, Score
from evaluations.rubric import Status
from interviews.plan import Anchors

NOTHING = dict.fromkeys(("overall", "technical", "behavioral", "communication", "finalized_at")) | {
    "recommendation": "",
    "strengths": [],
    "weaknesses": [],
    "red_flags": [],
}


def finalize_if_ready(evaluation_id: str) -> bool:
    """Whether this call finalized it. Only one does, however many come at once."""
    with transaction.atomic():
        evaluation = Evaluation.objects.select_related("interview__plan").get(id=evaluation_id)
        if evaluation.status != Evaluation.Status.PENDING or evaluation.scores.filter(status__in=OPEN).exists():
            return False
        pending = Evaluation.objects.filter(
            id=evaluation_id, status=Evaluation.Status.PENDING, revision=evaluation.revision
        )
        if not pending.update(**computed(evaluation), status=Evaluation.Status.READY, finalized_at=timezone.now()):
            return False
        announce(evaluation.interview_id)
        return True


def waiting_to_be_finalized() -> QuerySet[Evaluation, str]:
    """Ids. Somebody died between the last score and the evaluation."""
    pending = Evaluation.objects.filter(status=Evaluation.Status.PENDING)
    still_open = Score.objects.filter(evaluation=OuterRef("pk"), status__in=OPEN)
    return pending.exclude(Exists(still_open)).order_by("created_at").values_list("id", flat=True)


def computed(evaluation: Evaluation) -> dict[str, Any]:
    """Every derived column of an evaluation, from its stored scores and the frozen plan alone."""
    scores = list(evaluation.scores.order_by("position"))
    plan = evaluation.interview.frozen_plan
    totals = asdict(aggregate(answer(score, plan.question(score.question_key).anchors) for score in scores))
    return totals | {"engine": engines(scores), "rubric_version": rubric.RUBRIC_VERSION}


def answer(score: Score, anchors: Anchors) -> Answer:
    return Answer(
        question_key=score.question_key,
        position=score.position,
        type=score.type,
        competency=score.competency,
        status=Status(score.status),
        score=score.score,
        low_anchor=anchors.low,
        high_anchor=anchors.high,
        missing=score.missing,
        evidence=score.evidence,
        flags=score.flags,
        flag_evidence=score.flag_evidence,
    )


def engines(scores: list[Score]) -> str:
    return ", ".join(sorted({f"{score.provider}/{score.model}" for score in scores if score.provider}))


def reopen_failed(evaluation_id: str) -> list[str]:
    """Scores that our own failure left without a result are tried again, as a new revision. Their ids."""
    with transaction.atomic():
        failed = Score.objects.filter(evaluation_id=evaluation_id, status=Status.TECHNICAL_FAILURE).exclude(error="")
        ids = list(failed.values_list("id", flat=True))
        if not ids or not reopened(evaluation_id):
            return []
        failed.update(status=Status.PENDING, attempts=0, next_attempt_at=timezone.now(), claimed_at=None)
        return ids


@transaction.atomic
def repair(evaluation: Evaluation, columns: dict[str, Any]) -> bool:
    """A new revision of a ready evaluation that did not follow from its scores. False when it changed meanwhile."""
    same = Evaluation.objects.filter(id=evaluation.id, status=Evaluation.Status.READY, revision=evaluation.revision)
    if not same.update(**columns, revision=evaluation.revision + 1):
        return False
    announce(evaluation.interview_id)
    return True


def reopened(evaluation_id: str) -> bool:
    rows = Evaluation.objects.filter(id=evaluation_id, status=Evaluation.Status.READY)
    return bool(rows.update(status=Evaluation.Status.PENDING, revision=F("revision") + 1, **NOTHING))
