"""How much of a recording is heard, decided before it is decoded: what its page says of its length may be wrong.

Two recordings of one answer that are heard at the same time may both use what is left.
"""

from dataclasses import dataclass

from django.db.models import F

from interviews import budgets
from interviews.models import Segment, Turn

TOO_LONG = "too_long"
BUDGET_SPENT = "audio_budget_spent"
LEAST_S = 0.5  # Less is not worth an engine's call.


@dataclass(frozen=True)
class Allowance:
    """`code` is the fault of a turn whose recording is longer."""

    seconds: float
    code: str


class NothingLeft(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def allowance_for(segment: Segment) -> Allowance:
    """Raises NothingLeft."""
    of_turn = Allowance(budgets.answer_seconds() - segment.turn.heard_ms / 1000, TOO_LONG)
    of_interview = Allowance(budgets.left(segment.interview, budgets.HEARD) / 1000, BUDGET_SPENT)
    smaller = min(of_interview, of_turn, key=lambda each: each.seconds)
    if smaller.seconds < LEAST_S:
        raise NothingLeft(smaller.code)
    return smaller


def spend_hearing(segment: Segment, decoded_ms: int) -> None:
    """In the transaction that keeps what was heard, before it locks the turn."""
    budgets.note(segment.interview_id, budgets.HEARD, decoded_ms)
    Turn.objects.filter(id=segment.turn_id).update(heard_ms=F("heard_ms") + decoded_ms)
