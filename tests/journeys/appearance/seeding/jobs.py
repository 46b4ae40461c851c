"""Jobs in each state that a recruiter may see them in."""

from datetime import timedelta

from django.utils import timezone

from interviewai import demo_job
from jobs import authoring
from jobs.models import GenerationStatus, JobDescription, Origin, Question
from organizations.models import Organization
from organizations.owed_work.owing import owe
from organizations.tenancy import organization_schema

FAR = timedelta(days=30)  # Owed by then: no worker takes it up.
LONG = "You plan the daily routes of our lorries with Python and PostgreSQL. " * 20


def seed(organization: Organization) -> dict[str, JobDescription]:
    with organization_schema(organization):
        return {
            "job_id": with_questions("Backend Developer"),
            "failed_job": in_state("Baker", GenerationStatus.FAILED, generation_error="The engine did not answer."),
            "pending_job": being_written("Pilot"),
            "archived_job": in_state("Typist", GenerationStatus.NONE, archived_at=timezone.now()),
            "test_job": with_questions("Test Pilot", livemode=False),
        }


def seed_new(organizations: dict[str, Organization]) -> None:
    """Two first steps of an organization: a job without questions, a job with them."""
    with organization_schema(organizations["beginner"]):
        in_state("Gardener", GenerationStatus.NONE)
    with organization_schema(organizations["ready"]):
        with_questions("Gardener")


def being_written(title: str) -> JobDescription:
    job = in_state(title, GenerationStatus.PENDING)
    owe("generate_questions", job.pk, due_at=timezone.now() + FAR)
    return job


def question_of(organization: Organization, job: JobDescription) -> dict[str, str]:
    with organization_schema(organization):
        return {"question_id": Question.objects.get(job_id=job.pk, position=2).pk}


def with_questions(title: str, livemode: bool = True) -> JobDescription:
    """Of every origin, one without expected points."""
    job = in_state(title, GenerationStatus.READY, industry="Software", generated_by="coverage", livemode=livemode)
    authoring.add_question(Question(job=job, text="Why do you want to work here?", competency="Motivation"))
    for question in demo_job.questions(job):
        authoring.add_question(question)
    job.questions.filter(position__gt=1).update(origin=Origin.GENERATED)
    job.questions.filter(position=3).update(edited_at=timezone.now())
    return job


def in_state(title: str, status: str, **columns: object) -> JobDescription:
    job = authoring.create_job(JobDescription(title=title, description=LONG), created_by_id="")
    JobDescription.objects.filter(pk=job.pk).update(generation_status=status, **columns)
    job.refresh_from_db()
    return job
