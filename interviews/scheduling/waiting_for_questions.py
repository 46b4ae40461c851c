"""Interviews that were scheduled before their questions were written: they stand without a plan until these are there.

The questions freeze them in the transaction that stores them; the sweep finds what was missed, and asks again
for questions that could not be written.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Min, QuerySet

from interviewai.kernel.errors import Conflict
from interviews import hints
from interviews.models import Interview
from interviews.scheduling.planning import freeze
from jobs import generation
from jobs.models import GenerationMode, GenerationStatus, JobDescription
from jobs.tasks import generate_questions

log = structlog.get_logger(__name__)

ASKED_AGAIN_AFTER = timedelta(minutes=5)  # The waits double: each is as long as all before it.
ASKED_AGAIN_AT_LEAST_EVERY = timedelta(hours=6)


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
        hints.prepare_speech(plan.id, tier, language)


def waiting_for_plans() -> QuerySet[Interview]:
    return Interview.objects.filter(status=Interview.Status.SCHEDULED, plan=None)


def resume(now: datetime) -> None:
    """For the sweep: one job's failure keeps none of the others from its turn."""
    waited_for = waiting_for_plans().filter(expires_at__gt=now).values("job").annotate(since=Min("created_at"))
    for job_id, since in list(waited_for.order_by("since").values_list("job", "since")):
        try:
            resume_job(JobDescription.objects.get(pk=job_id), since, now)
        except Exception as error:
            log.error("waiting_interviews_not_resumed", job_id=job_id, error=type(error).__name__)


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
    else:
        generate_questions.enqueue(job.pk)
