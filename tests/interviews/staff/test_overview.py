from django.test import Client

from interviews.scheduling.invitations import create_interview
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.fixtures import Login
from tests.jobs.factories import make_job

PART = {"HX-Request": "true"}


def overview(browser: Client, organization: Organization) -> str:
    return browser.get(f"/o/{organization.slug}/interviews/overview/", headers=PART).content.decode()


def test_a_new_organization_is_led_from_the_job_to_the_questions_to_the_link(acme: Organization, login: Login) -> None:
    browser = login(acme, "recruiter")
    start = f"/o/{acme.slug}"
    assert f'href="{start}/jobs/new/"' in overview(browser, acme)
    empty = make_job(acme)
    assert "Go to the questions" in overview(browser, acme)
    with organization_schema(acme):
        empty.delete()
    job = make_job(acme, questions=2)
    assert f'href="{start}/interviews/new/?job={job.pk}"' in overview(browser, acme)


def test_a_reviewer_is_offered_nothing_that_the_role_does_not_allow(acme: Organization, login: Login) -> None:
    page = overview(login(acme, "reviewer"), acme)
    assert "button--primary" not in page
    assert "A recruiter or an owner sets up the first interview" in page


def test_the_latest_interviews_are_shown_escaped_and_counted_and_no_other_organizations(
    acme: Organization, globex: Organization, login: Login
) -> None:
    for organization, name in ((acme, "<b>Ours</b>"), (globex, "Theirs")):
        job = make_job(organization, questions=1)
        with organization_schema(organization):
            create_interview(job, candidate_name=name)
    page = overview(login(acme, "reviewer"), acme)
    assert "&lt;b&gt;Ours&lt;/b&gt;" in page
    assert "Theirs" not in page
    assert '<span class="stat__value">1</span>' in page


def test_without_javascript_the_overview_is_a_whole_page(acme: Organization, login: Login) -> None:
    page = login(acme, "recruiter").get(f"/o/{acme.slug}/interviews/overview/").content.decode()
    assert "<!doctype html>" in page
    assert "Your first interview in three steps" in page
