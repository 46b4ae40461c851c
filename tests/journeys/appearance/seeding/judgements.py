"""How an answer may end: every way in one report, and a tie in another."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from evaluations import finalization
from evaluations.models import Evaluation, Score
from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import shared_schema
from tests.evaluations.interviews import GOOD, QUESTIONS, Said, said

PLAN = [question | {"text": f"{question['text']} ({number})"} for number in (1, 2, 3) for question in QUESTIONS]
ANSWERS: dict[str, list[Said]] = {f"q{number}": [said(GOOD)] for number in range(1, len(PLAN) + 1)}
JUDGED: dict[str, Any] = {
    "provider": "openai_compatible",
    "model": "a-model-with-a-long-name-2026-11",
    "served_model": "a-model-with-a-long-name-2026-11-27",
    "flags": [],
    "flag_evidence": {},
    "confidence": 0.8,
}
NO_NUMBER: dict[str, Any] = {"score": None, "anchor_level": "", "evidence": [], "samples": [], "feedback": ""}
POINT = QUESTIONS[0]["expected_points"][0]
QUOTE = {"turn": 1, "start": 0, "end": 27, "quote": GOOD[:27], "point": POINT}
WHY = "The plan and the index are right; nothing was measured again."


def numbered(score: float, **more: Any) -> dict[str, Any]:
    samples = [{"score": each} for each in (score, score - 0.5, score)]
    return {"status": "scored", "score": Decimal(str(score)), "spread": Decimal("0.5"), "samples": samples, **more}


def held(score: float, coverage: float, **more: Any) -> dict[str, Any]:
    reasons = ["above_coverage", "addresses_evaluator"]
    waiting = {"status": "needs_review", "coverage": Decimal(str(coverage)), "held_because": reasons}
    return numbered(score) | waiting | more


def every_way(organization: Organization) -> list[dict[str, Any]]:
    with shared_schema():
        person = organization.memberships.order_by("pk")[0].user_id
    decided = {"review_note": WHY, "reviewed_by_id": person, "reviewed_at": timezone.now()}
    changed = {"status": "scored", "review_outcome": "changed", "reviewed_score": Decimal(5)}
    aside = {"status": "insufficient_evidence", "review_outcome": "set_aside"}
    return [
        numbered(8, evidence=[QUOTE], missing=["measures again"], coverage=Decimal(6)),
        held(9, 2),
        held(10, 3, **changed, **decided),
        held(9.5, 1, **aside, **decided),
        {"status": "declined", **NO_NUMBER},
        {"status": "insufficient_evidence", **NO_NUMBER},
        {"status": "not_asked", **NO_NUMBER},
        {"status": "technical_failure", **NO_NUMBER},
        numbered(7.5, flags=["part_lost", "samples_disagree", "repeated"]),
    ]


def a_tie() -> list[dict[str, Any]]:
    return [numbered(6.6, evidence=[QUOTE]) for _ in PLAN]


def judge(interview: Interview, columns: Sequence[Mapping[str, Any]]) -> None:
    """One of `columns` a question; the totals follow from them."""
    for score, changes in zip(Score.objects.filter(evaluation__interview=interview), columns, strict=True):
        Score.objects.filter(pk=score.pk).update(**{**JUDGED, **changes})
    evaluation = Evaluation.objects.select_related("interview__plan").get(interview=interview)
    finalization.repair(evaluation, finalization.computed(evaluation))
