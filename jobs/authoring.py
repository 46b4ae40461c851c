"""What a recruiter does to a job and its questions. Each step locks the job: two people cannot mix up the order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from interviewai.kernel.errors import Conflict
from jobs import own_questions
from jobs.models import GenerationStatus, JobDescription, Question

QUESTIONS_LIMIT = 30
Direction = Literal["up", "down"]


@contextmanager
def locked(job_id: str) -> Iterator[JobDescription]:
    with transaction.atomic():
        yield JobDescription.objects.select_for_update().get(pk=job_id)


def create_job(job: JobDescription, *, created_by_id: str) -> JobDescription:
    job.created_by_id = created_by_id
    with transaction.atomic():
        job.save()
        own_questions.place(job)
    return job


def create_from(values: Mapping[str, Any], *, livemode: bool, created_by_id: str) -> JobDescription:
    """`values` is the clean data of serializers.JobDescriptionInput."""
    own = "\n".join(values.get("custom_questions", []))
    job = JobDescription(**{**values, "custom_questions": own}, livemode=livemode)
    return create_job(job, created_by_id=created_by_id)


def change_job(job: JobDescription, *, custom_questions: Sequence[str] | None = None, **fields: Any) -> None:
    """`fields` are columns; `custom_questions` all own questions. Raises Conflict while questions are being written."""
    with locked(job.pk) as fresh:
        if custom_questions is not None:
            if fresh.generation_status == GenerationStatus.PENDING:
                raise Conflict("The questions are being written. Change your own ones when that is done.")
            own_questions.put(fresh, custom_questions)
        JobDescription.objects.filter(pk=job.pk).update(**fields, updated_at=timezone.now())


def archive(job: JobDescription) -> bool:
    return bool(JobDescription.objects.filter(pk=job.pk, archived_at=None).update(archived_at=timezone.now()))


def restore(job: JobDescription) -> bool:
    return bool(JobDescription.objects.filter(pk=job.pk, archived_at__isnull=False).update(archived_at=None))


def add_question(question: Question) -> None:
    """Puts a hand-written question at the end of its job."""
    with locked(question.job_id) as job:
        count = job.questions.count()
        if count >= QUESTIONS_LIMIT:
            raise Conflict(f"A job may have at most {QUESTIONS_LIMIT} questions. Remove one first.")
        question.position = count + 1
        question.edited_at = timezone.now()
        question.save(force_insert=True)
        own_questions.rewrite(job)


def save_question(question: Question, fields: Sequence[str]) -> None:
    """Stores the fields that a person changed. The question counts as hand-made from now on."""
    with locked(question.job_id) as job:
        question.edited_at = timezone.now()
        changed = {name: getattr(question, name) for name in (*fields, "edited_at")}
        if not job.questions.filter(pk=question.pk).update(**changed):
            raise Conflict("This question was removed in the meantime.")
        own_questions.rewrite(job)


def remove_question(question: Question) -> None:
    with locked(question.job_id) as job:
        job.questions.filter(pk=question.pk).delete()
        own_questions.number(list(job.questions.all()))
        own_questions.rewrite(job)


def move_question(question: Question, direction: Direction) -> int:
    """The place (from 1) where the question stands afterwards. At the end of the list it stays where it is."""
    with locked(question.job_id) as job:
        questions = list(job.questions.all())
        here = next((place for place, other in enumerate(questions) if other.pk == question.pk), None)
        if here is None:
            raise Conflict("This question was removed in the meantime.")
        there = min(max(here + (1 if direction == "down" else -1), 0), len(questions) - 1)
        questions.insert(there, questions.pop(here))
        own_questions.number(questions)
        own_questions.rewrite(job)
        return there + 1


def order_questions(job_id: str, question_ids: Sequence[str]) -> None:
    """The order of a drag. It must name exactly the questions that the job has now."""
    with locked(job_id) as job:
        rows = {question.pk: question for question in job.questions.all()}
        if sorted(rows) != sorted(question_ids):
            raise Conflict("The questions changed in the meantime. Here they are as they stand now.")
        own_questions.number([rows[question_id] for question_id in question_ids])
        own_questions.rewrite(job)
