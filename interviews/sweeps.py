"""Finds what was left lying: a lost hint, a dead worker, a candidate who never came back.

Everything found is only hinted at again; claims and conditional updates keep it from being done twice.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from interviews import claims, hints, lifecycle
from interviews.conversation.answering import end_overrun, leave
from interviews.conversation.endpointing import OVERRUN, PRESENT_WITHIN
from interviews.conversation.time_budget import seconds_over
from interviews.models import Interview, Segment, Turn
from interviews.sandbox import runs

IMPATIENT = timedelta(seconds=2)
PATIENT = timedelta(seconds=10)
SANDBOX_RUNS_AT_ONCE = 8  # Of one organization; a run without a seat is hinted at again by the next sweep.


def resume_stalled(patience: timedelta = PATIENT, interview_id: str | None = None) -> int:
    """How many pieces of work were hinted at again, in the organization or in one interview."""
    before = timezone.now() - patience
    one = {"interview_id": interview_id} if interview_id else {}
    untaken = Q(status=Turn.Status.ANSWERED) | Q(claims.lost(), status=Turn.Status.DECIDING)
    segments = Segment.objects.filter(claims.free(), status=Segment.Status.STORED, created_at__lt=before, **one)
    turns = Turn.objects.filter(untaken, answered_at__lt=before, **one)
    mute = Turn.objects.filter(
        claims.free(), status=Turn.Status.ASKED, speech_status="none", created_at__lt=before, **one
    )
    found = 0
    for rows, hint in ((segments, hints.transcribe_segment), (turns, hints.take_turn), (mute, hints.speak_turn)):
        for row_id in rows.values_list("id", flat=True)[:200]:
            hint(row_id)
            found += 1
    return found


def close_overdue() -> None:
    now = timezone.now()
    lifecycle.expire_overdue(now)
    for turn in Turn.objects.filter(status=Turn.Status.ASKED, deadline_at__lt=now, interview__status="in_progress"):
        end_overrun(turn, now)
    in_progress = Interview.objects.filter(status=Interview.Status.IN_PROGRESS)
    for interview in in_progress.filter(review_until__lte=now):
        hints.complete_interview(interview.id)
    for interview in in_progress.filter(review_until=None, last_seen_at__gt=now - PRESENT_WITHIN):
        if seconds_over(interview, now) > settings.TURN_SECONDS + OVERRUN.total_seconds():
            leave(interview, Interview.EndReason.TIME_BUDGET)
    for interview in in_progress.filter(review_until=None, last_seen_at__lt=_given_up(now)):
        leave(interview, Interview.EndReason.ABANDONED)


def resume_sandbox_runs() -> None:
    for interview_id in runs.due().values_list("pk", flat=True)[:SANDBOX_RUNS_AT_ONCE]:
        hints.run_sandbox_candidate(interview_id)
    runs.give_up_without_questions()


def _given_up(now: datetime) -> datetime:
    return now - timedelta(hours=settings.INTERVIEW_RESUME_HOURS)
