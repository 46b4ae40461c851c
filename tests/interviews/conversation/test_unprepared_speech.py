"""Speech that the day has nothing left for is not prepared; the interview makes it when it is asked, and goes on."""

import pytest
from pytest_django import Settings

from interviews.conversation import phrases
from interviews.models import CachedSpeech, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from organizations.usage.models import ProviderCall
from providers.config import AIConfig, ScriptedConfig
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page
from tests.owed_work import owed

LONG = "I read the plan, add an index where it scans, and measure it again on the same data. " * 2


def calls(organization: Organization) -> list[str]:
    """Of voices, by what they were for."""
    with organization_schema(organization):
        return list(ProviderCall.objects.filter(port="tts").order_by("id").values_list("purpose", flat=True))


def answer_all(page: Page) -> list[tuple[str, str, bool]]:
    """What was asked: its kind, the state of its speech, and whether its text is there."""
    asked = []
    while page.phase == "asking":
        asked.append((page.turn["kind"], page.turn["speech_status"], bool(page.turn["text"])))
        page.answer(LONG)
    return asked


def test_beyond_the_day_nothing_is_prepared_and_each_question_is_spoken_when_it_is_asked(
    acme: Organization, globex: Organization, invite: Invite, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ORGANIZATION_DAILY_CHARACTERS = 0
    page = invite(acme)
    assert calls(acme) == []
    with organization_schema(acme):
        assert not CachedSpeech.objects.exists()
    assert owed(acme, "prepare_speech") == [], "nobody tries it again and again"
    assert len([each for each in caplog.records if "speech_not_prepared" in each.getMessage()]) == 1
    page.practise()
    assert page.state["acknowledgements"] == []
    assert answer_all(page) == [("main", "ready", True), ("main", "ready", True)]
    assert set(calls(acme)) == {"speak"}
    page.send("review.done")
    assert interview_of(page).status == "completed"
    settings.ORGANIZATION_DAILY_CHARACTERS = 1_000_000
    invite(globex)
    assert set(calls(globex)) == {"prepare_speech"}


def test_what_was_left_is_prepared_first_to_last_and_the_rest_is_spoken_later(
    acme: Organization, invite: Invite, settings: Settings
) -> None:
    settings.ORGANIZATION_DAILY_CHARACTERS = len(phrases.PRACTICE) + 1
    page = invite(acme)
    with organization_schema(acme):
        prepared = CachedSpeech.objects.count()
    assert 0 < prepared < len(phrases.FIXED)
    page.practise()
    assert answer_all(page) == [("main", "ready", True), ("main", "ready", True)]


def test_without_a_voice_too_the_text_is_enough(acme: Organization, invite: Invite, settings: Settings) -> None:
    settings.ORGANIZATION_DAILY_CHARACTERS = 0
    settings.AI = AIConfig(env="scripted", cool_down_s=0, scripted=ScriptedConfig(faults=(("tts", "unavailable"),)))
    page = invite(acme)
    page.practise()
    assert answer_all(page) == [("main", "failed", True), ("main", "failed", True)]
    with organization_schema(acme):
        faults = {fault["port"] for turn in Turn.objects.all() for fault in turn.faults}
    assert faults == {"tts"}
    assert page.phase == "review"
