"""No page is forgotten: whatever answers a GET is in the list of pages, or here with the reason why not."""

import re

import pytest

from organizations.models import Organization, Role
from tests.addresses import routes
from tests.fixtures import Login
from tests.journeys.appearance.pages import PAGES
from tests.journeys.appearance.world import PARAMETER

pytestmark = pytest.mark.django_db(transaction=True)
NOT_ALLOWED = 405
NO_PAGES = {
    r"/api/v1/.*|/health/.*|/i/<str:token>/live/snapshot": "JSON for programs.",
    r".*\.(csv|json|xlsx)": "A file to be kept.",
    r".*/segments/<slug:segment_id>|/recordings/<str:signed>|/i/<str:token>/speech/.*": "Sound.",
    r"/organizations/menu/": "A part of the menu of organizations; looked at in it.",
    r"/o/<slug:slug>/jobs/<slug:job_id>/questions/": "A part of the job's page, or leads there.",
    r"/o/<slug:slug>/evaluations/summary/": "Parts of the list of interviews; looked at in it.",
    r"/i/<str:token>/<path:rest>": "Leads to the first page, or nowhere.",
    r"/accounts/login/code/confirm/|/admin/(login|logout)/": "Leads to the login.",
    r"/admin/r/.*|/admin/organizations/user/<path:object_id>/": "Leads to a page of what it names.",
    r"/admin/\(\?P<url>\.\*\)": "Leads nowhere.",
    r"/admin/(autocomplete|jsi18n)/": "For the admin's scripts.",
    r"/admin/(?!organizations/user/)(auth|organizations|account)/\w+/.*": "Drawn as the pages of users are.",
}


def not_looked_at() -> list[str]:
    looked_at = {page.route for page in PAGES}
    return [route for route in routes() if route not in looked_at]


def test_every_page_is_looked_at(acme: Organization, login: Login) -> None:
    owner = login(acme, Role.OWNER)
    left = [route for route in not_looked_at() if not any(re.fullmatch(each, route) for each in NO_PAGES)]
    answers = {
        route: owner.get(PARAMETER.sub(lambda found: acme.slug if found[1] == "slug" else "x", route)).status_code
        for route in left
    }
    assert {route: status for route, status in answers.items() if status != NOT_ALLOWED} == {}


def test_each_exception_is_one() -> None:
    left = not_looked_at()
    assert [each for each in NO_PAGES if not any(re.fullmatch(each, route) for route in left)] == []


def test_each_page_of_the_list_has_an_address() -> None:
    known = set(routes())
    assert [str(page) for page in PAGES if page.route not in known and page.status != 404] == []


def test_each_page_of_the_list_is_there_once() -> None:
    names = [str(page) for page in PAGES]
    assert len(set(names)) == len(names)
