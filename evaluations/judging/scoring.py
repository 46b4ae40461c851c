"""One score from pending to final: claim -> judge outside any transaction -> record, if the claim is still ours.

Retries live in the row (`attempts`, `next_attempt_at`); a worker that dies leaves a claim that runs out.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from evaluations import rubric
from evaluations.judging.circumstances import Circumstances, circumstances
from evaluations.judging.judge import Verdict, judge
from evaluations.models import OPEN, Score
from evaluations.rubric import Status
from interviews.conversation.transcript import QuestionAnswers, answers_by_question
from interviews.models import Interview
from organizations.usage.ai import ai, prompt
from providers.errors import ProviderError

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=2 * settings.AI.llm_timeout_s + 30)  # One sample, sent back once; renewed before each.
RETRY_AFTER = [timedelta(seconds=seconds) for seconds in (5, 15, 45, 120, 300, 600)]
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
HINT_LOST_AFTER = timedelta(seconds=60)
ASKED_AGAIN_WITHIN_S = 3600  # However long a vendor asks us to wait.
PROMPT = "score_answer"


@dataclass(frozen=True)
class Claim:
    """`attempt` is the fencing mark: whoever claims the row later has a higher one, and this claim records nothing."""

    score_id: str
    attempt: int

    def rows(self) -> QuerySet[Score]:
        return Score.objects.filter(id=self.score_id, status=Status.SCORING, attempts=self.attempt)

    def renew(self) -> None:
        self.rows().update(claimed_at=timezone.now())


def score(score_id: str) -> None:
    """Does nothing when the score is final, waits for its next attempt, or is another worker's."""
    claim = take(score_id)
    if claim is None:
        return
    if claim.attempt > MAX_ATTEMPTS:  # Each worker that took it died.
        give_up(claim, "worker_lost")
        return
    try:
        row = Score.objects.select_related("evaluation__interview__plan").get(id=score_id)
        record(claim, outcome(row.evaluation.interview, answers_to(row), claim))
    except ProviderError as error:
        after_failure(claim, error)
    except Exception as error:  # Nobody foresaw it: as long as there are tries it may have been the moment's.
        log.error("scoring_failed_unforeseen", score_id=score_id, error=type(error).__name__)
        after_failure(claim, ProviderError("Scoring failed.", provider="worker", retryable=True))


def take(score_id: str) -> Claim | None:
    now = timezone.now()
    due = Q(status=Status.PENDING, next_attempt_at__lte=now) | Q(status=Status.SCORING, claimed_at__lt=now - LEASE)
    rows = Score.objects.filter(due, id=score_id)
    if not rows.update(status=Status.SCORING, claimed_at=now, attempts=F("attempts") + 1):
        return None
    return Claim(score_id, Score.objects.values_list("attempts", flat=True).get(id=score_id))


def answers_to(row: Score) -> QuestionAnswers:
    return next(
        answers for answers in answers_by_question(row.evaluation.interview) if answers.question.key == row.question_key
    )


def outcome(interview: Interview, answers: QuestionAnswers, claim: Claim) -> dict[str, Any]:
    """The columns of a final score. Where code can tell, no engine is asked."""
    known = circumstances(answers)
    if known.verdict is not None:
        return without_engine(known)
    instruction = prompt(PROMPT)
    llm = ai(PROMPT, interview.id).llm(interview.tier)
    verdict = judge(llm, instruction, answers.question, known.words, before_sample=claim.renew)
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
        "evidence": [asdict(quote) for quote in verdict.evidence],
        "missing": list(verdict.missing),
        "confidence": verdict.confidence,
        "spread": verdict.spread,
        "asr_confidence": known.asr_confidence,
        "flags": list(dict.fromkeys(flag.value for flag in (*verdict.flags, *known.flags))),
        "flag_evidence": dict(verdict.flag_evidence),
        "feedback": verdict.feedback,
        "provider": verdict.provider[:50],
        "model": verdict.model[:150],
    }


def record(claim: Claim, columns: dict[str, Any]) -> bool:
    """False when the claim had run out and the row is somebody else's now."""
    return bool(claim.rows().update(**columns, error=""))


def after_failure(claim: Claim, error: ProviderError) -> None:
    log.warning("scoring_failed", score_id=claim.score_id, attempt=claim.attempt, code=error.code)
    if not error.retryable or claim.attempt >= MAX_ATTEMPTS:
        give_up(claim, error.code)
        return
    wait = max(RETRY_AFTER[claim.attempt - 1], timedelta(seconds=min(error.retry_after_s or 0, ASKED_AGAIN_WITHIN_S)))
    claim.rows().update(status=Status.PENDING, next_attempt_at=timezone.now() + wait, error=error.code)


def give_up(claim: Claim, code: str) -> None:
    """Our failure, not the candidate's: the question has no number and lowers nothing."""
    claim.rows().update(status=Status.TECHNICAL_FAILURE, error=code, rubric_version=rubric.RUBRIC_VERSION)


def due() -> QuerySet[Score]:
    """Rows that no worker will come back to by itself: waiting for a retry, hint lost, or worker dead."""
    now = timezone.now()
    retry = Q(status=Status.PENDING, attempts__gt=0, next_attempt_at__lte=now)
    hint_lost = Q(status=Status.PENDING, attempts=0, next_attempt_at__lte=now - HINT_LOST_AFTER)
    worker_dead = Q(status=Status.SCORING, claimed_at__lt=now - LEASE)
    return Score.objects.filter(retry | hint_lost | worker_dead, status__in=OPEN).order_by("next_attempt_at")
