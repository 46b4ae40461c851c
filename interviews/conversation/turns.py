"""One turn, after the candidate's answer: heard -> decided -> the next one asked.

The claim keeps two workers apart, the unique position keeps two next turns apart. What fails is taken again from the
start, after some tries without a model, and in the end only closed, and the asking with it.
"""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from interviews.budgets import spent_of_follow_ups
from interviews.conversation.asking import carry_out
from interviews.conversation.deciding import suggestion_for
from interviews.conversation.faults import record_fault, write_fault
from interviews.conversation.interviewer import Ask, Finish, Situation, next_step
from interviews.conversation.time_budget import seconds_left
from interviews.conversation.transcript import Heard, has_words, heard, times_asked
from interviews.conversation.transcription import is_waited_for
from interviews.events import tell_page
from interviews.lifecycle import enter_review, lock_asking
from interviews.models import Interview, Segment, Turn
from organizations.owed_work.claims import LeaseLost, Piece

GIVEN_UP = "given_up"
WAITS = [timedelta(seconds=seconds) for seconds in (1, 3, 5, 10, 15)]  # The candidate sees "Thinking".

log = structlog.get_logger(__name__)


def take(piece: Piece) -> None:
    """Does nothing when it is done already, or while segments are still being transcribed: the last one owes it."""
    turn = _answered(piece)
    if turn is None or is_waited_for(turn):
        return
    answer = heard(turn.segments.all())
    turn.transcript, turn.transcript_confidence = answer.text, answer.confidence
    if turn.kind == Turn.Kind.PRACTICE or turn.interview.review_until:
        _close(turn, piece)
    else:
        _go_on(turn, answer, piece)


def give_up(piece: Piece) -> None:
    """What was said is kept, and the asking is over: nobody waits for us without an end. A practice only closes."""
    turn = _answered(piece)
    if turn is None:
        return
    log.error("turn_given_up", turn_id=turn.id, attempt=piece.tries)
    turn.transcript = " ".join(turn.segments.exclude(text="").values_list("text", flat=True))
    with transaction.atomic():
        if turn.kind != Turn.Kind.PRACTICE:
            enter_review(turn.interview, Interview.EndReason.TECHNICAL_FAILURE)
        _close(turn, piece)
    write_fault(turn.id, "interviewer", GIVEN_UP)


def untaken(**one: str) -> Iterable[tuple[str, str]]:
    """(turn, interview): answers that have been heard."""
    unheard = Segment.objects.filter(turn=OuterRef("pk"), status=Segment.Status.STORED)
    answered = Turn.objects.filter(~Exists(unheard), status=Turn.Status.ANSWERED, **one)
    return answered.values_list("id", "interview_id")


def _answered(piece: Piece) -> Turn | None:
    answered = Turn.objects.select_related("interview__plan", "interview__candidate").filter(
        status=Turn.Status.ANSWERED
    )
    return answered.filter(id=piece.row_id).first()


def _go_on(turn: Turn, answer: Heard, piece: Piece) -> None:
    situation = situation_after(turn, understood=has_words(turn.typed_text) or answer.understood)
    suggestion = suggestion_for(turn, situation, piece.tries)  # The one slow thing here, outside any transaction.
    try:
        _close_and_ask(turn, next_step(situation, suggestion), piece)
    except LeaseLost:
        raise
    except Exception as error:
        if suggestion is None:
            raise
        record_fault(turn.id, "llm", error)
        _close_and_ask(turn, next_step(situation), piece)


@transaction.atomic
def _close_and_ask(turn: Turn, step: Ask | Finish, piece: Piece) -> None:
    still_asking = lock_asking(turn.interview)
    if _close(turn, piece) and still_asking:
        carry_out(turn.interview, step)


@transaction.atomic
def _close(turn: Turn, piece: Piece) -> bool:
    """Raises LeaseLost, with nothing changed, when somebody else has the turn by now."""
    closed = Turn.objects.filter(id=turn.id, status=Turn.Status.ANSWERED).update(
        status=Turn.Status.DONE, transcript=turn.transcript, transcript_confidence=turn.transcript_confidence
    )
    piece.done()
    tell_page(turn.interview_id)
    return bool(closed)


def situation_after(turn: Turn, *, understood: bool) -> Situation:
    interview = turn.interview
    turns = _of_its_question(turn)
    kinds = [each.kind for each in turns]
    scored_turns = interview.turns.exclude(kind=Turn.Kind.PRACTICE).count()
    return Situation(
        plan=interview.to_ask,
        question_key=turn.question_key,
        understood=understood,
        retries=kinds.count(Turn.Kind.RETRY),
        follow_ups=kinds.count(Turn.Kind.FOLLOW_UP),
        max_follow_ups=interview.max_follow_ups,
        turns_left=interview.turn_budget - scored_turns,
        seconds_left=seconds_left(interview, timezone.now()),
        said=" ".join(each.answer_text for each in turns if each.answer_text),
        spent=spent_of_follow_ups(interview),
        follow_ups_asked=tuple(each.text for each in turns if each.kind == Turn.Kind.FOLLOW_UP),
    )


def _of_its_question(turn: Turn) -> list[Turn]:
    """Since it was asked (again), in their order. Its own transcript is in no row yet."""
    earlier = turn.interview.turns.filter(question_key=turn.question_key, position__lt=turn.position)
    return times_asked([*earlier.order_by("position"), turn])[-1]
