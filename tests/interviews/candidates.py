from collections.abc import Callable, Iterator

import pytest
from celery import current_app
from django.test import Client

from interviews.models import Interview
from interviews.scheduling.invitations import create_interview
from jobs.models import JobDescription, Question
from organizations.directory import forget_organizations
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.page import Page

Invite = Callable[..., Page]


@pytest.fixture
def tasks_run_at_once() -> Iterator[None]:
    """Celery's own eager mode: what a worker would do after the commit happens before the next line."""
    before = current_app.conf.task_always_eager
    current_app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    current_app.conf.task_always_eager = before


@pytest.fixture
def invite(tasks_run_at_once: None) -> Invite:
    """`invite(acme)`: the page of a candidate who has opened the link of a new interview and agreed."""

    def opened(organization: Organization, questions: int = 2, *, consent: bool = True) -> Page:
        with organization_schema(organization):
            interview, token = create_interview(job_with_questions(questions), candidate_name="Someone")
        page = Page(Client(), organization, interview.id, token)
        if consent:
            page.consent()
        return page

    return opened


def job_with_questions(count: int) -> JobDescription:
    job = JobDescription.objects.create(title="Engineer", description="Keeps a service running.")
    for position in range(count):
        Question.objects.create(
            job=job,
            position=position,
            text=f"How do you find a slow query, part {position}?",
            type="technical",
            competency="databases",
            expected_points=["reads the query plan", "adds an index", "measures again"],
            anchor_low="guesses",
            anchor_middle="names tools",
            anchor_high="explains a plan",
            probe="What would you look at first?",
        )
    return job


def ask_self_identification(organization: Organization, ask: bool = True) -> None:
    Organization.objects.filter(id=organization.id).update(asks_self_identification=ask)
    forget_organizations()


def interview_of(page: Page) -> Interview:
    with organization_schema(page.organization):
        return Interview.objects.select_related("plan").get(id=page.interview_id)
