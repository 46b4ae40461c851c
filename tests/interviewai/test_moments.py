"""Every time that the API tells looks the same."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from organizations.models import Organization
from tests.interviews.sandbox import scheduled
from tests.parent_platform import ANNA, JOB, read
from tests.webhooks.platform import Platform

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

pytestmark = pytest.mark.django_db(transaction=True)


def moments(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, item in value.items():
            yield from moments(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from moments(item, name)
    elif isinstance(value, str) and (name.endswith("_at") or re.match(r"\d{4}-\d\d-\d\dT", value)):
        yield name, value


def test_times_are_utc_with_milliseconds_everywhere(acme: Organization) -> None:
    platform, sandbox = Platform.of(acme, livemode=False), scheduled.Platform.of(acme)
    made = platform.endpoint()
    delivery = platform.ping(made["id"])
    interview_id = scheduled.schedule(acme)
    read(sandbox.complete(interview_id), 202)
    body = {"job_description": JOB, "candidate": ANNA}
    answers = [
        made,
        delivery,
        read(platform.post("interviews/schedule", body), 202),
        read(platform.post(f"webhook-endpoints/{made['id']}/rotate-secret")),
        read(platform.get("webhook-endpoints")),
        read(platform.get(f"deliveries/{delivery['id']}")),
        read(platform.get("deliveries")),
        read(platform.get("events")),
        read(platform.get("interviews")),
        read(platform.get("job-descriptions")),
        read(sandbox.state(interview_id)),
    ]
    for answer in answers:
        found = list(moments(answer))
        assert found
        assert [each for each in found if not MOMENT.fullmatch(each[1])] == []
