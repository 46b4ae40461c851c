"""Interviews by voice, with engines that really listen and speak."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import seed
from tests.factories import PASSWORD
from tests.journeys.candidate import Candidate
from tests.journeys.conftest import PREPARE, new_context, with_microphone
from tests.journeys.sounds import SPOKEN, loop_of_speech
from tests.journeys.test_interruptions import expect_all_sent, recorded
from tests.journeys.test_two_devices import TURN, Line, expect_superseded, take_over
from tests.stack import Stack, running

SAID_ON_THE_PHONE = "My favourite yellow bicycle has a broken wheel."
WORDS = ("slow query", "index", "customer", "response time")


@pytest.fixture(scope="module")
def listening_stack() -> Iterator[Stack]:
    with running({"AI_ENV": "local"}, prepare=PREPARE) as started:
        yield started


@pytest.fixture(scope="module")
def talking_browser(launch: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """In front of its microphone somebody says SPOKEN, again and again."""
    return launch(*with_microphone(loop_of_speech(tmp_path_factory.mktemp("sounds") / "speech.wav", SPOKEN)))


def test_the_words_spoken_stand_in_the_transcript_that_the_recruiter_reads(
    listening_stack: Stack, talking_browser: Browser
) -> None:
    [invited] = seed.read(listening_stack.run("tests.seed", "--interviews", "1", "--questions", "1"))
    with new_context(talking_browser) as context:
        candidate = Candidate(context.new_page(), invited.link)
        candidate.practise(after_device_check=True)
        candidate.expect_listening()
        for word in WORDS:
            candidate.expect_caption(word)
        candidate.finish_turn()
        candidate.answer_all()
        candidate.send_off()
    with new_context(talking_browser) as context:
        read = _transcript(context.new_page(), listening_stack, invited)
    assert [word for word in WORDS if word not in read] == []


def test_the_words_of_both_devices_stand_in_the_transcript(
    listening_stack: Stack, talking_browser: Browser, launch: Callable[..., Browser], tmp_path: Path
) -> None:
    [invited] = seed.read(listening_stack.run("tests.seed", "--interviews", "1", "--questions", "1"))
    speech = loop_of_speech(tmp_path / "phone.wav", SAID_ON_THE_PHONE)
    with new_context(talking_browser) as on_laptop, new_context(launch(*with_microphone(speech))) as on_phone:
        laptop = Candidate(on_laptop.new_page(), invited.link)
        phone = Candidate(on_phone.new_page(), invited.link)
        line = Line(laptop.page)
        laptop.practise()
        laptop.expect_listening()
        line.cut()
        recorded(laptop.page, least=32)
        take_over(phone)
        phone.expect_caption("bicycle")
        turn = phone.turn
        line.is_cut = False
        expect_superseded(laptop)
        expect_all_sent(laptop.page)
        phone.expect_caption("slow query")
        phone.finish_turn()
    [row] = listening_stack.rows(TURN, turn, schema=invited.schema)
    heard = str(row["transcript"]).lower()
    assert 0 <= heard.find("slow query") < heard.find("bicycle")


def _transcript(page: Page, stack: Stack, invited: seed.Seeded) -> str:
    [owner] = stack.rows(
        "SELECT u.id, u.email, o.slug FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id"
        " JOIN organizations_organization o ON o.id = m.organization_id WHERE o.id = %s AND m.role = 'owner'",
        invited.organization_id,
    )
    stack.rows(
        'INSERT INTO account_emailaddress (email, verified, "primary", user_id) VALUES (%s, true, true, %s)'
        " RETURNING id",
        owner["email"],
        owner["id"],
    )
    page.goto(f"{stack.webs[0]}/accounts/login/")
    page.get_by_label("Email").or_(page.get_by_label("Mail")).first.fill(owner["email"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Sign in|Log in", re.IGNORECASE)).click()
    page.wait_for_url("**/o/**")
    page.goto(f"{stack.webs[0]}/o/{owner['slug']}/interviews/{invited.interview_id}/")
    expect(page.get_by_role("heading", name="What was asked and said")).to_be_visible()
    return page.get_by_role("main").inner_text()
