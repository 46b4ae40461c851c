"""Test interviews as the API schedules them, and a platform that asks for their candidates."""

from typing import Any, Self

from interviews.models import Interview, SandboxRun
from interviews.scheduling.invitations import create_interview
from organizations.models import Organization
from organizations.sealing import seal
from organizations.tenancy import organization_schema
from tests import parent_platform
from tests.interviews.candidates import job_with_questions


def schedule(organization: Organization, *, livemode: bool = False) -> str:
    """The id of an interview that waits for its candidate."""
    with organization_schema(organization):
        interview, token = create_interview(job_with_questions(2), candidate_name="Someone")
        Interview.objects.filter(id=interview.id).update(livemode=livemode, sealed_token=seal(token))
    return interview.id


def change(organization: Organization, interview_id: str, **columns: Any) -> None:
    with organization_schema(organization):
        Interview.objects.filter(id=interview_id).update(**columns)


def interview(organization: Organization, interview_id: str) -> Interview:
    with organization_schema(organization):
        return Interview.objects.get(id=interview_id)


def run_of(organization: Organization, interview_id: str) -> SandboxRun:
    with organization_schema(organization):
        return SandboxRun.objects.get(pk=interview_id)


class Platform(parent_platform.Platform):
    """With a test key, unless it is said otherwise."""

    @classmethod
    def of(cls, organization: Organization, *, livemode: bool = False, **key: Any) -> Self:
        return super().of(organization, livemode=livemode, **key)

    def complete(self, interview_id: str, character: object = "strong", **more: object) -> Any:
        return self.post(f"sandbox/interviews/{interview_id}/complete", {"character": character, **more})

    def state(self, interview_id: str) -> Any:
        return self.get(f"sandbox/interviews/{interview_id}")
