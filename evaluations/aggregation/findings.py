"""Strengths, weaknesses and red flags, each with its question and its quotes. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from evaluations import rubric
from evaluations.aggregation.answers import Answer
from evaluations.rubric import Level

LISTED = 5  # Strengths or weaknesses named in an evaluation.
QUOTED = 2  # Quotes behind each.


def strengths(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    strong = at_level(answers, Level.HIGH)
    strong.sort(key=lambda answer: answer.score or Decimal(0), reverse=True)
    return [finding(answer, what_was_strong(answer)) for answer in strong[:LISTED]]


def weaknesses(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    weak = [answer for answer in at_level(answers, Level.LOW) if answer.complete]
    weak.sort(key=lambda answer: answer.score or Decimal(0))
    return [finding(answer, what_was_weak(answer)) for answer in weak[:LISTED]]


def at_level(answers: Sequence[Answer], wanted: Level) -> list[Answer]:
    scored = [answer for answer in answers if answer.scored]
    return [answer for answer in scored if rubric.level(answer.score or Decimal(0)) == wanted]


def what_was_strong(answer: Answer) -> str:
    points = dict.fromkeys(quote["point"] for quote in answer.evidence if quote.get("point"))
    return f"spoke of {quoted(points)}" if points else near(answer, answer.high_anchor)


def what_was_weak(answer: Answer) -> str:
    return f"nothing on {quoted(answer.missing)}" if answer.missing else near(answer, answer.low_anchor)


def near(answer: Answer, anchor: str) -> str:
    """An anchor describes some answer; that this one is nearest to it is a judge's word, and coverage is none."""
    return f"nearest to “{anchor}”" if anchor and not answer.by_coverage else ""


def quoted(points: Iterable[str]) -> str:
    return ", ".join(f"“{point}”" for point in points)


def finding(answer: Answer, detail: str) -> dict[str, Any]:
    subject = answer.competency or f"Question {answer.position}"
    return {
        "text": f"{subject}: {detail}" if detail else subject,
        "question_key": answer.question_key,
        "evidence": list(answer.evidence[:QUOTED]),
    }


def red_flags(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "flag": flag.value,
            "question_key": answer.question_key,
            "evidence": list(answer.flag_evidence.get(flag, ()))[:QUOTED],
        }
        for answer in answers
        for flag, text in rubric.RED_FLAGS.items()
        if flag in answer.flags
    ]
