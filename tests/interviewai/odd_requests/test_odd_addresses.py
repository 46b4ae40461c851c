"""Odd bytes in any address, of any page and of the API, are never a failure of ours."""

import re

import pytest
from django.test import Client

from organizations.models import Organization, Role
from tests.addresses import routes
from tests.factories import member
from tests.fixtures import Login
from tests.parent_platform import Platform, assert_problem

pytestmark = pytest.mark.django_db(transaction=True)
ODD = ["%00", "%FF", "%ED%A0%80", "%0A", "%E2%80%AE", "%"]
FAILURE = 500  # not 503, which says that no worker is there
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


def filled(route: str, slug: str, odd: str) -> str:
    """The organization's own slug, so that what stands behind it is reached."""
    return PARAMETER.sub(lambda found: slug if "slug" in found.groups()[1:] else odd, route)


@pytest.mark.parametrize("odd", ODD)
def test_no_page_fails_over_odd_bytes(acme: Organization, login: Login, odd: str) -> None:
    owner = login(acme, Role.OWNER)
    owner.raise_request_exception = False
    for route in (each for each in routes() if not each.startswith("/api/v1/")):
        if "sessionid" not in owner.cookies or not owner.cookies["sessionid"].value:  # one of the addresses logs out
            owner.force_login(member(acme, Role.OWNER))
        for method in ("get", "post"):
            for path in {filled(route, acme.slug, odd), filled(route, odd, odd)}:
                answer = getattr(owner, method)(path)
                assert answer.status_code != FAILURE, (method, path)
                if "%00" in path:
                    assert answer.status_code in (404, 405), (method, path)
        answer = owner.get(f"{filled(route, acme.slug, 'x')}?page={odd}&q={odd}&{odd}={odd}&job={odd}&next={odd}")
        assert answer.status_code != FAILURE, route


@pytest.mark.parametrize("odd", ODD)
def test_no_operation_of_the_api_fails_over_odd_bytes(acme: Organization, odd: str) -> None:
    platform = Platform.of(acme)
    for route in (each for each in routes() if each.startswith("/api/v1/")):
        for method in ("GET", "POST", "PATCH", "DELETE"):
            answer = platform.generic(method, filled(route, "x", odd), "{}", "application/json")
            assert answer.status_code != FAILURE, (method, route)
            answer = platform.generic(
                method, f"{filled(route, 'x', 'y')}?cursor={odd}&{odd}={odd}", "{}", "application/json"
            )
            assert answer.status_code != FAILURE, (method, route)


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/openapi.json", "/api/v1/nothing", "/api/v1/interviews"])
def test_a_nul_is_told_of_with_and_without_a_key(acme: Organization, path: str) -> None:
    for client in (Platform.of(acme), Client()):
        assert "NUL" in assert_problem(client.get(f"{path}?x=%00"), 400, "malformed")["detail"]
        assert_problem(client.get(f"{path}%00"), 404, "not_found")


def test_a_host_that_is_not_ours_is_answered_with_a_page() -> None:
    answer = Client().get("/", headers={"host": "foreign.example"})
    assert answer.status_code == 400
    assert "This cannot be taken" in answer.content.decode()
