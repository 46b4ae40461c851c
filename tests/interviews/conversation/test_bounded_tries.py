"""Whatever goes wrong with a piece of work, it is tried a bounded number of times, and the interview goes on."""

import json
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings

from interviews import claims, sweeps
from interviews.conversation import transcription
from interviews.models import Segment, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from providers.config import AIConfig
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.providers.test_openai_compatible import ChatServer

SHORT = "I read the plan."
DIRTY = "**And** what\0 would \u202eyou\u2066 do \ud800with `a_b`\u200b next?"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2030-01-01 10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def model() -> Iterator[ChatServer]:
    """A language model that says what a test tells it to."""
    server = ChatServer()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def using(server: ChatServer) -> override_settings:
    return override_settings(
        AI=AIConfig(env="local", llm_url=f"http://127.0.0.1:{server.server_port}/v1", llm_model="m", cool_down_s=0)
    )


def turn_of(page: Page, turn_id: str) -> Turn:
    with organization_schema(page.organization):
        return Turn.objects.get(id=turn_id)


@pytest.mark.parametrize("escaped", [True, False])
def test_what_a_model_writes_reaches_database_and_page_clean(
    acme: Organization, invite: Invite, model: ChatServer, escaped: bool
) -> None:
    page = invite(acme)
    page.practise()
    decision = {"action": "follow_up", "missing_point": DIRTY * 20, "follow_up": DIRTY}
    model.will_say(json.dumps(decision, ensure_ascii=escaped))
    with using(model):
        page.send("answer.type", turn_id=page.turn["id"], text=SHORT)
        page.refresh()
    asked = turn_of(page, page.turn["id"])
    assert (asked.kind, asked.text) == ("follow_up", "And what would you do with a_b next?")
    assert page.turn["text"] == asked.text
    assert asked.decision["missing_point"].startswith("And what would you do with a_b next?")
    assert len(asked.decision["missing_point"]) <= 300


def test_an_answer_that_kills_every_worker_goes_on_without_a_model(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.segment(SHORT)
    with organization_schema(acme):
        Turn.objects.filter(id=turn_id).update(
            status="deciding",
            answered_at=interview_of(page).last_seen_at,
            attempts=claims.ATTEMPTS_MAX,
            claimed_at=interview_of(page).last_seen_at,
        )
        clock.shift(timedelta(seconds=settings.CLAIM_SECONDS + 1))
        sweeps.resume_stalled()
        assert not ProviderCall.objects.filter(purpose="decide_follow_up").exists()
    page.refresh()
    assert (page.turn["kind"], page.state["interview"]["question_number"]) == ("main", 2)
    assert turn_of(page, turn_id).faults == [{"port": "llm", "code": "WorkersLost"}]


def test_each_try_is_counted_before_the_work(acme: Organization, invite: Invite, clock: time_machine.Traveller) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.answer(SHORT)
    assert turn_of(page, turn_id).attempts == 1


def test_a_voice_that_kills_every_worker_is_given_up_and_the_text_is_enough(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    with organization_schema(acme):
        Turn.objects.filter(id=turn_id).update(
            speech_status="none", speech=[], speech_attempts=claims.ATTEMPTS_MAX, claimed_at=None
        )
        clock.shift(timedelta(seconds=11))
        sweeps.resume_stalled()
    page.refresh()
    assert (page.turn["speech_status"], page.turn["notice"]) == ("failed", "speech_unavailable")
    assert turn_of(page, turn_id).faults == [{"port": "tts", "code": "WorkersLost"}]


def test_a_storage_that_never_comes_back_does_not_keep_the_candidate_for_ever(
    acme: Organization, invite: Invite, clock: time_machine.Traveller
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.segment(SHORT)
    with organization_schema(acme):
        Segment.objects.filter(turn_id=turn_id).update(
            status="stored",
            claimed_at=None,
            text="",
            attempts=0,
            failures=transcription.FAILURES_MAX - 2,
            storage_key=f"{acme.id}/recordings",  # A folder: it is there and cannot be read.
        )
    page.send("answer.end", turn_id=turn_id, segments=1, reason="candidate")
    for _ in range(2):
        clock.shift(timedelta(seconds=settings.CLAIM_SECONDS + 1))
        with organization_schema(acme):
            sweeps.resume_stalled()
    page.refresh()
    assert page.turn["notice"] == "please_repeat"
    assert turn_of(page, turn_id).faults[0]["port"] == "stt"
