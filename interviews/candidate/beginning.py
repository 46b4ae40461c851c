"""Whether a candidate may begin today. An interview that has begun is never asked: it goes on to its end."""

import math
from datetime import datetime

from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews.models import Interview
from organizations.budgets import daily

# A candidate who begins expects to be heard, to be asked on where an answer was thin, and to be judged like everybody
# else; so does whoever invited them. Without speech or tokens it would be a worse interview than yesterday's, for no
# fault of theirs, and it cannot be held again. What a voice does not say, though, is read: characters do not count.
NEEDED = (daily.SPEECH, daily.TOKENS)


class NotToday(Conflict):
    """Not 429, by which a page would take its line for too busy."""

    code = "not_today"

    def __init__(self, free_at: datetime, now: datetime) -> None:
        super().__init__(
            "No more interviews can begin today, and that is not your fault. "
            f"Please come back in {_wait(free_at, now)}, after {free_at:%H:%M} UTC: your link stays good."
        )


def refuse_on_a_spent_day(interview: Interview) -> None:
    """Raises NotToday. Nobody loses an interview by it: who cannot come tomorrow may begin."""
    if interview.status != Interview.Status.SCHEDULED:
        return
    try:
        daily.require(*NEEDED)
    except daily.BudgetSpent as spent:
        if interview.expires_at > spent.free_at:
            raise NotToday(spent.free_at, timezone.now()) from spent


def _wait(until: datetime, now: datetime) -> str:
    minutes = max(1, math.ceil((until - now).total_seconds() / 60))
    number, unit = (minutes, "minute") if minutes < 60 else (math.ceil(minutes / 60), "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"
