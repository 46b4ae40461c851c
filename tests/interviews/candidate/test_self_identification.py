"""What a candidate says of themselves on the last page: by choice, sealed, and taken back as easily."""

import html
import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from interviews.models import Interview, SelfIdentification
from interviews.self_identification import TEXT_LENGTH, Identification, RaceEthnicity, Sex
from organizations.models import Organization, Role
from organizations.sealing import Unsealable, unseal
from organizations.tenancy import candidate_schema, organization_schema
from tests.fixtures import Login
from tests.interviews.candidates import Invite, ask_self_identification
from tests.interviews.page import Page

ASKED = "About you, if you wish to say"
BOTH = {"sex": "female", "race_ethnicity": "two_or_more_races"}
EVERYTHING = [Identification(*said) for said in product(["", *Sex], ["", *RaceEthnicity])]


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    """Of an interview that is over, in an organization that asks."""
    ask_self_identification(acme)
    return finished(invite(acme, questions=1))


def finished(page: Page) -> Page:
    page.practise()
    page.send("interview.end")
    page.send("review.done")
    return page


def last_page(page: Page) -> str:
    return text_of(page.client.get(f"{page.base}/end"))


def text_of(response: Any) -> str:
    return html.unescape(str(response.content, "utf-8"))


def sealed(page: Page) -> list[str]:
    with organization_schema(page.organization):
        return list(SelfIdentification.objects.filter(interview=page.interview_id).values_list("sealed", flat=True))


def said(page: Page) -> Identification:
    with organization_schema(page.organization):
        return Identification.from_text(unseal(sealed(page)[0]))


def test_nobody_is_asked_unless_the_organization_has_chosen_to(acme: Organization, invite: Invite) -> None:
    page = finished(invite(acme, questions=1))
    assert ASKED not in last_page(page)
    assert page.identify(**BOTH).status_code == 302
    assert sealed(page) == []


def test_nobody_is_asked_before_the_interview_is_over(acme: Organization, invite: Invite) -> None:
    ask_self_identification(acme)
    page = invite(acme, questions=1)
    page.practise()
    assert ASKED not in last_page(page)
    page.identify(**BOTH)
    assert sealed(page) == []


def test_what_is_said_is_kept_and_not_shown_again(page: Page) -> None:
    before = last_page(page)
    assert ASKED in before
    answer = page.identify(**BOTH)
    assert (answer.status_code, answer["Location"]) == (302, f"{page.base}/end#about-you")
    assert said(page) == Identification(**BOTH)
    for device in (page.client, Client()):
        shown = text_of(device.get(f"{page.base}/end"))
        assert "Thank you, your answer is kept." in shown
        assert chosen(shown) == chosen(before) == ["", ""]


def chosen(shown: str) -> list[str]:
    return re.findall(r'<input type="radio" name="\w+" value="(\w*)"[^>]* checked', shown)


@pytest.mark.parametrize("withdrawn", [{}, {"sex": "", "race_ethnicity": ""}, {"sex": ""}])
def test_to_say_nothing_and_to_withdraw_are_the_same(page: Page, withdrawn: dict[str, str]) -> None:
    page.identify(**BOTH)
    page.identify(**withdrawn)
    assert sealed(page) == [""]
    assert "Nothing about you is kept here." in last_page(page)
    assert "Withdraw" not in last_page(page)


def test_the_answer_that_was_sent_last_counts_from_whichever_device(page: Page) -> None:
    page.identify(**BOTH)
    Page(Client(), page.organization, page.interview_id, page.token).identify(sex="male")
    assert said(page) == Identification("male", "")
    assert len(sealed(page)) == 1


def test_who_was_asked_may_withdraw_when_the_organization_asks_no_longer(page: Page) -> None:
    page.identify(**BOTH)
    ask_self_identification(page.organization, ask=False)
    assert "Withdraw my answer" in last_page(page)
    page.identify()
    assert sealed(page) == [""]


def test_once_the_link_is_closed_nothing_changes(page: Page) -> None:
    page.identify(**BOTH)
    before = sealed(page)
    ended = timezone.now() - timedelta(hours=settings.LINK_HOURS_AFTER_END)
    with organization_schema(page.organization):
        Interview.objects.filter(id=page.interview_id).update(completed_at=ended)
    assert page.identify().status_code == 410
    assert sealed(page) == before


ODD: list[dict[str, Any]] = [
    {"sex": "yes"},
    {"sex": "female\0"},
    {"race_ethnicity": "Asian"},
    {"race_ethnicity": "亚裔" * 20_000},
    {"sex": "female", "race_ethnicity": "'; DROP TABLE interviews_selfidentification"},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:30])
def test_what_is_no_category_is_refused_and_named(page: Page, odd: dict[str, str]) -> None:
    answer = page.identify(**odd)
    assert answer.status_code == 422
    assert "Please choose one of these." in text_of(answer)
    assert sealed(page) == []


def test_a_page_of_another_site_cannot_answer_for_the_candidate(page: Page) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(f"{page.base}/end", BOTH).status_code == 403
    assert sealed(page) == []


def test_what_is_stored_tells_nothing_without_the_key_of_the_organization(page: Page, globex: Organization) -> None:
    page.identify(**BOTH)
    [stored] = sealed(page)
    assert not any(value in stored for value in (*Sex, *RaceEthnicity))
    with organization_schema(globex), pytest.raises(Unsealable):
        unseal(stored)


def test_the_length_of_what_is_stored_tells_nothing(page: Page) -> None:
    assert {len(each.to_text()) for each in EVERYTHING} == {TEXT_LENGTH}
    lengths = set()
    for each in ({"sex": "male"}, BOTH, {"race_ethnicity": RaceEthnicity.NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER}):
        page.identify(**each)
        lengths.add(len(sealed(page)[0]))
    assert len(lengths) == 1


@given(st.sampled_from(EVERYTHING))
def test_what_was_said_is_read_as_it_was_said(identification: Identification) -> None:
    assert Identification.from_text(identification.to_text()) == identification


def test_a_candidate_reaches_nobody_else_s(page: Page, invite: Invite) -> None:
    other = finished(invite(page.organization, questions=1))
    other.identify(**BOTH)
    with candidate_schema(page.organization, page.interview_id):
        assert not SelfIdentification.objects.exists()
        assert not SelfIdentification.objects.filter(interview_id=other.interview_id).update(sealed="")
        with pytest.raises(ProgrammingError, match="row-level security"):
            SelfIdentification.objects.create(interview_id=other.interview_id, sealed="x")
    assert said(other) == Identification(**BOTH)


def test_an_owner_switches_it_on_and_off(acme: Organization, login: Login) -> None:
    owner, settings_page = login(acme, Role.OWNER), f"/o/{acme.slug}/settings/"
    assert "Ask candidates for their sex" in text_of(owner.get(settings_page))
    for sent, asks in (({"asks_self_identification": "on"}, True), ({}, False)):
        assert owner.post(settings_page, {"name": acme.name, **sent}).status_code == 302
        acme.refresh_from_db()
        assert acme.asks_self_identification is asks
    recruiter = login(acme, Role.RECRUITER)
    assert recruiter.post(settings_page, {"name": "x", "asks_self_identification": "on"}).status_code == 403
