"""One score from pending to final: judged outside any transaction, recorded if the work is still ours."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from evaluations import rubric
from evaluations.judging.circumstances import Circumstances, circumstances
from evaluations.judging.judge import Verdict, as_json, judge
from evaluations.models import Evaluation, Score
from evaluations.rubric import Status
from interviews.conversation.transcript import QuestionAnswers, answers_by_question
from interviews.models import Interview
from organizations.owed_work.claims import Piece
from organizations.owed_work.owing import owe
from organizations.usage.ai import ai, prompt
from providers.errors import ProviderError

log = structlog.get_logger(__name__)

RETRY_AFTER = [timedelta(seconds=seconds) for seconds in (5, 15, 45, 120, 300, 600)]
TRIES = len(RETRY_AFTER) + 1
ASKED_AGAIN_WITHIN_S = 3600  # However long a vendor asks us to wait.
PROMPT = "score_answer"


def score(piece: Piece) -> None:
    """Does nothing when the score is final."""
    row = pending(piece)
    if row is None:
        return
    try:
        columns = outcome(row.evaluation.interview, answers_to(row))
    except ProviderError as error:
        after_failure(row, piece, error)
    else:
        record(row, piece, **columns, error="")


def give_up(piece: Piece) -> None:
    """Our failure, not the candidate's: the question has no number and lowers nothing."""
    row = pending(piece)
    if row:
        fail(row, piece, row.error or "worker_lost")


def unscored() -> Iterable[tuple[str, str]]:
    """(score, interview)"""
    return Score.objects.filter(status=Status.PENDING).values_list("id", "evaluation__interview_id")


def pending(piece: Piece) -> Score | None:
    rows = Score.objects.select_related("evaluation__interview__plan").filter(status=Status.PENDING)
    return rows.filter(id=piece.row_id).first()


def answers_to(row: Score) -> QuestionAnswers:
    return next(
        answers for answers in answers_by_question(row.evaluation.interview) if answers.question.key == row.question_key
    )


def outcome(interview: Interview, answers: QuestionAnswers) -> dict[str, Any]:
    """The columns of a final score. Where code can tell, no engine is asked."""
    known = circumstances(answers)
    if known.verdict is not None:
        return without_engine(known)
    instruction = prompt(PROMPT)
    engines = ai(PROMPT, interview.id)
    verdict = judge(engines.llm(interview.tier), engines.coverage(), instruction, answers.question, known.words)
    return judged(verdict, known) | {
        "prompt_version": instruction.version,
        "prompt_sha256": instruction.sha256,
        "rubric_version": rubric.RUBRIC_VERSION,
    }


def without_engine(known: Circumstances) -> dict[str, Any]:
    return {
        "status": known.verdict,
        "flags": [flag.value for flag in known.flags],
        "asr_confidence": known.asr_confidence,
        "rubric_version": rubric.RUBRIC_VERSION,
    }


def judged(verdict: Verdict, known: Circumstances) -> dict[str, Any]:
    return {
        "status": verdict.status,
        "score": verdict.score,
        "anchor_level": verdict.anchor_level or "",
        "evidence": as_json(verdict.evidence),
        "missing": list(verdict.missing),
        "confidence": verdict.confidence,
        "spread": verdict.spread,
        "asr_confidence": known.asr_confidence,
        "flags": list(dict.fromkeys(flag.value for flag in (*verdict.flags, *known.flags))),
        "flag_evidence": {flag: as_json(quotes) for flag, quotes in verdict.flag_evidence.items()},
        "feedback": verdict.feedback,
        "held_because": list(verdict.held_because),
        "coverage": verdict.coverage,
        "samples": list(verdict.samples),
        "parameters": dict(verdict.parameters),
        "served_model": verdict.served_model,
        "provider": verdict.provider[:50],
        "model": verdict.model[:150],
    }


@transaction.atomic
def record(row: Score, piece: Piece, **columns: Any) -> None:
    """The last one in lets the evaluation be put together; the lock lets one of two last ones see the other."""
    Evaluation.objects.select_for_update().get(id=row.evaluation_id)
    Score.objects.filter(id=row.id, status=Status.PENDING).update(**columns)
    if not Score.objects.filter(evaluation=row.evaluation_id, status=Status.PENDING).exists():
        owe("finalize_evaluation", row.evaluation_id, stream=row.evaluation.interview_id)
    piece.done()


def after_failure(row: Score, piece: Piece, error: ProviderError) -> None:
    log.warning("scoring_failed", score_id=row.id, attempt=piece.tries, code=error.code)
    if not error.retryable or piece.tries >= TRIES:
        fail(row, piece, error.code)
        return
    wait = max(RETRY_AFTER[piece.tries - 1], timedelta(seconds=min(error.retry_after_s or 0, ASKED_AGAIN_WITHIN_S)))
    with transaction.atomic():
        Score.objects.filter(id=row.id, status=Status.PENDING).update(error=error.code)
        piece.later(timezone.now() + wait, counted=True)


def fail(row: Score, piece: Piece, code: str) -> None:
    record(row, piece, status=Status.TECHNICAL_FAILURE, error=code, rubric_version=rubric.RUBRIC_VERSION)
