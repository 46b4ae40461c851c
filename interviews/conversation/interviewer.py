"""What the interviewer says next. Pure: no database, no model, no clock.

Main questions come from the plan, word for word and in its order. A model may only suggest a follow-up.
"""

from dataclasses import dataclass

from interviews.conversation import phrases
from interviews.plan import Plan, PlannedQuestion

RETRIES_PER_QUESTION = 2
FOLLOW_UP_MAX_CHARS = 400
SECONDS_FOR_A_QUESTION = 60
SECONDS_TO_ASK_AT_ALL = 15


@dataclass(frozen=True)
class Situation:
    """Where an interview stands after an answer. Counts are of the question that was just answered."""

    plan: Plan
    question_key: str
    understood: bool
    retries: int
    follow_ups: int
    max_follow_ups: int
    turns_left: int
    seconds_left: float


@dataclass(frozen=True)
class Suggestion:
    """What a model proposes. `follow_up` may be empty: then the authored probe is asked."""

    action: str
    follow_up: str | None = None
    missing_point: str | None = None


@dataclass(frozen=True)
class Ask:
    kind: str
    question_key: str
    text: str
    reason: str
    missing_point: str | None = None
    notice: str | None = None


@dataclass(frozen=True)
class Finish:
    reason: str


def may_follow_up(situation: Situation) -> bool:
    """Whether a model need be asked at all: understood, within the limits, and not at a later question's cost."""
    questions_to_come = len(situation.plan.questions) - situation.plan.number(situation.question_key)
    spare_seconds = situation.seconds_left - questions_to_come * SECONDS_FOR_A_QUESTION
    return (
        situation.understood
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
        text = _follow_up_text(situation, suggestion)
        if text:
            point = suggestion.missing_point
            return Ask("follow_up", situation.question_key, text, "point_missing", missing_point=point)
    return main_question(situation.plan.after(situation.question_key), _reason_to_go_on(situation, suggestion))


def main_question(question: PlannedQuestion | None, reason: str) -> Ask | Finish:
    return Ask("main", question.key, question.text, reason) if question else Finish("finished")


def _retry(situation: Situation) -> Ask:
    first = situation.retries == 0
    return Ask(
        "retry",
        situation.question_key,
        phrases.PLEASE_REPEAT if first else phrases.PLEASE_TYPE,
        "not_understood",
        notice="please_repeat" if first else "please_type",
    )


def _follow_up_text(situation: Situation, suggestion: Suggestion) -> str:
    """The model's words if they can be asked, else the authored probe. Empty when there is neither."""
    text = " ".join((suggestion.follow_up or "").split())
    usable = any(character.isalnum() for character in text) and len(text) <= FOLLOW_UP_MAX_CHARS
    return text if usable else situation.plan.question(situation.question_key).probe


def _reason_to_go_on(situation: Situation, suggestion: Suggestion | None) -> str:
    if not situation.understood:
        return "still_not_understood"
    return "answered" if suggestion else "no_follow_up_possible"
