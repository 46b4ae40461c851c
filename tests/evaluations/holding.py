"""An interview of which one answer waits for a person."""

from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.management import call_command

from evaluations.models import Evaluation, Score
from interviews.models import Interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import GOOD, complete_interview, said, score_all

JUDGED, COVERED = Decimal("9.0"), Decimal("2.0")
HELD: dict[str, Any] = {
    "status": "needs_review",
    "score": JUDGED,
    "anchor_level": "high",
    "coverage": COVERED,
    "held_because": ["above_coverage"],
    "samples": [{"score": 9.0}, {"score": 8.5}, {"score": 9.0}],
    "provider": "test",
    "model": "judge",
}


def held_interview(organization: Organization, key: str = "q1", others: str = "6.0") -> Interview:
    """Whose other answers got `others` from the same judge, and whose evaluation follows from all of that."""
    interview = complete_interview(organization, {key: [said(GOOD)] for key in ("q1", "q2", "q3")})
    score_all(organization, interview)
    with organization_schema(organization):
        rows = Score.objects.filter(evaluation__interview=interview)
        rows.update(status="scored", score=Decimal(others), provider="test", model="judge")
        rows.filter(question_key=key).update(**HELD)
    call_command("recompute_evaluations", organization=organization.slug, stdout=StringIO())
    return interview


def evaluation_of(organization: Organization, interview: Interview) -> Evaluation:
    with organization_schema(organization):
        return Evaluation.objects.get(interview=interview)
