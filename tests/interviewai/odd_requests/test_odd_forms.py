"""Odd bytes in a field of any form, or in a query by any name that a page knows, are never a failure of ours."""

from collections.abc import Iterator
from urllib.parse import quote_plus, urlencode

import pytest
from celery import current_app
from django.test import Client
from pytest_django import Settings

from organizations.models import Organization, Role
from organizations.people import invitations
from organizations.tenancy import organization_schema, shared_schema
from tests.addresses import route_of, routes
from tests.factories import hashed_password, member
from tests.interviewai.odd_requests.forms import Form, forms_of
from tests.journeys.appearance.seeding import interviews, jobs, people, webhooks
from tests.journeys.appearance.world import World

pytestmark = pytest.mark.django_db(transaction=True)
FAILURE = 500
# As they stand in a body: a NUL, half of a pair (which is no UTF-8), and more than any field takes.
ODD = {"nul": "a%00b", "half": "%ED%A0%80", "long": "x" * 70_000}
FORM = "application/x-www-form-urlencoded"
STAFF = ("/o/", "/organizations/", "/invitations/", "/inbox/", "/accounts/")
KNOWN_TO_SCRIPTS = ("question", "direction", "mode", "seen", "next", "page", "sort", "q", "job")
FILLED = {
    "candidates": "Some Body <somebody@example.com>",
    "description": "Keeps a service running.",
    "email": "somebody@example.com",
    "login": "somebody@example.com",
    "name": "A name",
    "password1": "a long enough passphrase",
    "text": "What did you do?",
    "title": "Engineer",
    "url": "https://example.com/hook",
}
ENDS = ("remove", "revoke", "cancel", "archive", "disable", "logout", "email", "reauthenticate")
SOME = {
    ("get", "/o/<slug:slug>/interviews/"),
    ("get", "/o/<slug:slug>/settings/webhooks/<slug:endpoint_id>/"),
    ("post", "/accounts/signup/"),
    ("post", "/o/<slug:slug>/interviews/new/"),
    ("post", "/o/<slug:slug>/jobs/<slug:job_id>/questions/<slug:question_id>/"),
    ("post", "/o/<slug:slug>/settings/api-keys/new/"),
    ("post", "/o/<slug:slug>/settings/webhooks/new/"),
}


@pytest.fixture(autouse=True)
def nobody_is_refused_for_asking_often(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    hashed_password()  # Remembered for all tests, so it is made as people's are.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Nor is anybody kept waiting.


@pytest.fixture
def world(acme: Organization) -> Iterator[World]:
    """One of each thing that an owner has a form for."""
    before, current_app.conf.task_always_eager = current_app.conf.task_always_eager, True
    made = jobs.seed(acme)
    values = {name: job.pk for name, job in made.items()} | jobs.question_of(acme, made["job_id"])
    values |= interviews.seed(acme, made)
    values |= webhooks.seed(acme, values["interview_id"])
    values |= people.keys_of(acme, member(acme, Role.OWNER)) | invited(acme) | {"mode": "live"}
    yield World(slugs={"owner": acme.slug}, values=values)
    current_app.conf.task_always_eager = before


def invited(organization: Organization) -> dict[str, str]:
    with organization_schema(organization), shared_schema():
        made, token = invitations.invite(
            organization, people.new_address("new"), Role.RECRUITER, member(organization, Role.OWNER)
        )
    return {"invitation_id": made.pk, "token": token, "membership_id": organization.memberships.get(role="reviewer").pk}


def ends_something(path: str) -> bool:
    return path.rstrip("/").endswith(ENDS)


def addresses(world: World) -> list[str]:
    """Of what staff may open; what ends something comes last, as nothing more can be done with it."""
    found = {world.address(route, "owner", {}) for route in routes() if route == "/" or route.startswith(STAFF)}
    return sorted(found, key=lambda path: (ends_something(path), path))


def browsers(acme: Organization) -> list[Client]:
    """An owner's, and that of nobody in particular, whom forms of accounts are for."""
    owner, nobody = Client(raise_request_exception=False), Client(raise_request_exception=False)
    owner.force_login(member(acme, Role.OWNER))
    return [owner, nobody]


def forms(browser: Client, world: World) -> list[Form]:
    """Each kind once."""
    found: dict[tuple[str, str, tuple[str, ...]], Form] = {}
    for path in addresses(world):
        answer = browser.get(path)
        if answer.status_code < 400 and answer.headers.get("Content-Type", "").startswith("text/html"):
            for form in forms_of(path, answer.content.decode()):
                found.setdefault((form.method, route_of(form.path), tuple(sorted(form.names))), form)
    return sorted(found.values(), key=lambda form: ends_something(form.path))


def bodies(form: Form) -> Iterator[str]:
    """Each field odd alone, in each way; all of them at once; and an odd name."""
    for odd in ODD.values():
        for name in form.names:
            rest = {each: filled(each, form.values[each]) for each in form.names if each != name}
            yield f"{urlencode(rest, doseq=True)}&{quote_plus(name)}={odd}"
        yield "&".join([f"{odd}={odd}", *(f"{quote_plus(name)}={odd}" for name in form.names)])


def filled(name: str, values: list[str]) -> list[str]:
    """So that nothing else is refused than the odd field."""
    return values if any(values) else [FILLED.get(name, "")]


def send(browser: Client, acme: Organization, form: Form, body: str) -> int:
    if form.method == "post":
        answer = browser.post(form.path, body.encode(), content_type=FORM)
    else:
        answer = browser.get(f"{form.path}?{body}")
    if "sessionid" in browser.cookies and not browser.cookies["sessionid"].value:  # One of the forms logs out.
        browser.force_login(member(acme, Role.OWNER))
    return int(answer.status_code)


def test_no_form_fails_over_an_odd_field(acme: Organization, world: World) -> None:
    answers: dict[tuple[str, str], set[int]] = {}
    for browser in browsers(acme):
        for form in forms(browser, world):
            statuses = {send(browser, acme, form, body) for body in bodies(form)}
            answers.setdefault((form.method, route_of(form.path)), set()).update(statuses)
    assert {where: found for where, found in answers.items() if max(found) >= FAILURE} == {}
    assert answers.keys() >= SOME
    reached = [where for where, found in answers.items() if found & {200, 302, 409, 422}]
    assert len(reached) > 40, "what is not found and not allowed proves nothing"


def test_nothing_fails_over_odd_fields_of_any_name(acme: Organization, world: World) -> None:
    """What scripts send stands in no form."""
    owner = browsers(acme)[0]
    names = sorted({name for form in forms(owner, world) for name in form.names} | set(KNOWN_TO_SCRIPTS))
    for path in addresses(world):
        for odd in ODD.values():
            assert send(owner, acme, Form("post", path), "&".join(f"{name}={odd}" for name in names)) < FAILURE, path
        assert owner.post(path, dict.fromkeys(names, "a\0b")).status_code < FAILURE, path
        assert send(owner, acme, Form("get", path), "&".join(f"{name}=a%00b" for name in names)) < FAILURE, path
