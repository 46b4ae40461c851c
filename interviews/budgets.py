"""What one interview may cost, whoever holds its link. Spent in the transaction that stores what it is spent for.

The limits are settings and hold at once, for interviews that run too; what was spent stands in the interview's row.
"""

import math
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.db.models.expressions import Combinable

from interviewai.kernel.errors import Conflict
from interviews.models import Interview
from providers.usage import Call, OnCall

MB = 1_000_000
BEYOND_THE_TIME_BOX_S = 210  # Each "I need a moment" (conversation/endpointing.py), and coming back some times.


@dataclass(frozen=True)
class Budget:
    """`setting` is the limit, in units of `unit`; `sentence` tells the candidate that it is spent, and what helps."""

    name: str
    column: str
    setting: str
    sentence: str
    unit: int = 1

    @property
    def limit(self) -> int:
        return int(getattr(settings, self.setting)) * self.unit


TYPE_INSTEAD = "Please type the rest of your answers."
STORED_BYTES = Budget(
    "audio_bytes",
    "stored_bytes",
    "INTERVIEW_AUDIO_MB",
    f"This interview has stored as much sound as it may. {TYPE_INSTEAD}",
    MB,
)
STORED_SEGMENTS = Budget(
    "segments",
    "stored_segments",
    "INTERVIEW_SEGMENTS",
    f"This interview has stored as many pieces of recordings as it may. {TYPE_INSTEAD}",
)
HEARD = Budget(
    "audio_minutes",
    "heard_ms",
    "INTERVIEW_AUDIO_MINUTES",
    f"This interview has heard as many minutes as it may. {TYPE_INSTEAD}",
    60_000,
)
PRACTICE_REPEATS = Budget(
    "practice",
    "practice_repeats",
    "INTERVIEW_PRACTICE_REPEATS",
    "The practice has been repeated as often as it may. Please go on to the first question.",
)
WRITTEN_CHARACTERS = Budget(
    "characters",
    "written_characters",
    "INTERVIEW_CHARACTERS",
    "This interview has taken as much written text as it may. What was written before is kept.",
)
# What the candidate's words make models and voices spend. Main questions cost none of it, so no candidate is refused.
TOKENS = Budget("tokens", "model_tokens", "INTERVIEW_TOKENS", "No more follow-ups are thought of.")
SPOKEN_CHARACTERS = Budget(
    "spoken_characters", "spoken_characters", "INTERVIEW_SPOKEN_CHARACTERS", "No more follow-ups are spoken."
)
OF_FOLLOW_UPS = (TOKENS, SPOKEN_CHARACTERS)


class BudgetSpent(Conflict):
    """Names the budget: nothing of what it was asked for has been done."""

    code = "budget_spent"

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget.sentence)
        self.budget = budget.name


def answer_seconds() -> int:
    """As much as one answer can sound on a page that keeps its time box; what is beyond is not heard."""
    return int(settings.TURN_SECONDS) + BEYOND_THE_TIME_BOX_S


def refuse_spent(interview: Interview, amounts: dict[Budget, int]) -> None:
    """Before anything is done: what `spend` would refuse, by what is known of the interview. Raises BudgetSpent."""
    for budget, amount in amounts.items():
        if amount > left(interview, budget):
            raise BudgetSpent(budget)


def spend(interview_id: str, amounts: dict[Budget, int]) -> None:
    """All of it or nothing, inside the transaction that it is spent for. Raises BudgetSpent.

    Locks the interview, so it comes before any lock on one of its turns.
    """
    room = {f"{budget.column}__lte": budget.limit - amount for budget, amount in amounts.items() if amount}
    if not Interview.objects.filter(id=interview_id, **room).update(**_added(amounts)):
        refuse_spent(Interview.objects.get(id=interview_id), amounts)


def note(interview_id: str, budget: Budget, amount: int) -> None:
    """What cannot be refused any more, because it has been done."""
    Interview.objects.filter(id=interview_id).update(**_added({budget: amount}))


def counting(interview_id: str, budget: Budget) -> OnCall:
    """For `ai(counted=...)`."""

    def counted(call: Call) -> None:
        note(interview_id, budget, math.ceil(call.units))

    return counted


def spent_of_follow_ups(interview: Interview) -> str | None:
    """The name of a budget of which nothing is left: then none is asked any more."""
    return next((budget.name for budget in OF_FOLLOW_UPS if not left(interview, budget)), None)


def left(interview: Interview, budget: Budget) -> int:
    return max(0, budget.limit - int(getattr(interview, budget.column)))


def _added(amounts: dict[Budget, int]) -> dict[str, Combinable]:
    return {budget.column: F(budget.column) + amount for budget, amount in amounts.items()}
