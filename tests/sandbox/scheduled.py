"""Test interviews as the API schedules them, and a platform that asks for their candidates."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from interviews.invitations import create_interview
from interviews.models import Interview, SandboxRun
from organizations import api_keys
from organizations.models import Organization
from organizations.sealing import seal
from organizations.tenancy import organization_schema
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


@dataclass(frozen=True)
class Platform:
    key: str

    @classmethod
    def of(cls, organization: Organization, *, livemode: bool = False, scopes: Any = api_keys.Scope) -> "Platform":
        return cls(api_keys.create(organization, name="Tests", livemode=livemode, scopes=scopes)[1])

    def complete(self, interview_id: str, character: object = "strong", **more: object) -> Any:
        body = {"character": character, **more}
        url = f"/api/v1/sandbox/interviews/{interview_id}/complete"
        return Client().post(url, body, "application/json", headers={"X-API-Key": self.key})

    def state(self, interview_id: str) -> Any:
        return Client().get(f"/api/v1/sandbox/interviews/{interview_id}", headers={"X-API-Key": self.key})
