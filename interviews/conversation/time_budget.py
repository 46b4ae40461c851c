"""How much of an interview's time is left. It runs from the first question, and not while the connection is lost."""

from datetime import datetime

from interviews.models import Interview


def seconds_left(interview: Interview, now: datetime) -> float:
    return max(0.0, interview.time_budget_s - _seconds_used(interview, now))


def seconds_over(interview: Interview, now: datetime) -> float:
    """How long ago the budget was used up; an answer that is being given then may still be finished."""
    return max(0.0, _seconds_used(interview, now) - interview.time_budget_s)


def _seconds_used(interview: Interview, now: datetime) -> float:
    return (now - interview.started_at).total_seconds() - interview.away_s if interview.started_at else 0.0
