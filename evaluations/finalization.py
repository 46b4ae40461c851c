"""When the last score is in, the evaluation is put together: by exactly one, in one transaction.

What fails is tried again with growing waits, and then left to a person: scores and answers are there all the same.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from evaluations import rubric
from evaluations.aggregation import Answer, aggregate
from evaluations.event_data import announce
from evaluations.models import OPEN, Evaluation, Score
from evaluations.rubric import Status
from interviews.plan import Anchors

LEASE = timedelta(seconds=60)
RETRY_AFTER = [timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 60)]
ATTEMPTS_MAX = len(RETRY_AFTER) + 1
UNTRIED: dict[str, object] = {"attempts": 0, "claimed_at": None}
NOTHING = dict.fromkeys(("overall", "technical", "behavioral", "communication", "finalized_at")) | {
    "recommendation": "",
    "strengths": [],
    "weaknesses": [],
    "red_flags": [],
}


log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Claim:
    evaluation_id: str
    claimed_at: datetime
    attempt: int

    def rows(self) -> QuerySet[Evaluation]:
        return Evaluation.objects.filter(
            id=self.evaluation_id, status=Evaluation.Status.PENDING, claimed_at=self.claimed_at
        )


def finalize_if_ready(evaluation_id: str) -> bool:
    """Whether this call finalized it. Only one does, however many come at once."""
    claim = _claim(evaluation_id)
    if claim is None:
        return False
    if claim.attempt > ATTEMPTS_MAX:  # Each worker that took it died.
        _give_up(claim)
        return False
    try:
        return _finalize(evaluation_id)
    except Exception:
        _after_failure(claim)
        raise


def _claim(evaluation_id: str) -> Claim | None:
    now = timezone.now()
    free = _complete().filter(_free(now), id=evaluation_id)
    if not free.update(claimed_at=now, attempts=F("attempts") + 1):
        return None
    return Claim(evaluation_id, now, Evaluation.objects.values_list("attempts", flat=True).get(id=evaluation_id))


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)


def _after_failure(claim: Claim) -> None:
    if claim.attempt >= ATTEMPTS_MAX:
        _give_up(claim)
    else:
        claim.rows().update(claimed_at=None, next_attempt_at=timezone.now() + RETRY_AFTER[claim.attempt - 1])


def _give_up(claim: Claim) -> None:
    log.error("evaluation_given_up", evaluation_id=claim.evaluation_id, attempt=claim.attempt)
    claim.rows().update(status=Evaluation.Status.FAILED)


def _finalize(evaluation_id: str) -> bool:
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
    """Ids. Somebody died between the last score and the evaluation, or failed at it some time ago."""
    now = timezone.now()
    due = _complete().filter(_free(now), next_attempt_at__lte=now)
    return due.order_by("created_at").values_list("id", flat=True)


def _complete() -> QuerySet[Evaluation]:
    """With all their scores, and not yet put together."""
    still_open = Score.objects.filter(evaluation=OuterRef("pk"), status__in=OPEN)
    return Evaluation.objects.filter(~Exists(still_open), status=Evaluation.Status.PENDING)


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
    return bool(rows.update(status=Evaluation.Status.PENDING, revision=F("revision") + 1, **NOTHING, **UNTRIED))


def try_given_up_again(evaluation_id: str) -> None:
    """The sweep puts it together."""
    given_up = Evaluation.objects.filter(id=evaluation_id, status=Evaluation.Status.FAILED)
    given_up.update(status=Evaluation.Status.PENDING, next_attempt_at=timezone.now(), **UNTRIED)
