"""Evaluated interviews, filtered and sorted for the dashboard."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import F, QuerySet

from evaluations.models import Evaluation
from evaluations.rubric import Recommendation
from evaluations.staff import texts
from evaluations.staff.texts import Words
from interviews.staff.forms import JobField
from jobs.livemode import ModeField, livemode
from jobs.models import JobDescription

NEWEST_FIRST = "-completed"
COLUMNS = {
    "candidate": "interview__candidate__name",
    "job": "interview__job__title",
    "overall": "overall",
    "technical": "technical",
    "behavioral": "behavioral",
    "communication": "communication",
    "completed": "interview__completed_at",
}
ANY = ("", "Any recommendation")


class Filter(forms.Form):
    """Nonsense in the address filters nothing."""

    job = JobField(queryset=JobDescription.objects.order_by("title"), required=False, empty_label="All jobs")
    recommendation = forms.ChoiceField(
        choices=[ANY, *((each.value, words.label) for each, words in texts.RECOMMENDATIONS.items())], required=False
    )
    min_score = forms.IntegerField(label="Overall, at least", min_value=0, max_value=100, required=False)
    mode = ModeField()


@dataclass(frozen=True)
class Listed:
    evaluation: Evaluation
    recommendation: Words | None


def evaluations(wanted: Mapping[str, Any], sort: str) -> QuerySet[Evaluation]:
    """`wanted` is the clean data of Filter; `sort` a key of COLUMNS, "-" in front for descending. Nulls come last."""
    found = Evaluation.objects.select_related("interview__candidate", "interview__job")
    ready = Evaluation.Status.READY
    job = wanted.get("job")  # Which is live or a test itself, and all its interviews with it.
    found = found.filter(interview__job=job) if job else found.filter(interview__livemode=livemode(wanted))
    if recommendation := wanted.get("recommendation"):
        found = found.filter(recommendation=recommendation, status=ready)
    if wanted.get("min_score") is not None:
        found = found.filter(overall__gte=wanted["min_score"], status=ready)
    column = F(COLUMNS[sort.removeprefix("-")])
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(order, "-pk")


def known_sort(sort: str) -> str:
    return sort if sort.removeprefix("-") in COLUMNS else NEWEST_FIRST


def listed(evaluation: Evaluation) -> Listed:
    ready = evaluation.status == Evaluation.Status.READY
    return Listed(evaluation, texts.RECOMMENDATIONS[Recommendation(evaluation.recommendation)] if ready else None)
