"""The recruiter's list of interviews: which of them, in which order."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from interviews.models import Interview
from jobs.livemode import livemode

PAGE_SIZE = 25
NEWEST_FIRST = "-created"
COLUMNS = {"candidate": "candidate__name", "job": "job__title", "status": "status", "created": "created_at"}


def interviews(wanted: Mapping[str, Any], sort: str) -> QuerySet[Interview]:
    """`wanted` is the clean data of forms.ListFilter; `sort` a key of COLUMNS, with "-" in front for descending."""
    found = Interview.objects.select_related("candidate", "job")
    if text := wanted.get("q"):
        found = found.filter(Q(candidate__name__icontains=text) | Q(candidate__email__icontains=text))
    job = wanted.get("job")  # Which is live or a test itself, and all its interviews with it.
    found = found.filter(job=job) if job else found.filter(livemode=livemode(wanted))
    if status := wanted.get("status"):
        found = found.filter(status=status)
    direction = "-" if sort.startswith("-") else ""
    return found.order_by(direction + COLUMNS[sort.removeprefix("-")], "-pk")


def known_sort(sort: str) -> str:
    return sort if sort.removeprefix("-") in COLUMNS else NEWEST_FIRST
