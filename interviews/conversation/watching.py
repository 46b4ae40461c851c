"""What the clock ends: an answer whose time box is over, an interview whose time is, one whose candidate stays away.

One row of the index a running interview, due when the next of these may be.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from interviews import lifecycle
from interviews.conversation.answering import end_overrun, leave
from interviews.conversation.endpointing import OVERRUN, PRESENT_WITHIN
from interviews.conversation.time_budget import seconds_over
from interviews.lifecycle import RESUME_WITHIN
from interviews.models import Interview, Turn
from organizations.owed_work.claims import Piece

LAST_ANSWER = timedelta(seconds=settings.TURN_SECONDS) + OVERRUN  # May still be finished when the time is used up.
AT_LEAST_EVERY = timedelta(seconds=15)

log = structlog.get_logger(__name__)


def watch(piece: Piece) -> None:
    """As long as questions are asked."""
    now = timezone.now()
    interview = _asking(piece)
    if interview is None:
        return
    end_what_is_over(interview, now)
    interview.refresh_from_db()
    if interview.review_until is None:
        piece.later(next_look(interview, now))


def end_what_is_over(interview: Interview, now: datetime) -> None:
    for turn in interview.turns.filter(status=Turn.Status.ASKED, deadline_at__lt=now):
        end_overrun(turn, now)
    if _is_present(interview, now) and seconds_over(interview, now) > LAST_ANSWER.total_seconds():
        leave(interview, Interview.EndReason.TIME_BUDGET)
    elif interview.last_seen_at and interview.last_seen_at < now - RESUME_WITHIN:
        leave(interview, Interview.EndReason.ABANDONED)


def next_look(interview: Interview, now: datetime) -> datetime:
    """While the candidate is away, when that counts as abandoned."""
    abandoned_at = (interview.last_seen_at or now) + RESUME_WITHIN
    if not _is_present(interview, now):
        return max(abandoned_at, now + AT_LEAST_EVERY)
    moments = [abandoned_at]
    for turn in interview.turns.filter(status=Turn.Status.ASKED):
        moments += [turn.deadline_at + OVERRUN] if turn.deadline_at else []
    if interview.started_at:
        paused = timedelta(seconds=interview.time_budget_s + interview.away_s)
        moments.append(interview.started_at + paused + LAST_ANSWER)
    return max(min(moments), now + AT_LEAST_EVERY)


@transaction.atomic
def leave_unwatched(piece: Piece) -> None:
    """Nobody may be left in an interview that never ends."""
    interview = _asking(piece)
    log.error("interview_not_watched", interview_id=piece.row_id, attempt=piece.tries)
    if interview:
        lifecycle.enter_review(interview, Interview.EndReason.TECHNICAL_FAILURE)
    piece.done()


def unwatched() -> Iterable[tuple[str, str]]:
    """(interview, interview)"""
    asking = Interview.objects.filter(status=Interview.Status.IN_PROGRESS, review_until=None)
    return ((each, each) for each in asking.values_list("id", flat=True))


def _asking(piece: Piece) -> Interview | None:
    return Interview.objects.filter(id=piece.row_id, status=Interview.Status.IN_PROGRESS, review_until=None).first()


def _is_present(interview: Interview, now: datetime) -> bool:
    return interview.last_seen_at is not None and interview.last_seen_at > now - PRESENT_WITHIN
