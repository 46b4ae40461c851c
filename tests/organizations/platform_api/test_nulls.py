"""null for a member that may be left out means that it is left out; for one that is needed it is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework import serializers

from interviews.platform_api.sandbox import SandboxCompletionSerializer
from interviews.platform_api.serializers import InviteInput, ScheduleInput
from jobs.platform_api.serializers import GenerateQuestionsInput, JobDescriptionInput
from organizations.models import Organization
from organizations.platform_api.serializers import BodySerializer
from tests.parent_platform import ANNA, JOB, Platform, read, wrong_members
from webhooks.platform_api.serializers import EndpointInput, ReplayInput

pytestmark = pytest.mark.django_db(transaction=True)
BODIES = [
    ScheduleInput,
    InviteInput,
    JobDescriptionInput,
    GenerateQuestionsInput,
    EndpointInput,
    ReplayInput,
    SandboxCompletionSerializer,
]


def members(serializer: BodySerializer, before: str = "") -> Iterator[tuple[BodySerializer, str, Any]]:
    for name, field in serializer.fields.items():
        yield serializer, name, field
        inner = getattr(field, "child", field)
        if isinstance(inner, BodySerializer):
            yield from members(inner)


MEMBERS = [each for kind in BODIES for each in members(kind())]


@pytest.mark.parametrize(("owner", "name", "field"), MEMBERS, ids=[f"{type(a).__name__}.{b}" for a, b, _ in MEMBERS])
def test_one_rule_holds_for_every_member_of_every_body(owner: BodySerializer, name: str, field: Any) -> None:
    for partial in (False, True):
        read = type(owner)(data={name: None}, partial=partial)
        read.is_valid()
        assert (name in read.errors) == field.required
    assert isinstance(field, serializers.Field)


def test_every_null_at_once_is_as_nothing(acme: Organization) -> None:
    platform = Platform.of(acme)
    nulls = dict.fromkeys(["job_description_id", "expires_at", "redirect_url", "language", "metadata"])
    job = JOB | dict.fromkeys(["industry", "difficulty", "custom_questions"])
    body = nulls | {"job_description": job, "candidate": ANNA | {"external_id": None}}
    made = read(platform.post("interviews/schedule", body), 202)
    assert (made["metadata"], made["redirect_url"], made["language"]) == ({}, None, "en")


def test_a_null_changes_nothing(acme: Organization) -> None:
    platform = Platform.of(acme)
    made = read(platform.post("job-descriptions", JOB | {"industry": "Retail", "difficulty": "senior"}), 201)
    address = f"job-descriptions/{made['job_description_id']}"
    changed = read(platform.patch(address, {"industry": None, "difficulty": None, "custom_questions": None}))
    assert (changed["industry"], changed["difficulty"]) == ("Retail", "senior")
    assert wrong_members(platform.patch(address, {"title": None})) == ["/title"]
