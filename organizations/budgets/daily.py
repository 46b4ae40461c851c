"""What an organization may spend on a day (UTC), kept by conditional updates in the transaction that spends.

What is begun is refused when its budget is spent; what an interview uses that is under way is counted and no more, so
that none breaks off in the middle. The limits are settings, read each time: a changed one counts at once.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from interviewai.kernel.errors import DomainError
from organizations.budgets.models import OrganizationDay
from organizations.tenancy import current_organization, shared_schema

DAY_S = 86_400
KEPT = timedelta(days=35)
NO_LIMIT = 2**62
# Each statement is of one column, whose name is one of ours. The row is new where no transaction has changed it.
SPEND = """
INSERT INTO organization_days AS today (organization_id, day, <column>)
SELECT %(organization)s, %(day)s, %(amount)s::bigint WHERE %(amount)s::bigint <= %(limit)s::bigint
ON CONFLICT (organization_id, day) DO UPDATE SET <column> = today.<column> + excluded.<column>
 WHERE today.<column> + excluded.<column> <= %(limit)s::bigint
RETURNING xmax = 0
"""
GIVE_BACK = """
UPDATE organization_days SET <column> = greatest(<column> - %(amount)s::bigint, 0)
 WHERE organization_id = %(organization)s AND day = %(day)s
"""


@dataclass(frozen=True)
class Budget:
    """`name` is its column and its name on the wire. `setting` allows so many of its units, each `unit` of the column.

    `sentence` says what is refused, with the limit in it.
    """

    name: str
    setting: str
    sentence: str
    unit: int = 1

    @property
    def limit(self) -> int:
        """0: none is allowed."""
        allowed: int = getattr(settings, self.setting)
        return allowed * self.unit


INTERVIEWS = Budget(
    "interviews", "ORGANIZATION_DAILY_INTERVIEWS", "No more interviews can be scheduled today; a day has {limit:,}."
)
MAILS = Budget("mails", "ORGANIZATION_DAILY_MAILS", "No more mails can be sent today; a day has {limit:,}.")
CHARACTERS = Budget(
    "characters", "ORGANIZATION_DAILY_CHARACTERS", "No more speech is prepared today; a day has {limit:,} characters."
)
TOKENS = Budget(
    "tokens",
    "ORGANIZATION_DAILY_TOKENS",
    "Language models write nothing more today; a day has {limit:,} tokens.",
)
SPEECH = Budget(
    "speech_s",
    "ORGANIZATION_DAILY_SPEECH_MINUTES",
    "No more speech is recognized today; a day has {limit:,} minutes.",
    unit=60,
)
NAMES = tuple(budget.name for budget in (INTERVIEWS, MAILS, CHARACTERS, TOKENS, SPEECH))


class BudgetSpent(DomainError):
    """A sentence that names the budget and when it is free again; so do the headers, for programs."""

    status = 429
    code = "budget_spent"

    def __init__(self, budget: Budget, now: datetime) -> None:
        self.budget, self.free_at = budget, midnight_after(now)
        self.retry_after_s = math.ceil((self.free_at - now).total_seconds())
        said = budget.sentence.format(limit=budget.limit // budget.unit)
        super().__init__(f"{said} The next day begins at {self.free_at:%Y-%m-%d %H:%M} UTC.")

    @property
    def headers(self) -> dict[str, str]:
        """draft-ietf-httpapi-ratelimit-headers-11, as of requests (platform_api.rate_limits)."""
        return {
            "RateLimit-Policy": f'"{self.budget.name}";q={self.budget.limit};w={DAY_S}',
            "RateLimit": f'"{self.budget.name}";r=0;t={self.retry_after_s}',
        }


def midnight_after(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def spend(budget: Budget, amount: int = 1) -> None:
    """In the organization's schema. Raises BudgetSpent, with nothing spent, where that much is not left."""
    now = timezone.now()
    if not _spend(budget, amount, budget.limit, today(now)):
        raise BudgetSpent(budget, now)


def count(budget: Budget, amount: float) -> None:
    """What was used of it, also beyond the limit."""
    _spend(budget, math.ceil(amount), NO_LIMIT, today(timezone.now()))


def require(*budgets: Budget) -> None:
    """Raises BudgetSpent where nothing is left of one, before something is begun that takes nobody knows how much."""
    now = timezone.now()
    used = spent(today(now))
    for budget in budgets:
        if used.get(budget.name, 0) >= budget.limit:
            raise BudgetSpent(budget, now)


@contextmanager
def spending(budget: Budget, amount: int = 1) -> Iterator[None]:
    """Spent before what is done here, which need not be in a transaction; given back if it raises."""
    day = today(timezone.now())
    spend(budget, amount)
    try:
        yield
    except BaseException:
        _execute(GIVE_BACK, budget, amount=amount, day=day)
        raise


def today(now: datetime) -> date:
    return now.astimezone(UTC).date()


def spent(day: date) -> dict[str, int]:
    """By the budgets' names; empty where nothing was."""
    with shared_schema():
        row = OrganizationDay.objects.filter(organization_id=current_organization().id, day=day).first()
    return {name: getattr(row, name) for name in NAMES} if row else {}


def _spend(budget: Budget, amount: int, limit: int, day: date) -> bool:
    if amount <= 0:
        return True
    row = _execute(SPEND, budget, amount=amount, limit=limit, day=day)
    if row and row[0]:
        forget_before(day - KEPT)
    return row is not None


def _execute(statement: str, budget: Budget, **values: Any) -> tuple[Any, ...] | None:
    values["organization"] = current_organization().id
    with shared_schema(), connection.cursor() as cursor:
        cursor.execute(statement.replace("<column>", budget.name), values)
        row: tuple[Any, ...] | None = cursor.fetchone() if cursor.description else None
        return row


def forget_before(day: date) -> None:
    """Of this organization, with the first of each day."""
    with shared_schema():
        OrganizationDay.objects.filter(organization_id=current_organization().id, day__lt=day).delete()
