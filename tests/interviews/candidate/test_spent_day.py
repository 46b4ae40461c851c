"""A candidate comes on a day on which the organization has nothing left: told when to come back, nothing changes."""

import asyncio
import json
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from interviews.models import Interview
from organizations.budgets import daily
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.interviews.socket import opened

SENTENCE = "Please come back in 2 hours, after 00:00 UTC: your link stays good."
NEEDED = pytest.mark.parametrize("budget", [daily.SPEECH, daily.TOKENS])
TOMORROW = "2030-01-02 00:00:01+00:00"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 22:00:01+00:00", tick=False) as traveller:
        yield traveller


def spend(organization: Organization, budget: daily.Budget) -> None:
    with organization_schema(organization):
        daily.count(budget, budget.limit)


def row(page: Page) -> dict[str, object]:
    with organization_schema(page.organization):
        return dict(Interview.objects.filter(id=page.interview_id).values().get())


def text(page: Page, **consent: str) -> tuple[int, str]:
    response = page.client.post(f"{page.base}/", consent) if consent else page.client.get(f"{page.base}/")
    return response.status_code, response.content.decode()


@NEEDED
def test_the_first_page_says_when_to_come_back_and_takes_no_consent(
    acme: Organization, globex: Organization, invite: Invite, clock: time_machine.Traveller, budget: daily.Budget
) -> None:
    page, elsewhere = invite(acme, consent=False), invite(globex, consent=False)
    spend(acme, budget)
    before = row(page)
    (read, shown), (refused, told) = text(page), text(page, consent="yes")
    assert (read, refused) == (200, 409)
    for words in (shown, told):
        assert SENTENCE in words
        assert "minutes" not in words, "what an organization may spend is nobody else's business"
        assert "<form" not in words
    assert row(page) == before
    elsewhere.consent()
    clock.move_to(TOMORROW)
    page.consent()
    page.practise()
    assert page.turn["kind"] == "main"


@NEEDED
def test_who_has_agreed_before_is_told_over_http_and_begins_on_the_next_day(
    acme: Organization, invite: Invite, clock: time_machine.Traveller, budget: daily.Budget
) -> None:
    page = invite(acme)
    page.send("hello")
    spend(acme, budget)
    before = row(page)
    refused = page.send("start")
    assert (refused["type"], refused["code"], refused["fatal"]) == ("error", "not_today", False)
    assert SENTENCE in refused["message"]
    assert row(page) == before
    clock.move_to(TOMORROW)
    assert page.send("start")["interview"]["phase"] == "asking"


def test_who_has_agreed_before_is_told_over_a_socket_that_stays_open(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    spend(acme, daily.SPEECH)

    async def come() -> tuple[str, str]:
        async with opened(page.token) as socket:
            await socket.send_to(text_data=json.dumps({"v": 1, "type": "hello", "connection_id": "tab-1"}))
            await socket.send_to(text_data=json.dumps({"v": 1, "type": "start"}))
            refused = await socket.hear_until("error")
            state = await socket.tell("sync")
            return refused["message"], state["interview"]["phase"]

    sentence, phase = asyncio.run(come())
    assert SENTENCE in sentence
    assert phase == "not_started"
    assert interview_of(page).status == Interview.Status.SCHEDULED


def test_an_interview_that_has_begun_goes_on_to_its_end(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.send("hello")
    page.send("start")
    for budget in (daily.SPEECH, daily.TOKENS, daily.CHARACTERS):
        spend(acme, budget)
    assert page.send("start")["type"] == "snapshot", "a start that is repeated changes nothing"
    assert SENTENCE not in text(page)[1]
    page.answer("I had a coffee.")
    page.send("practice.done", again=False)
    while page.phase == "asking":
        page.answer("I read the plan.")
    page.send("review.done")
    assert interview_of(page).status == Interview.Status.COMPLETED


def test_a_link_that_ends_with_the_day_may_still_begin(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    with organization_schema(acme):
        Interview.objects.filter(id=page.interview_id).update(expires_at="2030-01-01 23:00:00+00:00")
    spend(acme, daily.SPEECH)
    page.practise()
    assert page.turn["kind"] == "main"


def test_voices_that_may_say_no_more_today_keep_nobody_away(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    spend(acme, daily.CHARACTERS)
    page.practise()
    assert page.turn["kind"] == "main"


def test_a_limit_that_is_raised_counts_at_once(acme: Organization, invite: Invite, settings: Settings) -> None:
    page = invite(acme)
    page.send("hello")
    spend(acme, daily.SPEECH)
    assert page.send("start")["code"] == "not_today"
    settings.ORGANIZATION_DAILY_SPEECH_MINUTES += 1
    assert page.send("start")["type"] == "snapshot"


@pytest.mark.parametrize(
    ("now", "wait"),
    [
        ("2030-01-01 23:59:59+00:00", "in 1 minute,"),
        ("2030-01-01 23:30:00+00:00", "in 30 minutes,"),
        ("2030-01-01 23:00:00+00:00", "in 1 hour,"),
        ("2030-01-01 00:00:00+00:00", "in 24 hours,"),
    ],
)
def test_the_wait_is_told_in_hours_and_in_minutes_at_the_end(
    acme: Organization, invite: Invite, clock: time_machine.Traveller, now: str, wait: str
) -> None:
    clock.move_to(now)
    page = invite(acme, consent=False)
    spend(acme, daily.SPEECH)
    assert wait in text(Page(Client(), acme, page.interview_id, page.token))[1]
