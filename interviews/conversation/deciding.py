"""Whether to ask a follow-up: a model's suggestion, or the safe next question when there is none."""

from typing import Annotated, Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from interviews.budgets import TOKENS, counting
from interviews.conversation.faults import record_fault
from interviews.conversation.interviewer import Situation, Suggestion, may_follow_up
from interviews.models import Turn
from interviews.tries import refuse_after
from organizations.usage.ai import ai, prompt
from providers.model_text import Prose, prose_up_to

MISSING_POINT_MAX_CHARS = 300


class FollowUpDecision(BaseModel):
    model_config = ConfigDict(extra="forbid")

    action: Literal["follow_up", "next"]
    missing_point: Annotated[str | None, prose_up_to(MISSING_POINT_MAX_CHARS)]
    follow_up: Prose | None


def suggestion_for(turn: Turn, situation: Situation, tries: int) -> Suggestion | None:
    """None when no follow-up is possible, or when the model failed (which is recorded with the turn)."""
    if not may_follow_up(situation):
        return None
    interview = turn.interview
    try:
        refuse_after(tries)
        generation = (
            ai(
                "decide_follow_up",
                interview.id,
                llm_timeout_s=settings.LIVE_LLM_SECONDS,
                counted=counting(interview.id, TOKENS),
            )
            .llm(interview.tier)
            .generate(prompt("decide_follow_up"), _context(situation), output=FollowUpDecision)
        )
    except Exception as error:  # Whatever it is, the candidate must not wait for it.
        record_fault(turn.id, "llm", error)
        return None
    return Suggestion(**FollowUpDecision.model_validate(generation.data).model_dump())


def _context(situation: Situation) -> dict[str, object]:
    """Nothing about the person: the question, and everything said to it so far."""
    question = situation.plan.question(situation.question_key)
    return {
        "question": {
            "text": question.text,
            "expected_points": list(question.expected_points),
            "probe": question.probe,
        },
        "answer": situation.said,
        "follow_ups_asked": list(situation.follow_ups_asked),
        "follow_ups_left": situation.max_follow_ups - situation.follow_ups,
    }
