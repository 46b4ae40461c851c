"""Interviews that stand: read, listed, cancelled."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs.models import JobDescription
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.jobs.factories import make_job
from tests.parent_platform import ANNA, Platform, assert_problem, wrong_members
from tests.webhooks.sending import event_types


@pytest.fixture
def platform(acme: Organization) -> Platform:
    return Platform.of(acme)


@pytest.fixture
def job(acme: Organization) -> JobDescription:
    return make_job(acme, questions=2)


def scheduled(platform: Platform, job: JobDescription, **candidate: str) -> Any:
    body = {"job_description_id": job.pk, "candidate": ANNA | candidate}
    response = platform.post("interviews/schedule", body)
    assert response.status_code == 202, response.content
    return response.json()


def test_interviews_are_listed_filtered_and_paged_each_mode_for_itself(
    acme: Organization, globex: Organization, platform: Platform, job: JobDescription
) -> None:
    first = scheduled(platform, job, external_id="1")["interview_id"]
    second = scheduled(platform, make_job(acme, questions=1), email="b@example.com")["interview_id"]

    def ids(**query: Any) -> list[str]:
        return [each["interview_id"] for each in platform.get("interviews", query).json()["results"]]

    assert ids() == [second, first]
    assert ids(job_description_id=job.pk) == ids(external_id="1") == ids(email="ANNA@example.com") == [first]
    assert ids(status="completed") == ids(until="2001-01-01T00:00:00Z") == []
    pages = platform.get("interviews", {"limit": 1}).json()
    assert [each["interview_id"] for each in pages["results"]] == [second]
    assert first in platform.get(pages["next"]).content.decode()
    assert wrong_members(platform.get("interviews", {"status": "done"})) == ["/status"]
    assert_problem(platform.get("interviews", {"email": "\0"}), 400, "malformed")
    for stranger in (Platform.of(globex), Platform.of(acme, livemode=False)):
        assert stranger.get("interviews").json()["results"] == []
        for method, path in ((stranger.get, first), (stranger.post, f"{first}/cancel")):
            assert_problem(method(f"interviews/{path}"), 404, "not_found")


def test_ten_more_interviews_add_no_query_to_the_list(
    acme: Organization, platform: Platform, job: JobDescription
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert platform.get("interviews").status_code == 200
        return len(captured)

    scheduled(platform, job)
    queries()
    before = queries()
    for _ in range(10):
        scheduled(platform, job)
    assert queries() == before


def test_a_cancelled_interview_tells_it_once_and_its_link_is_closed(
    acme: Organization, platform: Platform, job: JobDescription
) -> None:
    answer = scheduled(platform, job)
    path = f"interviews/{answer['interview_id']}"
    assert platform.post(f"{path}/cancel").json()["status"] == "cancelled"
    assert_problem(platform.post(f"{path}/cancel"), 409, "conflict")
    assert Client().get(urlsplit(answer["interview_url"]).path).status_code == 410
    with organization_schema(acme):
        assert event_types() == ["interview.cancelled"]
