"""The object, or the same 404 whether it never existed or belongs to somebody else."""

from django.shortcuts import get_object_or_404

from jobs.models import JobDescription, Question


def get_job(job_id: str) -> JobDescription:
    return get_object_or_404(JobDescription, pk=job_id)


def get_question(job_id: str, question_id: str) -> Question:
    return get_object_or_404(Question.objects.select_related("job"), pk=question_id, job_id=job_id)
