"""Something to try: an organization with its owner and a test key, a job with questions, an interview to be opened."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from interviewai import demo_job
from interviewai.embedded import secrets
from interviews.access import token_hash
from interviews.models import Interview
from interviews.scheduling.invitations import create_interview
from jobs.authoring import add_question, create_job
from jobs.models import JobDescription
from organizations.models import Organization, User
from organizations.onboarding import create_organization
from organizations.platform_api import keys
from organizations.tenancy import organization_schema, shared_schema

OWNER = "owner@example.com"
ORGANIZATION = "Demo Organization"
CANDIDATE = "Demo Candidate"
OPEN = (Interview.Status.SCHEDULED, Interview.Status.IN_PROGRESS)


class Command(BaseCommand):
    help = "Prepares the demo organization; what is there already stays. Passwords go to INTERVIEWAI_HOME/secrets."

    def handle(self, **_options: Any) -> None:
        with shared_schema():
            owner = demo_owner()
            organization = demo_organization(owner)
            keep_test_key(organization, owner)
        with organization_schema(organization):
            keep_open_interview(demo_job_row(owner), owner)


def demo_owner() -> User:
    password = secrets.kept(settings.INTERVIEWAI_HOME, "demo_owner_password", size=12)
    owner = User.objects.filter(email=OWNER).first() or User.objects.create_user(OWNER, password, name="Demo Owner")
    if not owner.check_password(password):  # the secrets folder is younger than the database
        owner.set_password(password)
        owner.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=owner, email=OWNER, defaults={"verified": True, "primary": True})
    return owner


def demo_organization(owner: User) -> Organization:
    mine = Organization.objects.filter(memberships__user=owner).order_by("created_at").first()
    return mine or create_organization(ORGANIZATION, owner)


def keep_test_key(organization: Organization, owner: User) -> None:
    """A key that was revoked is followed by a new one."""
    try:
        known = keys.find(secrets.read(settings.INTERVIEWAI_HOME, "demo_test_key"))
    except keys.UnusableKey:
        known = None
    if known is None or known.organization_id != organization.id:
        _, key = keys.create(organization, name="Demo", livemode=False, scopes=keys.Scope, created_by=owner)
        secrets.write(settings.INTERVIEWAI_HOME, "demo_test_key", key)


def demo_job_row(owner: User) -> JobDescription:
    job = JobDescription.objects.order_by("created_at").first()
    if job is None:
        job = create_job(demo_job.description(), created_by_id=owner.id)
        for question in demo_job.questions(job):
            add_question(question)
    return job


def keep_open_interview(job: JobDescription, owner: User) -> None:
    """A link that was used up or is about to expire is followed by a new interview's."""
    token = secrets.read(settings.INTERVIEWAI_HOME, "demo_candidate_token")
    soon = timezone.now() + timedelta(hours=1)
    known = Interview.objects.filter(token_hash=token_hash(token), status__in=OPEN, expires_at__gt=soon)
    if not token or not known.exists():
        _, token = create_interview(job, candidate_name=CANDIDATE, created_by_id=owner.id)
        secrets.write(settings.INTERVIEWAI_HOME, "demo_candidate_token", token)
