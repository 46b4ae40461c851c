"""What the interviewer says next. Pure: no database, no model, no clock.

Main questions come from the plan, word for word and in its order. A model may only suggest a follow-up.
"""

from dataclasses import dataclass

from interviews.conversation import phrases
from interviews.conversation.follow_up_check import unfit_because
from interviews.plan import Plan, PlannedQuestion

RETRIES_PER_QUESTION = 2
SECONDS_FOR_A_QUESTION = 60
SECONDS_TO_ASK_AT_ALL = 15


@dataclass(frozen=True)
class Situation:
    """Where an interview stands after an answer. Counts and words are of the question that was just answered.

    `spent` names a budget of the interview that is used up and that follow-ups need.
    """

    plan: Plan
    question_key: str
    understood: bool
    retries: int
    follow_ups: int
    max_follow_ups: int
    turns_left: int
    seconds_left: float
    said: str = ""
    follow_ups_asked: tuple[str, ...] = ()
    spent: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """What a model proposes. Where `follow_up` cannot be asked (follow_up_check.py) the authored probe is."""

    action: str
    follow_up: str | None = None
    missing_point: str | None = None


@dataclass(frozen=True)
class Ask:
    """`withheld` says why a model's follow-up is not what is asked."""

    kind: str
    question_key: str
    text: str
    reason: str
    missing_point: str | None = None
    notice: str | None = None
    withheld: str | None = None


@dataclass(frozen=True)
class Finish:
    reason: str


def may_follow_up(situation: Situation) -> bool:
    """Whether a model need be asked at all: understood, within the limits, and not at a later question's cost."""
    questions_to_come = len(situation.plan.questions) - situation.plan.number(situation.question_key)
    spare_seconds = situation.seconds_left - questions_to_come * SECONDS_FOR_A_QUESTION
    return (
        situation.understood
        and situation.spent is None
        and situation.follow_ups < situation.max_follow_ups
        and situation.turns_left > questions_to_come
        and spare_seconds >= SECONDS_FOR_A_QUESTION
    )


def next_step(situation: Situation, suggestion: Suggestion | None = None) -> Ask | Finish:
    if situation.seconds_left < SECONDS_TO_ASK_AT_ALL:
        return Finish("time_budget")
    if situation.turns_left <= 0:
        return Finish("turn_budget")
    if not situation.understood and situation.retries < RETRIES_PER_QUESTION:
        return _retry(situation)
    if suggestion and suggestion.action == "follow_up" and may_follow_up(situation):
        return _follow_up(situation, suggestion)
    return _main_after(situation, _reason_to_go_on(situation, suggestion))


def main_question(question: PlannedQuestion | None, reason: str, withheld: str | None = None) -> Ask | Finish:
    return Ask("main", question.key, question.text, reason, withheld=withheld) if question else Finish("finished")


def _main_after(situation: Situation, reason: str, withheld: str | None = None) -> Ask | Finish:
    return main_question(situation.plan.after(situation.question_key), reason, withheld)


def _retry(situation: Situation) -> Ask:
    first = situation.retries == 0
    return Ask(
        "retry",
        situation.question_key,
        phrases.PLEASE_REPEAT if first else phrases.PLEASE_TYPE,
        "not_understood",
        notice="please_repeat" if first else "please_type",
    )


def _follow_up(situation: Situation, suggestion: Suggestion) -> Ask | Finish:
    """The model's words if they can be asked, else the authored probe, once. Where neither can be, it goes on."""
    probe = situation.plan.question(situation.question_key).probe
    text = " ".join((suggestion.follow_up or "").split())
    withheld = _withheld_because(situation, text, probe)
    if withheld and probe in ("", *situation.follow_ups_asked):
        return _main_after(situation, "no_follow_up_fits", withheld)
    asked, point = (probe if withheld else text), suggestion.missing_point
    return Ask("follow_up", situation.question_key, asked, "point_missing", missing_point=point, withheld=withheld)


def _withheld_because(situation: Situation, text: str, probe: str) -> str | None:
    if text in situation.follow_ups_asked:
        return "asked_before"
    question = situation.plan.question(situation.question_key)
    return None if text and text == probe else unfit_because(text, question, situation.said)


def _reason_to_go_on(situation: Situation, suggestion: Suggestion | None) -> str:
    if not situation.understood:
        return "still_not_understood"
    if situation.spent:
        return f"{situation.spent}_spent"
    return "answered" if suggestion else "no_follow_up_possible"
