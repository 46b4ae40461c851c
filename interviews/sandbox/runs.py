"""A test interview gets a synthetic candidate: who asked for one, and what came of it.

A run whose worker dies is taken again and goes on at the turn that the interview stands at.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews import owed_work
from interviews.models import Interview, SandboxRun
from interviews.synthetic.characters import CHARACTERS
from organizations.owed_work.claims import Piece

NO_SHOW = "no_show"
CHOICES = (*CHARACTERS, NO_SHOW)
TRIES = 4
RETRY_AFTER = timedelta(seconds=10)
QUESTIONS_WITHIN = timedelta(minutes=10)

Status = SandboxRun.Status
OPEN = (Status.QUEUED, Status.RUNNING)


@transaction.atomic
def order(interview: Interview, character: str) -> SandboxRun:
    """Raises Conflict when somebody has opened, ended or taken the interview already."""
    open_to_take = Interview.objects.select_for_update(of=("self",)).filter(
        id=interview.id, livemode=False, status=Interview.Status.SCHEDULED, expires_at__gt=timezone.now()
    )
    if not open_to_take.exists():
        raise Conflict(
            "Only an interview can be taken that is scheduled and has not expired; this one was opened or is over.",
            code="not_scheduled",
        )
    run, created = SandboxRun.objects.get_or_create(interview=interview, defaults={"character": character})
    if not created:
        raise Conflict(f"A synthetic candidate ({run.character}) takes this interview already.", code="already_taken")
    owed_work.run_sandbox_candidate(interview.id)
    return run


def unfinished() -> Iterable[tuple[str, str]]:
    """(interview, interview)"""
    open_runs = SandboxRun.objects.filter(status__in=OPEN)
    return ((each, each) for each in open_runs.values_list("interview_id", flat=True))


def take(piece: Piece) -> SandboxRun | None:
    """None when there is nothing to do (any more), or not yet: an interview without questions waits for them."""
    run = SandboxRun.objects.select_related("interview__plan").filter(pk=piece.row_id, status__in=OPEN).first()
    now = timezone.now()
    if run is None:
        return None
    if run.interview.plan is None and run.character != NO_SHOW:
        _wait_for_questions(run, piece, now)
        return None
    _change(run, status=Status.RUNNING, attempts=F("attempts") + 1)
    return run


def _wait_for_questions(run: SandboxRun, piece: Piece, now: datetime) -> None:
    if run.created_at < now - QUESTIONS_WITHIN:
        fail(run, piece, "no_questions")
    else:
        piece.later(now + RETRY_AFTER / 2)


def done(run: SandboxRun, piece: Piece) -> None:
    _end(run, piece, status=Status.DONE, error="")


def fail(run: SandboxRun, piece: Piece, code: str) -> None:
    _end(run, piece, status=Status.FAILED, error=code)


@transaction.atomic
def try_again(run: SandboxRun, piece: Piece, code: str) -> None:
    _change(run, status=Status.QUEUED, error=code)
    piece.later(timezone.now() + RETRY_AFTER, counted=True)


@transaction.atomic
def _end(run: SandboxRun, piece: Piece, **changes: object) -> None:
    _change(run, finished_at=timezone.now(), **changes)
    piece.done()


def _change(run: SandboxRun, **changes: object) -> None:
    SandboxRun.objects.filter(pk=run.pk, status__in=OPEN).update(**changes)
