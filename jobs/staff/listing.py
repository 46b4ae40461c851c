"""The list of jobs: which of them, in which order."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from jobs.livemode import livemode
from jobs.models import Difficulty, JobDescription

PAGE_SIZE = 25
NEWEST_FIRST = "-created"
COLUMNS = {"title": "title", "level": "level_rank", "questions": "question_count", "created": "created_at"}
LEVEL_RANK = Case(
    *(When(difficulty=level, then=Value(rank)) for rank, level in enumerate(Difficulty.values)),
    output_field=IntegerField(),
)


def jobs(wanted: Mapping[str, Any], sort: str) -> QuerySet[JobDescription]:
    """`wanted` is the clean data of forms.ListFilter; `sort` a key of COLUMNS, with "-" in front for descending."""
    found = JobDescription.objects.filter(livemode=livemode(wanted))
    found = found.annotate(question_count=Count("questions"), level_rank=LEVEL_RANK)
    if text := wanted.get("q"):
        found = found.filter(Q(title__icontains=text) | Q(industry__icontains=text))
    if level := wanted.get("level"):
        found = found.filter(difficulty=level)
    if wanted.get("show") != "all":
        found = found.filter(archived_at__isnull=wanted.get("show") != "archived")
    direction = "-" if sort.startswith("-") else ""
    return found.order_by(direction + COLUMNS[sort.removeprefix("-")], "-pk")


def known_sort(sort: str) -> str:
    return sort if sort.removeprefix("-") in COLUMNS else NEWEST_FIRST
