"""A test interview gets a synthetic candidate: who asked for one, who carries it out, what came of it.

The row is the truth. A run whose worker dies is taken again and goes on at the turn that the interview stands at.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews import claims, hints
from interviews.models import Interview, SandboxRun
from interviews.synthetic.characters import CHARACTERS

NO_SHOW = "no_show"
CHOICES = (*CHARACTERS, NO_SHOW)
MAX_ATTEMPTS = 4
RETRY_AFTER = timedelta(seconds=10)
QUESTIONS_WITHIN = timedelta(minutes=10)

Status = SandboxRun.Status


@dataclass(frozen=True)
class Claim:
    """`attempt` is the fencing mark: whoever takes the run later has a higher one, and this claim records nothing."""

    interview_id: str
    character: str
    attempt: int

    def rows(self) -> QuerySet[SandboxRun]:
        return SandboxRun.objects.filter(pk=self.interview_id, status=Status.RUNNING, attempts=self.attempt)

    def renew(self) -> bool:
        return bool(self.rows().update(claimed_at=timezone.now()))

    def done(self) -> None:
        self.rows().update(status=Status.DONE, finished_at=timezone.now(), error="")

    def failed(self, code: str, *, retryable: bool) -> None:
        """`claimed_at` stays: the next attempt waits RETRY_AFTER from then on."""
        if retryable and self.attempt < MAX_ATTEMPTS:
            self.rows().update(status=Status.QUEUED, claimed_at=timezone.now(), error=code)
        else:
            self.rows().update(status=Status.FAILED, finished_at=timezone.now(), error=code)


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
    hints.run_sandbox_candidate(interview.id)
    return run


def take(interview_id: str) -> Claim | None:
    taken = due().filter(pk=interview_id)
    if not taken.update(status=Status.RUNNING, claimed_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    run = SandboxRun.objects.get(pk=interview_id)
    return Claim(interview_id, run.character, run.attempts)


def due() -> QuerySet[SandboxRun]:
    """Runs that can be carried out now. One whose interview has no questions yet waits for them."""
    fresh = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - RETRY_AFTER)
    waiting = Q(fresh, status=Status.QUEUED) | Q(claims.lost(), status=Status.RUNNING)
    takable = Interview.objects.filter(~Q(plan=None), id=OuterRef("interview_id"))
    return SandboxRun.objects.filter(Q(Exists(takable)) | Q(character=NO_SHOW), waiting).order_by("created_at")


def give_up_without_questions() -> None:
    late = Q(interview__plan=None, created_at__lt=timezone.now() - QUESTIONS_WITHIN)
    for run in SandboxRun.objects.filter(late, status=Status.QUEUED):
        still_none = Interview.objects.filter(id=OuterRef("interview_id"), plan=None)
        SandboxRun.objects.filter(Exists(still_none), pk=run.pk, status=Status.QUEUED).update(
            status=Status.FAILED, finished_at=timezone.now(), error="no_questions"
        )
