"""Turns come into being here."""

from django.db import transaction
from django.db.models import Max

from interviews import budgets, owed_work
from interviews.conversation import phrases
from interviews.conversation.interviewer import Ask, Finish, main_question
from interviews.conversation.speech_cache import cached_chunks
from interviews.lifecycle import begin, enter_review, lock_asking, start_clock
from interviews.models import Interview, Turn

PRACTICE = Ask(Turn.Kind.PRACTICE, "", phrases.PRACTICE, "practice")


@transaction.atomic
def start(interview: Interview) -> None:
    """The candidate has come: the unscored practice turn. Does nothing when there has been a start before."""
    if begin(interview):
        _add(interview, PRACTICE)


@transaction.atomic
def go_on_after_practice(interview: Interview, *, again: bool) -> None:
    """Does nothing when the interview is further already, or over. Raises BudgetSpent."""
    turn = interview.turns.last() if lock_asking(interview) else None
    if turn is None or turn.kind != Turn.Kind.PRACTICE or turn.status != Turn.Status.DONE:
        return
    if again:
        budgets.spend(interview.id, {budgets.PRACTICE_REPEATS: 1})
        _add(interview, PRACTICE)
    else:
        start_clock(interview)
        carry_out(interview, main_question(interview.to_ask.after(""), "first_question"))


def carry_out(interview: Interview, step: Ask | Finish) -> None:
    """Inside the transaction that closes the turn before: the next turn, or the review."""
    if isinstance(step, Finish):
        enter_review(interview, step.reason)
    else:
        _add(interview, step)


def _add(interview: Interview, step: Ask) -> Turn:
    last = interview.turns.aggregate(last=Max("position"))["last"]
    speech = cached_chunks(step.text, interview.tier, interview.language)
    turn = Turn.objects.create(
        interview=interview,
        position=0 if last is None else last + 1,
        kind=step.kind,
        question_key=step.question_key,
        text=step.text,
        speech=speech or [],
        speech_status=Turn.SpeechStatus.READY if speech else Turn.SpeechStatus.NONE,
        decision={
            "reason": step.reason,
            "missing_point": step.missing_point,
            "notice": step.notice,
            "withheld": step.withheld,
        },
    )
    if not speech:
        owed_work.speak_turn(turn.id, interview.id)
    return turn
