"""Interviews that were scheduled before their questions were written: they stand without a plan until these are there.

The questions freeze them in the transaction that stores them; for questions that could not be written somebody asks
again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from interviews import owed_work
from interviews.models import Interview
from interviews.scheduling.planning import freeze
from jobs import generation
from jobs.models import GenerationMode, GenerationStatus, JobDescription
from organizations.owed_work.claims import Piece

ASKED_AGAIN_AFTER = timedelta(minutes=5)  # The waits double: each is as long as all before it.
ASKED_AGAIN_AT_LEAST_EVERY = timedelta(hours=6)
LOOKED_AT_AGAIN = timedelta(seconds=30)


def must_wait(job: JobDescription) -> bool:
    """Its first questions are being written. While they are replaced, the old ones are there to be asked."""
    pending = job.generation_status == GenerationStatus.PENDING
    return pending and (job.generated_at is None or not job.questions.exists())


@transaction.atomic
def freeze_waiting(*, job: JobDescription, **_: object) -> None:
    """A repeat finds nobody who waits."""
    waiting = waiting_for_plans().filter(job=job)
    voices = set(waiting.values_list("tier", "language"))
    if not voices:
        return
    plan = freeze(job)
    waiting.update(plan=plan)
    for tier, language in voices:
        owed_work.prepare_speech(plan.id, tier, language)


def waiting_for_plans() -> QuerySet[Interview]:
    return Interview.objects.filter(status=Interview.Status.SCHEDULED, plan=None)


def wait(interview: Interview, now: datetime) -> None:
    """In the transaction that schedules it without a plan."""
    owed_work.resume_waiting_job(interview.job_id, now + ASKED_AGAIN_AFTER)


def resume(piece: Piece) -> None:
    """As long as somebody waits for the job's questions."""
    now = timezone.now()
    since = waiting_since(piece.row_id, now)
    if since is None:
        return
    job = JobDescription.objects.get(pk=piece.row_id)
    resume_job(job, since, now)
    if waiting_since(job.pk, now):
        job.refresh_from_db()
        piece.later(max(asked_again_at(job, since), now + LOOKED_AT_AGAIN))


def leave_waiting(piece: Piece) -> None:
    """It was tried often enough for now."""
    now = timezone.now()
    if waiting_since(piece.row_id, now):
        piece.later(now + ASKED_AGAIN_AT_LEAST_EVERY)


def waited_for() -> Iterable[tuple[str, str]]:
    """(job, "")"""
    jobs = waiting_for_plans().filter(expires_at__gt=timezone.now()).values_list("job", flat=True)
    return ((job_id, "") for job_id in jobs.order_by("job").distinct())


def waiting_since(job_id: str, now: datetime) -> datetime | None:
    waiting = waiting_for_plans().filter(job=job_id, expires_at__gt=now)
    return waiting.order_by("created_at").values_list("created_at", flat=True).first()


def resume_job(job: JobDescription, since: datetime, now: datetime) -> None:
    if job.generation_status == GenerationStatus.READY:
        freeze_waiting(job=job)
    elif job.generation_status != GenerationStatus.PENDING and now >= asked_again_at(job, since):
        ask_again(job)


def asked_again_at(job: JobDescription, since: datetime) -> datetime:
    """`since` is when the first interview began to wait."""
    asked_at = job.generation_requested_at or since
    return asked_at + min(max(asked_at - since, ASKED_AGAIN_AFTER), ASKED_AGAIN_AT_LEAST_EVERY)


def ask_again(job: JobDescription) -> None:
    try:
        generation.request(job, GenerationMode.KEEP)
    except Conflict:  # Somebody else has asked, or has written all the questions by hand.
        job.refresh_from_db()
        if job.generation_status != GenerationStatus.PENDING:
            freeze_waiting(job=job)
