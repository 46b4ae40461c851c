"""One score from pending to final: judged outside any transaction, recorded if the work is still ours."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from evaluations import rubric
from evaluations.judging.circumstances import Circumstances, circumstances
from evaluations.judging.judge import Verdict, as_json
from evaluations.judging.whole_answer import WholeAnswer, assess
from evaluations.models import Evaluation, Score
from evaluations.rubric import Flag, Level, Status
from interviews.conversation.transcript import QuestionAnswers, answers_by_question
from interviews.masking.person import Person
from organizations.owed_work.claims import Piece
from organizations.owed_work.owing import owe
from organizations.usage.ai import ai, prompt
from providers.errors import ProviderError

log = structlog.get_logger(__name__)

RETRY_AFTER = [timedelta(seconds=seconds) for seconds in (5, 15, 45, 120, 300, 600)]
TRIES = len(RETRY_AFTER) + 1
ASKED_AGAIN_WITHIN_S = 3600  # However long a vendor asks us to wait.
PROMPT = "score_answer"
NOTHING_TO_COMPARE = "nothing_to_compare"  # Coverage, and a question without points: no doing of the candidate's.


def score(piece: Piece) -> None:
    """Does nothing when the score is final."""
    row = pending(piece)
    if row is None:
        return
    try:
        columns = outcome(row)
    except ProviderError as error:
        after_failure(row, piece, error)
    else:
        record(row, piece, **columns)


def give_up(piece: Piece) -> None:
    """Our failure, not the candidate's: the question has no number and lowers nothing."""
    row = pending(piece)
    if row:
        fail(row, piece, row.error or "worker_lost")


def unscored() -> Iterable[tuple[str, str]]:
    """(score, interview)"""
    return Score.objects.filter(status=Status.PENDING).values_list("id", "evaluation__interview_id")


def pending(piece: Piece) -> Score | None:
    return with_interview().filter(status=Status.PENDING, id=piece.row_id).first()


def with_interview() -> QuerySet[Score]:
    return Score.objects.select_related("evaluation__interview__plan", "evaluation__interview__candidate")


def answers_to(row: Score) -> tuple[QuestionAnswers, list[QuestionAnswers]]:
    """Those to its question, and those to the questions before."""
    answers = answers_by_question(row.evaluation.interview)
    place = next(place for place, each in enumerate(answers) if each.question.key == row.question_key)
    return answers[place], answers[:place]


def outcome(row: Score) -> dict[str, Any]:
    """The columns of a final score. Where code can tell, no engine is asked."""
    answers, earlier = answers_to(row)
    known = circumstances(answers, row.evaluation.interview.end_reason)
    if known.verdict is not None:
        return without_engine(known)
    instruction = prompt(PROMPT)
    verdict = by_engines(row, whole_answer(row, answers, earlier, known), PROMPT)
    return judged(after_loss(verdict, known), known) | {
        "error": NOTHING_TO_COMPARE if verdict.status == Status.TECHNICAL_FAILURE else "",
        "prompt_version": instruction.version,
        "prompt_sha256": instruction.sha256,
        "rubric_version": rubric.RUBRIC_VERSION,
    }


def judged_again(row: Score, purpose: str) -> Verdict | None:
    """What today's engines say, with nothing written but the calls. None where there are no words. Raises
    ProviderError."""
    answers, earlier = answers_to(row)
    known = circumstances(answers, row.evaluation.interview.end_reason)
    if known.verdict is not None:
        return None
    return after_loss(by_engines(row, whole_answer(row, answers, earlier, known), purpose), known)


def by_engines(row: Score, answer: WholeAnswer, purpose: str) -> Verdict:
    interview = row.evaluation.interview
    engines = ai(purpose, interview.id)
    return assess(engines.llm(interview.tier), engines.coverage(), prompt(PROMPT), answer)


def whole_answer(
    row: Score, answers: QuestionAnswers, earlier: Iterable[QuestionAnswers], known: Circumstances
) -> WholeAnswer:
    candidate = row.evaluation.interview.candidate
    return WholeAnswer(
        question=answers.question,
        words=known.words,
        earlier=[turn.answer_text for each in earlier for turn in each.turns],
        person=Person(candidate.name, candidate.email),
    )


def without_engine(known: Circumstances) -> dict[str, Any]:
    return {
        "status": known.verdict,
        "flags": [flag.value for flag in known.flags],
        "asr_confidence": known.asr_confidence,
        "rubric_version": rubric.RUBRIC_VERSION,
        "error": "",
    }


def after_loss(verdict: Verdict, known: Circumstances) -> Verdict:
    """Where a part was lost the rest is no low answer: what is missing may be what we lost. And words that answer
    nothing, of which recognition was unsure, are not the candidate's but what we understood."""
    low = verdict.score is None or rubric.level(verdict.score) == Level.LOW
    part_lost = low and Flag.PART_LOST in known.flags
    not_understood = verdict.score is None and Flag.LOW_RECOGNITION_CONFIDENCE in known.flags
    if verdict.status == Status.DECLINED or not (part_lost or not_understood):
        return verdict
    return replace(verdict, status=Status.TECHNICAL_FAILURE, score=None, anchor_level=None, held_because=())


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
