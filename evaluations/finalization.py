"""When the last score is in, the evaluation is put together: by exactly one, in one transaction.

What fails is tried again with growing waits, and then left to a person: scores and answers are there all the same.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from evaluations import rubric
from evaluations.aggregation.answers import Answer
from evaluations.aggregation.totals import aggregate
from evaluations.event_data import announce
from evaluations.models import Evaluation, Score
from evaluations.rubric import Status
from interviews.plan import Anchors
from organizations.owed_work.claims import Piece
from organizations.owed_work.owing import owe

RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 60)]
TRIES = len(RETRY_AFTER) + 1
NOTHING = dict.fromkeys(("overall", "technical", "behavioral", "communication", "margin", "finalized_at")) | {
    "ranges": {},
    "recommendation": "",
    "tie_with": "",
    "lacking": [],
    "strengths": [],
    "weaknesses": [],
    "red_flags": [],
}


log = structlog.get_logger(__name__)


@transaction.atomic
def finalize(piece: Piece) -> None:
    """Does nothing when it is put together already, or a score is open (again): the last one in owes it."""
    pending = Evaluation.objects.filter(id=piece.row_id, status=Evaluation.Status.PENDING)
    evaluation = pending.select_related("interview__plan").first()
    if evaluation and not evaluation.scores.filter(status=Status.PENDING).exists():
        same = pending.filter(revision=evaluation.revision)
        if same.update(**computed(evaluation), status=Evaluation.Status.READY, finalized_at=timezone.now()):
            announce(evaluation.interview_id)
    piece.done()


@transaction.atomic
def give_up(piece: Piece) -> None:
    log.error("evaluation_given_up", evaluation_id=piece.row_id, attempt=piece.tries)
    Evaluation.objects.filter(id=piece.row_id, status=Evaluation.Status.PENDING).update(status=Evaluation.Status.FAILED)
    piece.done()


def unfinalized() -> Iterable[tuple[str, str]]:
    """(evaluation, interview): all their scores are in."""
    still_open = Score.objects.filter(evaluation=OuterRef("pk"), status=Status.PENDING)
    complete = Evaluation.objects.filter(~Exists(still_open), status=Evaluation.Status.PENDING)
    return complete.values_list("id", "interview_id")


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
        score=score.score if score.held else score.number,
        coverage=score.coverage,
        spread=score.spread,
        by_coverage=score.measured_by_coverage,
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
        failed.update(status=Status.PENDING)
        return ids


@transaction.atomic
def repair(evaluation: Evaluation, columns: dict[str, Any]) -> bool:
    """A new revision of a ready evaluation that did not follow from its scores. False when it changed meanwhile."""
    same = Evaluation.objects.filter(id=evaluation.id, status=Evaluation.Status.READY, revision=evaluation.revision)
    if not same.update(**columns, revision=evaluation.revision + 1):
        return False
    announce(evaluation.interview_id)
    return True


def reopen(evaluation_id: str) -> None:
    """Whatever it is now: it will be put together when its open scores are in."""
    if not reopened(evaluation_id):
        Evaluation.objects.filter(id=evaluation_id, status=Evaluation.Status.FAILED).update(
            status=Evaluation.Status.PENDING
        )


def reopened(evaluation_id: str) -> bool:
    rows = Evaluation.objects.filter(id=evaluation_id, status=Evaluation.Status.READY)
    return bool(rows.update(status=Evaluation.Status.PENDING, revision=F("revision") + 1, **NOTHING))


@transaction.atomic
def try_given_up_again(evaluation_id: str) -> None:
    for evaluation in Evaluation.objects.filter(id=evaluation_id, status=Evaluation.Status.FAILED):
        Evaluation.objects.filter(pk=evaluation.pk).update(status=Evaluation.Status.PENDING)
        owe("finalize_evaluation", evaluation.id, stream=evaluation.interview_id)
