"""What a test key made stays apart on the pages of staff, and says what it is."""

from typing import Any

import pytest
from django.test import Client

from interviews.models import Interview
from interviews.scheduling.planning import freeze
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.evaluations.interviews import complete_interview, make_job, said
from tests.fixtures import Login
from tests.interviews.candidates import job_with_questions
from tests.parent_platform import ANNA, JOB, Platform

BADGE = '<span class="badge badge--warning">Test</span>'


@pytest.fixture
def browser(acme: Organization, login: Login) -> Client:
    return login(acme, "recruiter")


@pytest.fixture
def tried(acme: Organization) -> Any:
    metadata = {"<b>application</b>": "x" * 300, "items": "an awkward key"}
    told = {"metadata": metadata, "redirect_url": "https://ats.example.com/done"}
    candidate = ANNA | {"name": "Testa", "external_id": "app-1"}
    body = {"job_description": JOB | {"title": "Trial job"}, "candidate": candidate} | told
    return Platform.of(acme, livemode=False).post("interviews/schedule", body).json()


def shown(browser: Client, organization: Organization, path: str) -> str:
    response = browser.get(f"/o/{organization.slug}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_lists_show_live_data_and_test_data_when_it_is_asked_for(
    acme: Organization, browser: Client, tried: Any
) -> None:
    complete_interview(acme, {"q1": [said("I measure.")]}, name="Liva")
    for path, live, test in (("interviews/", "Liva", "Testa"), ("jobs/", "Database developer", "Trial job")):
        listed = shown(browser, acme, path)
        assert (f"<bdi>{live}</bdi>" in listed, f"<bdi>{test}</bdi>" in listed, BADGE in listed) == (True, False, False)
        listed = shown(browser, acme, f"{path}?mode=test")
        assert (f"<bdi>{live}</bdi>" in listed, f"<bdi>{test}</bdi>" in listed, BADGE in listed) == (False, True, True)
    job_id = tried["job_description"]["id"]
    assert "<bdi>Testa</bdi>" in shown(browser, acme, f"interviews/?job={job_id}")
    assert "Testa" not in shown(browser, acme, "interviews/overview/")


def test_results_do_not_mix(acme: Organization, browser: Client) -> None:
    with organization_schema(acme):
        job = make_job()
        job.livemode = False
        job.save()
    interview = complete_interview(acme, {"q1": [said("I measure.")]}, name="Testa", job=job)
    assert "Testa" not in shown(browser, acme, "evaluations/")
    assert BADGE in shown(browser, acme, "evaluations/?mode=test")
    assert "Testa" not in shown(browser, acme, "evaluations.csv")
    assert BADGE in shown(browser, acme, f"interviews/{interview.id}/report/")


def test_whoever_has_only_tested_finds_the_way_to_it(acme: Organization, browser: Client, tried: Any) -> None:
    for path in ("interviews/", "jobs/", "evaluations/"):
        assert 'href="?mode=test"' in shown(browser, acme, path)


def test_the_page_of_an_interview_shows_what_the_platform_calls_it(
    acme: Organization, browser: Client, tried: Any
) -> None:
    page = shown(browser, acme, f"interviews/{tried['interview_id']}/")
    assert BADGE in page
    for expected in ("app-1", "&lt;b&gt;application&lt;/b&gt;", "x" * 300, "https://ats.example.com/done"):
        assert expected in page
    assert "Being written; the candidate can start when they are ready" in page
    report = shown(browser, acme, f"interviews/{tried['interview_id']}/report/")
    assert "Trial job" in report
    for export in ("report.json", "report.csv"):
        shown(browser, acme, f"interviews/{tried['interview_id']}/{export}")


def test_staff_invite_to_live_jobs_only(acme: Organization, browser: Client, tried: Any) -> None:
    job_id = tried["job_description"]["id"]
    assert job_id not in shown(browser, acme, f"interviews/new/?job={job_id}")
    assert "Invite candidates" not in shown(browser, acme, f"jobs/{job_id}/")


def test_the_last_page_leads_on_to_where_the_platform_wants_the_candidate(acme: Organization) -> None:
    tester = Platform.of(acme)
    url = "https://ats.example.com/done?a=1&b=2"
    body = {"job_description": JOB, "candidate": ANNA, "redirect_url": url}
    answer = tester.post("interviews/schedule", body).json()
    with organization_schema(acme):
        plan = freeze(job_with_questions(1))
        Interview.objects.filter(id=answer["interview_id"]).update(plan=plan, status="completed")
    path = answer["interview_url"].split("/i/")[1]
    page = Client().get(f"/i/{path}end").content.decode()
    assert 'href="https://ats.example.com/done?a=1&amp;b=2"' in page
    assert "Continue to <bdi>ats.example.com</bdi>" in page
    assert "http-equiv" not in page
