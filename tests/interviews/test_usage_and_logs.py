"""What an interview leaves behind besides itself: a row for each call of an engine, and no word of it in the logs."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import override_settings

from interviewai.logging import configure_logging
from interviews.models import Candidate
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from providers.config import AIConfig, ScriptedConfig
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page

SAID = "zygomorphic marmalade plans"
TYPED = "perspicacious walruses measured it all afterwards"
CORRECTED = "quixotic corrections by hand"
NAME, EMAIL = "Wilhelmina Featherstonehaugh", "wilhelmina.f@example.com"


def hold_interview(page: Page) -> None:
    page.practise()
    said_in = page.turn["id"]
    page.answer(SAID)
    while page.phase == "asking":
        page.send("answer.type", turn_id=page.turn["id"], text=TYPED)
        page.refresh()
    page.send("correct", turn_id=said_in, text=CORRECTED)
    page.send("review.done")
    page.refresh()
    assert page.phase == "completed"


def test_every_call_is_recorded_with_its_latency_and_units(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    hold_interview(page)
    with organization_schema(acme):
        calls = list(ProviderCall.objects.all())
    assert {call.purpose for call in calls} == {
        "prepare_speech",
        "transcribe",
        "decide_follow_up",
        "speak",
        "score_answer",
    }
    for call in calls:
        assert (call.status, call.provider, bool(call.model)) == ("ok", "scripted", True)
        assert call.ttfb_ms is not None
        assert 0 <= call.ttfb_ms <= call.total_ms
        assert call.units > 0
        assert call.unit_name == {"stt": "seconds", "llm": "tokens", "tts": "characters"}[call.port]
        assert call.interview_id == (None if call.purpose == "prepare_speech" else page.interview_id)


def test_a_failed_call_is_recorded_with_its_error(acme: Organization, invite: Invite) -> None:
    with override_settings(AI=AIConfig(env="scripted", scripted=ScriptedConfig(faults=(("tts", "rate_limited"),)))):
        page = invite(acme)
        page.practise()
    with organization_schema(acme):
        assert {call.status for call in ProviderCall.objects.filter(port="tts")} == {"rate_limited"}


def test_recordings_and_speech_are_synthesized_once_for_two_candidates(acme: Organization, invite: Invite) -> None:
    for _ in range(2):
        hold_interview(invite(acme))
    with organization_schema(acme):
        prepared = ProviderCall.objects.filter(purpose="prepare_speech").count()
        first_job_alone = 2 + 6  # Two questions and what is always said; the second job repeats the same words.
        assert prepared == first_job_alone


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """As a production process writes it, at the most talkative level."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging("json", "DEBUG")
    stream = io.StringIO()
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("faults", [(), (("tts", "timeout"), ("llm", "invalid_output")), (("stt", "unavailable"),)])
def test_no_log_line_holds_a_word_a_name_or_an_address(
    acme: Organization, invite: Invite, everything_logged: io.StringIO, faults: tuple[tuple[str, str], ...]
) -> None:
    page = invite(acme)
    with organization_schema(acme):
        Candidate.objects.filter(id=interview_of(page).candidate_id).update(name=NAME, email=EMAIL)
    with override_settings(AI=AIConfig(env="scripted", cool_down_s=0, scripted=ScriptedConfig(faults=faults))):
        hold_interview(page)
    logged = everything_logged.getvalue()
    assert "request_finished" in logged
    for words in (SAID, TYPED, CORRECTED, NAME, EMAIL):
        for word in words.split():
            assert len(word) < 8 or word not in logged
    assert page.token not in logged
