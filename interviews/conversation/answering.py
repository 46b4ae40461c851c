"""What a candidate may do in an interview. Each is one conditional update, so a repeated message does nothing twice.

Only rows of the candidate's own interview are touched, and no status of the interview but through `lifecycle`.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from interviewai.kernel.errors import Conflict, Invalid
from interviews import budgets, lifecycle, owed_work
from interviews.conversation.endpointing import MOMENTS_PER_TURN, OVERRUN, TimeBox
from interviews.conversation.transcript import turns_of_this_time
from interviews.conversation.transcription import is_waited_for
from interviews.models import Interview, Turn
from providers.text.invisible import strip_invisible


class SegmentsMissing(Conflict):
    """The answer ended before all of its recording had arrived. `missing` are sequences."""

    def __init__(self, missing: list[int]) -> None:
        super().__init__("Some of the recording has not arrived yet.", code="segments_missing")
        self.missing = missing


def time_box(turn: Turn) -> TimeBox:
    return TimeBox(settings.TURN_SECONDS, turn.deadline_at, turn.moments_used)


def open_turn(turn: Turn) -> None:
    """The question has been heard: the time box begins."""
    now = timezone.now()
    deadline_at = time_box(turn).opened(now)
    with transaction.atomic():
        if _asked(turn).filter(opened_at=None).update(opened_at=now, deadline_at=deadline_at):
            owed_work.watch_interview(turn.interview_id, deadline_at + OVERRUN)


def resume_turn(turn: Turn) -> None:
    """The candidate was cut off and is back: there is time left to finish the sentence."""
    now = timezone.now()
    if turn.deadline_at:
        _asked(turn).filter(deadline_at=turn.deadline_at).update(deadline_at=time_box(turn).resumed(now))


def take_a_moment(turn: Turn) -> None:
    now = timezone.now()
    _asked(turn).filter(moments_used=turn.moments_used, moments_used__lt=MOMENTS_PER_TURN).update(
        moments_used=turn.moments_used + 1,
        opened_at=turn.opened_at or now,
        deadline_at=time_box(turn).with_moment(now),
    )


def end_answer(turn: Turn, segments: int, reason: str) -> None:
    """Raises SegmentsMissing when a segment below `segments` is not stored yet."""
    stored = set(turn.segments.values_list("sequence", flat=True))
    missing = [sequence for sequence in range(segments) if sequence not in stored]
    if missing and turn.status == Turn.Status.ASKED:
        raise SegmentsMissing(missing)
    _end(turn, end_reason=reason, segments_expected=len(stored))


@transaction.atomic
def type_answer(turn: Turn, text: str) -> None:
    """Raises BudgetSpent. An answer that has ended before costs nothing."""
    if not strip_invisible(text).strip():
        raise Invalid("The answer is empty.", code="empty_answer")
    lifecycle.lock_asking(turn.interview)
    typed = text.strip()
    if _end(turn, end_reason=Turn.EndReason.TYPED, answer_mode=Turn.AnswerMode.TYPED, typed_text=typed):
        budgets.spend(turn.interview_id, {budgets.WRITTEN_CHARACTERS: len(typed)})


@transaction.atomic
def leave(interview: Interview, reason: str) -> None:
    """The asking ends early, and what was said to the open question counts.

    The review comes first: from there on no worker asks anything more.
    """
    lifecycle.enter_review(interview, reason)
    for turn in interview.turns.filter(status=Turn.Status.ASKED):
        _end(turn, end_reason=Turn.EndReason.INTERVIEW_ENDED, segments_expected=turn.segments.count())


def end_overrun(turn: Turn, now: datetime) -> None:
    """The page should have ended this answer at its time box. It was seen since, but did not; so the server does."""
    seen = turn.interview.last_seen_at
    present = seen is not None and turn.deadline_at is not None and seen > turn.deadline_at
    if present and time_box(turn).overrun(now):
        _end(turn, end_reason=Turn.EndReason.TIME_BOX, segments_expected=turn.segments.count())


@transaction.atomic
def correct(turn: Turn, text: str) -> None:
    """The candidate's own version of what was heard, kept beside it. Only during the review. Raises BudgetSpent."""
    if not turns_of_this_time(turn.interview).filter(id=turn.id).exists():
        raise Conflict("This answer was scored as it stands.", code="not_now")
    if text.strip() != turn.corrected_transcript:
        budgets.spend(turn.interview_id, {budgets.WRITTEN_CHARACTERS: len(text.strip())})
    corrected = Turn.objects.filter(
        id=turn.id,
        interview__status=Interview.Status.IN_PROGRESS,
        interview__review_until__gt=timezone.now(),
    ).update(corrected_transcript=text.strip())
    if not corrected:
        raise Conflict("The answers can not be changed any more.", code="not_now")


@transaction.atomic
def _end(turn: Turn, **changes: object) -> bool:
    """What was recorded has to be heard first; then its last piece lets the interview go on."""
    ended = _asked(turn).update(status=Turn.Status.ANSWERED, answered_at=timezone.now(), **changes)
    if ended and not is_waited_for(turn):
        owed_work.take_turn(turn.id, turn.interview_id)
    return bool(ended)


def _asked(turn: Turn) -> QuerySet[Turn]:
    """Not by a join: Django would hide the status in a subquery, and two updates at once would both succeed."""
    open_interview = Interview.objects.filter(id=OuterRef("interview_id"), status=Interview.Status.IN_PROGRESS)
    return Turn.objects.filter(Exists(open_interview), id=turn.id, status=Turn.Status.ASKED)
