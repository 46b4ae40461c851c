"""An interview opened again for the questions whose answers we lost."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews import lifecycle, owed_work
from interviews.access import new_token, token_hash
from interviews.events import tell_page
from interviews.models import Interview, InvitationMail, Turn
from interviews.scheduling import invitation_mails
from interviews.scheduling.invitations import LINK_LIFETIME
from organizations.budgets import daily
from organizations.sealing import seal
from organizations.tenancy import current_organization

MOST_TIMES = 2
SECONDS_A_QUESTION = 300
TURNS_A_QUESTION = 5  # Itself, two requests to repeat, two follow-ups.


@transaction.atomic
def ask_again(interview: Interview, keys: Collection[str], expires_in: timedelta = LINK_LIFETIME) -> str:
    """The token of the new link, which is told here once. Whoever was mailed a link before is mailed this one.

    Raises Conflict when there is nothing to ask, or the interview is open, or was opened often enough; BudgetSpent.
    """
    refuse(interview, keys)
    daily.spend(daily.INTERVIEWS)
    token = new_token(current_organization())
    mailed = InvitationMail.objects.filter(interview=interview).exists()
    expires_at = timezone.now() + expires_in
    opened = lifecycle.open_again(
        interview,
        [question.key for question in interview.frozen_plan.only(keys).questions],
        token_hash=token_hash(token),
        sealed_token=seal(token) if mailed or not interview.livemode else "",
        expires_at=expires_at,
        time_budget_s=min(settings.INTERVIEW_MINUTES * 60, SECONDS_A_QUESTION * len(keys)),
        turn_budget=_turns_so_far(interview) + TURNS_A_QUESTION * len(keys),
    )
    if not opened:
        raise Conflict("Somebody else has opened this interview again.", code="asked_again_already")
    owed_work.expire_interview(interview.id, expires_at)
    if mailed:
        invitation_mails.owe_again(interview)
    tell_page(interview.id)
    return token


def may_ask_again(interview: Interview) -> bool:
    return interview.status == Interview.Status.COMPLETED and interview.times_asked_again < MOST_TIMES


def refuse(interview: Interview, keys: Collection[str]) -> None:
    """Raises Conflict."""
    if interview.is_asked_again:
        raise Conflict("Its questions are being asked again already.", code="asked_again_already")
    if interview.times_asked_again >= MOST_TIMES:
        raise Conflict(f"It was opened again {MOST_TIMES} times; that is all.", code="asked_again_too_often")
    if interview.status != Interview.Status.COMPLETED or not keys:
        raise Conflict("No answer of this interview was lost by our fault.", code="nothing_to_ask_again")


def _turns_so_far(interview: Interview) -> int:
    return interview.turns.exclude(kind=Turn.Kind.PRACTICE).count()
