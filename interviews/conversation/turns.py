"""One turn, after the candidate's answer: heard -> decided -> the next one asked.

The claim keeps two workers apart, the unique position keeps two next turns apart, and the claim runs out
when a worker dies or fails: the turn is then taken again from the start, after some tries without a model, and in the
end only closed, and the asking with it.
"""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from interviews import claims
from interviews.conversation.asking import carry_out
from interviews.conversation.deciding import suggestion_for
from interviews.conversation.faults import record_fault, write_fault
from interviews.conversation.interviewer import Ask, Finish, Situation, next_step
from interviews.conversation.time_budget import seconds_left
from interviews.conversation.transcript import Heard, has_words, heard
from interviews.events import tell_page
from interviews.lifecycle import enter_review, lock_asking
from interviews.models import Interview, Segment, Turn

GIVEN_UP = "given_up"

log = structlog.get_logger(__name__)


def take(turn_id: str) -> bool:
    """Whether this call brought the turn to its end. It does nothing while segments are still being transcribed."""
    claimed_at = _claim(turn_id)
    if claimed_at is None:
        return False
    turn = Turn.objects.select_related("interview__plan").get(id=turn_id)
    if claims.is_last_resort(turn.attempts):
        return _give_up(turn, claimed_at)
    try:
        return _take(turn, claimed_at)
    except Exception as error:  # Tried again when the claim has run out.
        log.error("turn_not_taken", turn_id=turn_id, attempt=turn.attempts, error=type(error).__name__)
        return False


def _take(turn: Turn, claimed_at: datetime) -> bool:
    answer = heard(turn.segments.all())
    turn.transcript, turn.transcript_confidence = answer.text, answer.confidence
    if turn.kind == Turn.Kind.PRACTICE or turn.interview.review_until:
        return _close(turn, claimed_at)
    return _go_on(turn, answer, claimed_at)


def _claim(turn_id: str) -> datetime | None:
    now = timezone.now()
    waiting = Q(status=Turn.Status.ANSWERED) | Q(claims.lost(), status=Turn.Status.DECIDING)
    unheard = Segment.objects.filter(turn=OuterRef("pk"), status=Segment.Status.STORED)
    taken = Turn.objects.filter(waiting, ~Exists(unheard), id=turn_id).update(
        status=Turn.Status.DECIDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return now if taken else None


def _go_on(turn: Turn, answer: Heard, claimed_at: datetime) -> bool:
    situation = situation_after(turn, understood=has_words(turn.typed_text) or answer.understood)
    suggestion = suggestion_for(turn, situation)  # The one slow thing here, outside any transaction.
    try:
        return _close_and_ask(turn, next_step(situation, suggestion), claimed_at)
    except Exception as error:
        if suggestion is None:
            raise
        record_fault(turn.id, "llm", error)
        return _close_and_ask(turn, next_step(situation), claimed_at)


def _close_and_ask(turn: Turn, step: Ask | Finish, claimed_at: datetime) -> bool:
    with transaction.atomic():
        still_asking = lock_asking(turn.interview)
        closed = _close(turn, claimed_at)
        if closed and still_asking:
            carry_out(turn.interview, step)
    return closed


def _close(turn: Turn, claimed_at: datetime) -> bool:
    closed = Turn.objects.filter(id=turn.id, status=Turn.Status.DECIDING, claimed_at=claimed_at).update(
        status=Turn.Status.DONE, transcript=turn.transcript, transcript_confidence=turn.transcript_confidence
    )
    tell_page(turn.interview_id)
    return bool(closed)


def _give_up(turn: Turn, claimed_at: datetime) -> bool:
    """What was said is kept, and the asking is over: nobody waits for us without an end. A practice only closes."""
    log.error("turn_given_up", turn_id=turn.id, attempt=turn.attempts)
    turn.transcript = " ".join(turn.segments.exclude(text="").values_list("text", flat=True))
    with transaction.atomic():
        if turn.kind != Turn.Kind.PRACTICE:
            enter_review(turn.interview, Interview.EndReason.TECHNICAL_FAILURE)
        closed = _close(turn, claimed_at)
    write_fault(turn.id, "interviewer", GIVEN_UP)
    return closed


def situation_after(turn: Turn, *, understood: bool) -> Situation:
    interview = turn.interview
    kinds = list(interview.turns.filter(question_key=turn.question_key).values_list("kind", flat=True))
    scored_turns = interview.turns.exclude(kind=Turn.Kind.PRACTICE).count()
    return Situation(
        plan=interview.frozen_plan,
        question_key=turn.question_key,
        understood=understood,
        retries=kinds.count(Turn.Kind.RETRY),
        follow_ups=kinds.count(Turn.Kind.FOLLOW_UP),
        max_follow_ups=interview.max_follow_ups,
        turns_left=interview.turn_budget - scored_turns,
        seconds_left=seconds_left(interview, timezone.now()),
    )
