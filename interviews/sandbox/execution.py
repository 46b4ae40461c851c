"""One run of the sandbox: the synthetic candidate comes over the network, as a person's browser would."""

import asyncio

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Least
from django.utils import timezone

from interviews import lifecycle
from interviews.models import Interview, SandboxRun
from interviews.sandbox import runs
from interviews.sandbox.runs import NO_SHOW
from interviews.synthetic import performance
from interviews.synthetic.conversation import Conversation
from interviews.synthetic.errors import CandidateError, GaveUp, LineLost, Refused
from interviews.synthetic.links import Link
from organizations.owed_work.claims import Piece
from organizations.sealing import Unsealable, unseal
from providers.errors import ConfigurationError, ProviderError

LONGEST_S = 20 * 60
CLOSED = {
    "404": "link_unknown",
    "410": "link_closed",
    "4404": "link_unknown",
    "4409": "taken_over",
    "4410": "link_closed",
    "not_today": "budget_spent",
}

OVER = (Interview.Status.EXPIRED, Interview.Status.CANCELLED)

log = structlog.get_logger(__name__)


class NoLink(Exception):
    """The interview's link is not kept any more, or cannot be read."""


def run(piece: Piece) -> None:
    taken = runs.take(piece)
    if taken is None:
        return
    try:
        act(taken)
    except Exception as error:
        code, retryable = failure(error)
        log.warning("sandbox_run_failed", interview_id=taken.pk, code=code, error=type(error).__name__)
        if retryable and piece.tries < runs.TRIES:
            runs.try_again(taken, piece, code)
        else:
            runs.fail(taken, piece, code)
    else:
        runs.done(taken, piece)


def give_up(piece: Piece) -> None:
    """Each worker that took it died."""
    taken = SandboxRun.objects.filter(pk=piece.row_id, status__in=runs.OPEN).first()
    if taken:
        runs.fail(taken, piece, "worker_lost")


def act(taken: SandboxRun) -> None:
    interview = taken.interview
    if taken.character == NO_SHOW:
        stay_away(interview)
    elif interview.status in OVER:
        raise Refused("4410", "The interview was closed before its candidate came.")
    elif interview.status != Interview.Status.COMPLETED:  # Else a worker died between the last word and its row.
        asyncio.run(hold(conversation(taken.character, interview)))


@transaction.atomic
def stay_away(interview: Interview) -> None:
    """The interview's time is over now."""
    now = timezone.now()
    waiting = Interview.objects.filter(id=interview.id, status=Interview.Status.SCHEDULED)
    waiting.update(expires_at=Least("expires_at", now))
    interview.refresh_from_db()
    if not lifecycle.expire(interview, now) and interview.status != Interview.Status.EXPIRED:
        raise Refused("4409", "Somebody came to the interview after all.")


def conversation(character: str, interview: Interview) -> Conversation:
    return performance.conversation(
        character,
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


async def hold(conversation: Conversation) -> None:
    """Raises what the conversation raises, and GaveUp when it takes too long."""
    try:
        async with asyncio.timeout(LONGEST_S):
            await conversation.take()
    except TimeoutError:
        raise GaveUp(f"The interview took longer than {LONGEST_S} s.") from None


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
        case NoLink():
            return "no_link", False
        case _:
            return "internal", True
