"""Rows of one organization, made the way the product makes them, and statements that Postgres should refuse."""

from collections.abc import Sequence

import psycopg
import pytest
from django.db import DatabaseError, connection

from interviews.models import Interview, Turn
from interviews.scheduling.invitations import create_interview
from jobs.models import JobDescription, Question
from organizations.models import Organization
from organizations.tenancy import organization_schema


def make_job(organization: Organization, title: str = "Engineer") -> JobDescription:
    with organization_schema(organization):
        job = JobDescription.objects.create(title=title, description="Keeps a service running.")
        Question.objects.create(job=job, position=1, text="What did you build last?")
        return job


def make_interview(organization: Organization, job: JobDescription | None = None) -> Interview:
    """With one turn asked."""
    job = job or make_job(organization)
    with organization_schema(organization):
        interview, _token = create_interview(job, candidate_name="Someone")
        Turn.objects.create(interview=interview, position=1, kind=Turn.Kind.MAIN, text="What did you build last?")
        return interview


def job_titles(organization: Organization) -> list[str]:
    with organization_schema(organization):
        return list(JobDescription.objects.values_list("title", flat=True))


def refused(
    statement: str,
    params: Sequence[str] | None = None,
    error: type[psycopg.Error] = psycopg.errors.InsufficientPrivilege,
) -> bool:
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as raised:
        cursor.execute(statement, params)
    return isinstance(raised.value.__cause__, error)
