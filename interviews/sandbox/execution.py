"""One run of the sandbox: the synthetic candidate comes over the network, as a person's browser would.

A few at a time in a process, so that what shares the worker keeps its threads; the others wait in their rows.
"""

import asyncio
from threading import BoundedSemaphore

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Least
from django.utils import timezone

from interviews import claims, lifecycle
from interviews.models import Interview
from interviews.sandbox import runs
from interviews.sandbox.runs import NO_SHOW, Claim
from interviews.synthetic import performance
from interviews.synthetic.conversation import Conversation
from interviews.synthetic.errors import CandidateError, GaveUp, LineLost, Refused
from interviews.synthetic.links import Link
from organizations.models import Organization
from organizations.sealing import Unsealable, unseal
from organizations.tenancy import current_organization, in_organization
from providers.errors import ConfigurationError, ProviderError

AT_ONCE = 4
LONGEST_S = 20 * 60
RENEWED_EVERY_S = claims.HOLDS.total_seconds() / 3
CLOSED = {
    "404": "link_unknown",
    "410": "link_closed",
    "4404": "link_unknown",
    "4409": "taken_over",
    "4410": "link_closed",
}

OVER = (Interview.Status.EXPIRED, Interview.Status.CANCELLED)

seats = BoundedSemaphore(AT_ONCE)
log = structlog.get_logger(__name__)


class NoLink(Exception):
    """The interview's link is not kept any more, or cannot be read."""


class ClaimLost(Exception):
    """Another worker has the run now."""


def run(interview_id: str) -> None:
    """Does nothing when no seat is free, or the run is over, waits, or is another worker's."""
    if not seats.acquire(blocking=False):
        return
    try:
        claim = runs.take(interview_id)
        if claim is not None:
            carry_out(claim)
    finally:
        seats.release()


def carry_out(claim: Claim) -> None:
    if claim.attempt > runs.MAX_ATTEMPTS:  # Each worker that took it died.
        claim.failed("worker_lost", retryable=False)
        return
    try:
        act(claim)
    except Exception as error:
        code, retryable = failure(error)
        log.warning("sandbox_run_failed", interview_id=claim.interview_id, code=code, error=type(error).__name__)
        claim.failed(code, retryable=retryable)
    else:
        claim.done()


def act(claim: Claim) -> None:
    interview = Interview.objects.select_related("plan").get(id=claim.interview_id)
    if claim.character == NO_SHOW:
        stay_away(interview)
    elif interview.status in OVER:
        raise Refused("4410", "The interview was closed before its candidate came.")
    elif interview.status != Interview.Status.COMPLETED:  # Else a worker died between the last word and its row.
        asyncio.run(hold(claim, current_organization(), conversation(claim, interview)))


@transaction.atomic
def stay_away(interview: Interview) -> None:
    """The interview's time is over now."""
    now = timezone.now()
    waiting = Interview.objects.filter(id=interview.id, status=Interview.Status.SCHEDULED)
    waiting.update(expires_at=Least("expires_at", now))
    interview.refresh_from_db()
    if not lifecycle.expire(interview, now) and interview.status != Interview.Status.EXPIRED:
        raise Refused("4409", "Somebody came to the interview after all.")


def conversation(claim: Claim, interview: Interview) -> Conversation:
    return performance.conversation(
        claim.character,
        link_of(interview),
        ai=settings.AI,
        tier=interview.tier,
        language=interview.language,
        plan=interview.frozen_plan,
    )


def link_of(interview: Interview) -> Link:
    """The candidate's own link; the web process behind it may be nearer by INTERNAL_URL."""
    if not interview.sealed_token:
        raise NoLink
    try:
        return Link(settings.PUBLIC_URL, unseal(interview.sealed_token), via=settings.INTERNAL_URL)
    except Unsealable:
        raise NoLink from None


async def hold(claim: Claim, organization: Organization, conversation: Conversation) -> None:
    """The conversation, with the claim renewed beside it. Raises ClaimLost, or what the conversation raises."""
    talking = asyncio.create_task(conversation.take())
    keeping = asyncio.create_task(keep(claim, organization))
    try:
        await asyncio.wait({talking, keeping}, timeout=LONGEST_S, return_when=asyncio.FIRST_COMPLETED)
        if keeping.done():
            keeping.result()
            raise ClaimLost
        if not talking.done():
            raise GaveUp(f"The interview took longer than {LONGEST_S} s.")
        talking.result()
    finally:
        talking.cancel()
        keeping.cancel()
        await asyncio.wait({talking, keeping})


async def keep(claim: Claim, organization: Organization) -> None:
    while await in_organization(organization, claim.renew):
        await asyncio.sleep(RENEWED_EVERY_S)


def failure(error: Exception) -> tuple[str, bool]:
    """Its code, and whether another attempt makes sense."""
    match error:
        case Refused():
            return CLOSED.get(error.code, "refused"), False
        case LineLost():
            return "unreachable", True
        case CandidateError():
            return "no_answer", True
        case ConfigurationError():
            return "no_voice", False
        case ProviderError():
            return f"voice_{error.code}", True
        case ClaimLost():
            return "claim_lost", True
        case NoLink():
            return "no_link", False
        case _:
            return "internal", True
