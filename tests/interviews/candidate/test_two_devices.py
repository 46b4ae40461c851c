"""An interview that was opened on a second device goes on there, until the first one is opened again."""

import pytest

from interviews.candidate import live
from organizations.models import Organization
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    """In the first question."""
    page = invite(acme)
    page.practise()
    return page


def hello(page: Page, name: str, **told: object) -> str:
    answer = page.send("hello", connection_id=name, **told)
    return str(answer.get("code", answer["type"]))


def test_a_page_that_was_cut_off_does_not_take_the_interview_back_from_a_newer_one(page: Page) -> None:
    assert hello(page, "laptop") == "snapshot"
    assert hello(page, "laptop", returning=True) == "snapshot"
    assert hello(page, "phone") == "snapshot"
    before = interview_of(page)
    assert hello(page, "laptop", returning=True) == "superseded"
    assert interview_of(page).connection_id == before.connection_id == "phone"
    assert interview_of(page).last_seen_at == before.last_seen_at
    assert hello(page, "phone", returning=True) == "snapshot"
    assert hello(page, "laptop-loaded-again") == "snapshot"
    assert interview_of(page).connection_id == "laptop-loaded-again"


def test_what_was_said_on_the_older_device_is_stored_and_gives_nothing_back_to_it(page: Page) -> None:
    hello(page, "laptop")
    hello(page, "phone")
    assert page.segment("Said before.", 0, connection_id="laptop")["type"] == "stored"
    assert page.send("sync", connection_id="laptop")["code"] == "superseded"
    assert interview_of(page).connection_id == "phone"


def test_the_pages_of_an_interview_are_remembered_in_their_order_and_not_without_an_end(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAGES_MAX", 3)
    for name in ("a", "b", "a", "c", "d", "c"):
        hello(page, name)
    assert interview_of(page).pages == ["b", "c", "d"]
