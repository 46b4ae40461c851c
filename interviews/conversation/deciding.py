"""Whether to ask a follow-up: a model's suggestion, or the safe next question when there is none."""

from typing import Annotated, Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from interviews.budgets import TOKENS, counting
from interviews.conversation.faults import record_fault
from interviews.conversation.interviewer import Situation, Suggestion, may_follow_up
from interviews.masking.person import Person, masked
from interviews.models import Turn
from interviews.tries import refuse_after
from jobs.generated_questions import sameness
from organizations.usage.ai import ai, prompt
from providers.addressing import without_addressed
from providers.model_text import Prose, prose_up_to
from providers.text.invisible import strip_invisible

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
            .generate(prompt("decide_follow_up"), _context(situation, _candidate(turn)), output=FollowUpDecision)
        )
    except Exception as error:  # Whatever it is, the candidate must not wait for it.
        record_fault(turn.id, "llm", error)
        return None
    decision = FollowUpDecision.model_validate(generation.data)
    return Suggestion(decision.action, decision.follow_up, _expected(decision.missing_point, situation))


def _candidate(turn: Turn) -> Person:
    candidate = turn.interview.candidate
    return Person(candidate.name, candidate.email)


def _expected(missing: str | None, situation: Situation) -> str | None:
    """In the question's own words; what it does not expect cannot be missing."""
    points = situation.plan.question(situation.question_key).expected_points
    return next((point for point in points if missing and sameness(point) == sameness(missing)), None)


def _context(situation: Situation, candidate: Person) -> dict[str, object]:
    """The question, and what was said to it so far: nothing about the person, nothing that is meant for a model."""
    question = situation.plan.question(situation.question_key)
    said = masked(strip_invisible(situation.said), candidate).text
    return {
        "question": {
            "text": question.text,
            "expected_points": list(question.expected_points),
            "probe": question.probe,
        },
        "answer": without_addressed(said),
        "follow_ups_asked": list(situation.follow_ups_asked),
        "follow_ups_left": situation.max_follow_ups - situation.follow_ups,
    }
