"""The results of one interview as a JSON document: for the API, webhooks, exports and the rehearsal."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from evaluations.loading import Exchange, Question, Reading, read
from evaluations.models import Evaluation, Score
from interviewai.kernel.moments import iso
from interviews.models import Interview
from organizations.tenancy import current_organization

NUMBERS = ("overall", "technical", "behavioral", "communication")
FINDINGS = ("strengths", "weaknesses", "red_flags")

UNSCORED: dict[str, Any] = {"status": None, "score": None, "feedback": "", "held_because": []}


def results(interview: Interview) -> dict[str, Any]:
    """Before the evaluation is ready, `scores` and `recommendation` are null. Times are ISO 8601 in UTC.

    A number is null where nothing was measured, which is not the same as 0. `score` of a turn is the one that counts:
    null also while it waits for a person; `engine_score` is the engine's own. Offsets in `evidence` count
    code points of the `a` of the exchange whose `turn` they name. The addresses of recordings need a login.
    """
    reading = read(interview)
    return {
        "interview_id": interview.id,
        "livemode": interview.livemode,
        "status": interview.status,
        "end_reason": interview.end_reason or None,
        "completed_at": iso(interview.completed_at) if interview.completed_at else None,
        "job": {"id": interview.job_id, "title": interview.title},
        "candidate": {
            "name": interview.candidate.name,
            "email": interview.candidate.email,
            "external_id": interview.candidate.external_id or None,
        },
        "metadata": interview.metadata,
        **judgement(reading),
        "transcript": transcript(reading),
        "turns": [answered(question) for question in reading.questions],
        "artifacts": {"audio_urls": audio_urls(reading)},
    }


def judgement(reading: Reading) -> dict[str, Any]:
    shown = reading.evaluation if reading.ready else None
    return {
        **totals(shown),
        **{name: found(shown, name) for name in FINDINGS},
        "evaluation": about(reading.evaluation) if reading.evaluation else None,
    }


def totals(shown: Evaluation | None) -> dict[str, Any]:
    """`ranges` and what else an older evaluation does not have is null or empty."""
    return {
        "scores": {name: getattr(shown, name, None) for name in NUMBERS},
        "ranges": {name: shown.ranges.get(name) if shown else None for name in NUMBERS},
        "margin": number(shown.margin) if shown else None,
        "recommendation": (shown.recommendation or None) if shown else None,
        "tie_with": (shown.tie_with or None) if shown else None,
        "lacking": [lack | {"kind": lack["kind"] or None} for lack in shown.lacking] if shown else [],
    }


def found(shown: Evaluation | None, name: str) -> list[dict[str, Any]]:
    """Strengths, weaknesses or red flags."""
    return [each | {"evidence": quotes(each["evidence"])} for each in getattr(shown, name, [])]


def quotes(stored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A quote behind a flag speaks of no point, nor does one that was checked under older rules."""
    return [{"point": "", **quote} for quote in stored]


def about(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "id": evaluation.id,
        "status": evaluation.status,
        "revision": evaluation.revision,
        "engine": evaluation.engine,
        "rubric_version": evaluation.rubric_version,
        "finalized_at": iso(evaluation.finalized_at) if evaluation.finalized_at else None,
    }


def answered(question: Question) -> dict[str, Any]:
    return {
        "question_key": question.question.key,
        "q": question.question.text,
        "a": "\n".join(exchange.turn.answer_text for exchange in question.exchanges if exchange.turn.answer_text),
        "type": question.question.type,
        "competency": question.question.competency,
        **(scored(question.score) if question.score else UNSCORED),
        "exchanges": [exchanged(exchange) for exchange in question.exchanges],
    }


def scored(score: Score) -> dict[str, Any]:
    return {
        "status": score.status,
        "evidence": quotes(score.evidence),
        "missing": score.missing,
        "anchor_level": score.level,
        "score": number(score.number),
        "engine_score": number(score.score),
        "coverage": number(score.coverage),
        "held_because": score.held_because,
        "review": reviewed(score) if score.review_outcome else None,
        "feedback": score.feedback,
        "confidence": score.confidence,
        "spread": number(score.spread),
        "asr_confidence": score.asr_confidence,
        "samples": score.samples,
        "flags": score.flags,
        "provider": score.provider,
        "model": score.model,
        "served_model": score.served_model,
        "prompt_version": score.prompt_version,
        "prompt_sha256": score.prompt_sha256,
        "rubric_version": score.rubric_version,
    }


def reviewed(score: Score) -> dict[str, Any]:
    return {
        "outcome": score.review_outcome,
        "score": number(score.reviewed_score),
        "note": score.review_note,
        "reviewed_by_id": score.reviewed_by_id,
        "reviewed_at": iso(score.reviewed_at) if score.reviewed_at else None,
    }


def number(value: Any) -> float | None:
    return None if value is None else float(value)


def exchanged(exchange: Exchange) -> dict[str, Any]:
    turn = exchange.turn
    return {
        "turn": turn.position,
        "kind": turn.kind,
        "q": turn.text,
        "a": turn.answer_text,
        "answer_mode": turn.answer_mode,
        "machine_transcript": turn.transcript,
        "corrected": turn.corrected_transcript is not None,
        "faults": turn.faults,
    }


def transcript(reading: Reading) -> str:
    turns = [exchange.turn for question in reading.questions for exchange in question.exchanges]
    return "\n\n".join(
        f"Interviewer: {turn.text}\nCandidate: {turn.answer_text}" for turn in sorted(turns, key=lambda t: t.position)
    )


def audio_urls(reading: Reading) -> list[str]:
    where = {"slug": current_organization().slug, "interview_id": reading.interview.id}
    exchanges = [exchange for question in reading.questions for exchange in question.exchanges]
    return [
        settings.PUBLIC_URL + reverse("interviews:segment", kwargs={**where, "segment_id": segment.id})
        for exchange in exchanges
        for segment in exchange.segments
    ]
