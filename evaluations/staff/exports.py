"""Evaluations as files."""

import csv
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from evaluations.loading import Question, Reading
from evaluations.models import Evaluation, Score
from evaluations.staff.cells import cell
from evaluations.staff.questions_shown import sample_words

LIST_COLUMNS = {
    "interview_id": "interview.id",
    "candidate": "interview.candidate.name",
    "email": "interview.candidate.email",
    "job": "interview.job.title",
    "completed_at": "interview.completed_at",
    "status": "status",
    "overall": "overall",
    "margin": "margin",
    "technical": "technical",
    "behavioral": "behavioral",
    "communication": "communication",
    "recommendation": "recommendation",
    "tie_with": "tie_with",
    "engine": "engine",
    "rubric_version": "rubric_version",
    "revision": "revision",
}
NO_SCORE = Score(status="")


def as_json(document: dict[str, Any], name: str) -> HttpResponse:
    return attached(JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2}), name)


def list_csv(evaluations: Iterable[Evaluation], name: str) -> HttpResponse:
    get = attrgetter(*LIST_COLUMNS.values())
    rows = ((*get(each), *span(each)) for each in evaluations)
    return as_csv([*LIST_COLUMNS, "overall_low", "overall_high"], rows, name)


def span(evaluation: Evaluation) -> tuple[int | None, int | None]:
    overall = evaluation.ranges.get("overall", {})
    return overall.get("low"), overall.get("high")


def report_csv(reading: Reading, name: str) -> HttpResponse:
    rows = [question_row(reading.interview.id, question) for question in reading.questions]
    return as_csv(list(rows[0]) if rows else [], [row.values() for row in rows], name)


def question_row(interview_id: str, question: Question) -> dict[str, Any]:
    score = question.score or NO_SCORE
    return {
        "interview_id": interview_id,
        "question": question.question.text,
        "type": question.question.type,
        "competency": question.question.competency,
        "answer": "\n".join(exchange.turn.answer_text for exchange in question.exchanges),
        "status": score.status,
        "score": score.number,
        "anchor_level": score.level,
        "engine_score": score.score,
        "coverage": score.coverage,
        "samples": " ".join(sample_words(sample) for sample in score.samples),
        "held_because": " ".join(score.held_because),
        "review_outcome": score.review_outcome,
        "review_note": score.review_note,
        "reviewed_by_id": score.reviewed_by_id,
        "evidence": " | ".join(quote["quote"] for quote in score.evidence),
        "missing": "; ".join(score.missing),
        "feedback": score.feedback,
        "flags": " ".join(score.flags),
        "confidence": score.confidence,
        "spread": score.spread,
        "asr_confidence": score.asr_confidence,
        "engine": f"{score.provider}/{score.model}" if score.provider else "",
        "served_model": score.served_model,
        "prompt_version": score.prompt_version,
        "prompt_sha256": score.prompt_sha256,
        "rubric_version": score.rubric_version,
    }


def as_csv(columns: list[str], rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """UTF-8 with a byte order mark, so that spreadsheets read every script; texts as `cells` says."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerows([cell(value) for value in row] for row in (columns, *rows))
    return attached(response, name)


def attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
