"""Signs that nobody sees count for nothing, and signs that stick to a link do not close it."""

import asyncio
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from interviews.models import Turn
from interviews.staff.forms import read_line
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite
from tests.interviews.page import Page
from tests.interviews.socket import opened
from tests.jobs.factories import make_job
from tests.parent_platform import Platform, wrong_members

BLANK = [" \n\t ", "\u200b", " \u200b\u00a0\u2060\ufeff ", "\u202e\u2066\u2069", "\u3164\u2800", "\U000e0041"]
INVISIBLE = [" ", "\u200b\u200d", "\u202e\u2066\u2069", "\u3164\u2800\u00ad", "\u0301"]


@pytest.mark.parametrize("text", BLANK)
def test_an_answer_in_which_nothing_can_be_seen_is_asked_for_again(
    acme: Organization, invite: Invite, text: str
) -> None:
    page = invite(acme)
    page.practise()
    refused = page.send("answer.type", turn_id=page.turn["id"], text=text)
    assert (refused["code"], refused["message"]) == ("empty_answer", "The answer is empty.")
    with organization_schema(acme):
        assert Turn.objects.get(id=page.turn["id"]).status == "asked"


def test_over_a_websocket_it_is_refused_alike(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()

    async def told() -> Any:
        async with opened(page.token) as socket:
            await socket.tell("hello", connection_id="tab-2")
            message = {"v": 1, "type": "answer.type", "turn_id": page.turn["id"], "text": " \u200b "}
            await socket.send_to(text_data=json.dumps(message))
            return await socket.hear_until("error")

    assert asyncio.run(told())["code"] == "empty_answer"


@pytest.mark.parametrize("name", INVISIBLE[1:])
def test_a_candidate_needs_a_name_that_can_be_seen_in_the_form(name: str) -> None:
    with pytest.raises(ValidationError, match="no character that can be seen"):
        read_line(f"{name} <anna@example.com>")


@pytest.mark.parametrize("name", INVISIBLE)
def test_a_candidate_needs_a_name_that_can_be_seen_in_the_api(acme: Organization, name: str) -> None:
    job = make_job(acme, questions=2)
    body = {"job_description_id": job.pk, "candidate": {"name": name, "email": "anna@example.com"}}
    assert wrong_members(Platform.of(acme).post("interviews/schedule", body)) == ["/candidate/name"]


def test_a_name_is_kept_without_what_cannot_be_seen(acme: Organization) -> None:
    assert read_line("\u202eAnna\u200b  \u2066Ålpha\u0301\u2069 <anna@example.com>").name == "Anna Ålpha\u0301"
    job = make_job(acme, questions=2)
    candidate = {"name": "\u202eAnna\u0007\u200b أمل", "email": "anna@example.com"}
    answer = Platform.of(acme).post("interviews/schedule", {"job_description_id": job.pk, "candidate": candidate})
    assert answer.json()["candidate"]["name"] == "Anna أمل"


@pytest.mark.parametrize("stuck", [".", ",", ")", "]", '"', "'", ">", "%3E", "”", ").", "*", ";"])
def test_a_link_with_signs_stuck_to_it_opens_the_interview(acme: Organization, invite: Invite, stuck: str) -> None:
    page = invite(acme)
    for address in (f"{page.base}/{stuck}", f"{page.base}{stuck}/", f"{page.base}{stuck}", f"/i/({page.token}/"):
        opened_page = Client().get(address, follow=True)
        assert opened_page.status_code == 200, address
        assert opened_page.redirect_chain[-1][0] == f"{page.base}/"


def test_a_wrong_link_with_signs_stuck_to_it_gets_the_helpful_page(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    for token in ("x" * len(page.token), page.token[:-1]):
        for address in (f"/i/{token}./", f"/i/{token}/."):
            answer = Client().get(address, follow=True)
            assert answer.status_code == 404
            assert "We do not know this link" in answer.content.decode()
    assert Client().get(f"{page.base}/nowhere").status_code == 404
    assert Client().post(f"{page.base}./", {"consent": "on"}).status_code == 404


def addresses(page: Page) -> set[str]:
    """Every address of the product, with made-up names in its places but for this candidate's token."""
    return {"/" + route for route in routes(get_resolver(), {"token": page.token, "slug": page.organization.slug})}


def routes(node: URLResolver | URLPattern, known: dict[str, str], before: str = "") -> list[str]:
    pattern = node.pattern
    route = getattr(pattern, "_route", None)
    if route is None and before == "" and isinstance(node, URLResolver):
        route = ""
    if route is None:
        return []  # An address by regular expression: the admin's catch-all and the like.
    for name, converter in pattern.converters.items():
        value = known.get(name) or ("1" if "Int" in type(converter).__name__ else "x")
        for spelled in (f"<{name}>", *(f"<{kind}:{name}>" for kind in ("str", "slug", "int", "path", "uuid"))):
            route = route.replace(spelled, value)
    if isinstance(node, URLResolver):
        return [each for child in node.url_patterns for each in routes(child, known, before + route)]
    return [before + route]


def test_every_page_that_answers_get_answers_head(acme: Organization, invite: Invite, login: Any) -> None:
    page = invite(acme)
    browser = login(acme, "owner")
    browser.raise_request_exception = False
    walked = addresses(page)
    assert len(walked) > 80
    for address in sorted(walked - {"/accounts/logout/"}):
        if browser.get(address).status_code != 405:
            assert browser.head(address).status_code != 405, address
