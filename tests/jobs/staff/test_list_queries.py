from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from tests.fixtures import Login
from tests.jobs.factories import make_job


def queries_of(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_ten_more_jobs_add_no_query_to_the_list(acme: Organization, login: Login) -> None:
    browser, path = login(acme, "recruiter"), f"/o/{acme.slug}/jobs/"
    make_job(acme, questions=2)
    queries_of(browser, path)  # fills what is remembered across requests
    before = queries_of(browser, path)
    for _ in range(10):
        make_job(acme, questions=3)
    assert queries_of(browser, path) == before


def test_ten_more_questions_add_no_query_to_the_page_of_a_job(acme: Organization, login: Login) -> None:
    browser = login(acme, "recruiter")
    few, many = make_job(acme, questions=2), make_job(acme, questions=12)
    queries_of(browser, f"/o/{acme.slug}/jobs/{few.pk}/")
    before = queries_of(browser, f"/o/{acme.slug}/jobs/{few.pk}/")
    assert queries_of(browser, f"/o/{acme.slug}/jobs/{many.pk}/") == before
