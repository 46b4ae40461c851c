"""What may be missing from an answer stands in its turn, beside the words that were heard."""

from django.test import override_settings

from organizations.models import Organization
from organizations.tenancy import organization_schema
from providers.config import AIConfig
from tests.interviews.candidates import Invite, interview_of
from tests.speech import said

ANSWER = "I split the monolith into services and used a message queue."


def test_a_recording_that_broke_off_keeps_its_words_and_says_that_some_may_be_missing(
    acme: Organization, invite: Invite
) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    recording = said(ANSWER)
    broken = recording[: len(recording) * 2 // 3]
    with override_settings(AI=AIConfig(env="local")):
        for sequence in range(2):
            assert page.segment("", sequence, audio=broken)["type"] == "stored"
    with organization_schema(acme):
        turn = interview_of(page).turns.get(id=turn_id)
        assert all("monolith" in segment.text for segment in turn.segments.all())
    assert {"port": "stt", "code": "RecordingDamaged"} in turn.faults
    assert len(turn.faults) == len({fault["code"] for fault in turn.faults})
