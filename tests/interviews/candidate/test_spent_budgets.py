"""What one interview may cost: refused by its name with a sentence, nothing stored half, and the interview goes on."""

import asyncio
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from interviews import budgets
from interviews.conversation.endpointing import MOMENT, MOMENTS_PER_TURN
from interviews.models import Segment, Turn
from interviews.synthetic.wire import Recording, segment_frame
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page, spoken
from tests.interviews.socket import opened
from tests.owed_work import work

WORDS = "What I say is kept."


@pytest.fixture
def page(acme: Organization, invite: Invite) -> Page:
    """In the first question."""
    page = invite(acme)
    page.practise()
    return page


def turn_of(page: Page, turn_id: str) -> Turn:
    with organization_schema(page.organization):
        return Turn.objects.get(id=turn_id)


def files_of(page: Page) -> set[str]:
    folder = Path(settings.STORAGE_URL) / page.organization.id / "recordings"
    return {str(path.relative_to(folder.parent.parent)) for path in folder.rglob("*") if path.is_file()}


def rows_of(page: Page) -> set[str]:
    with organization_schema(page.organization):
        return set(Segment.objects.values_list("storage_key", flat=True))


@pytest.mark.parametrize(
    ("setting", "budget"), [("INTERVIEW_AUDIO_MB", "audio_bytes"), ("INTERVIEW_SEGMENTS", "segments")]
)
def test_a_piece_beyond_the_budget_is_refused_by_name_and_leaves_no_file(page: Page, setting: str, budget: str) -> None:
    turn_id, stored = page.turn["id"], files_of(page)
    with override_settings(**{setting: 0}):
        refused = page.segment(WORDS)
    assert (refused["code"], refused["budget"], refused["about"]) == ("budget_spent", budget, "segment")
    assert (refused["sequence"], refused["final"], refused["fatal"]) == (0, True, False)
    assert refused["message"].endswith(".")
    assert files_of(page) == stored == rows_of(page)
    assert turn_of(page, turn_id).faults == [{"port": "recording", "code": "budget_spent"}]


def test_a_piece_whose_budget_is_spent_while_its_file_is_written_leaves_no_file(page: Page) -> None:
    """Two at once for the last place: who comes second finds that out when the row is written."""
    stored = files_of(page)
    with organization_schema(page.organization):
        before = interview_of(page).stored_segments

    def send(sequence: int) -> str:
        try:
            return str(page.segment(f"Piece {sequence}.", sequence).get("code", "stored"))
        finally:
            connection.close()  # Django's test client leaves it to the thread, and the thread ends here.

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(send, number) for number in range(4)))

    with override_settings(INTERVIEW_SEGMENTS=before + 1):
        answers = asyncio.run(all_at_once())
    assert sorted(answers) == ["budget_spent"] * 3 + ["stored"]
    assert len(files_of(page) - stored) == 1
    assert files_of(page) == rows_of(page)
    assert interview_of(page).stored_segments == before + 1


def test_a_budget_that_is_made_larger_under_a_running_interview_holds_at_once(page: Page) -> None:
    with override_settings(INTERVIEW_SEGMENTS=1):
        assert page.segment(WORDS)["code"] == "budget_spent"
    with override_settings(INTERVIEW_SEGMENTS=2):
        assert page.segment(WORDS)["type"] == "stored"
        assert page.segment("And more.", 1)["code"] == "budget_spent"


def test_a_budget_that_is_made_smaller_than_what_was_spent_refuses_what_comes_next_and_the_interview_goes_on(
    page: Page,
) -> None:
    for sequence in range(3):
        assert page.segment(f"Piece {sequence}.", sequence)["type"] == "stored"
    turn_id = page.turn["id"]
    with override_settings(INTERVIEW_SEGMENTS=1, INTERVIEW_AUDIO_MB=0, INTERVIEW_AUDIO_MINUTES=0):
        assert page.segment("One more.", 3)["code"] == "budget_spent"
        assert page.segment("Piece 0.", 0)["type"] == "stored", "it is kept already"
        page.send("answer.end", turn_id=turn_id, segments=3, reason="candidate")
        page.refresh()
    assert turn_of(page, turn_id).status == Turn.Status.DONE
    assert (page.phase, page.turn["id"] != turn_id) == ("asking", True)


def test_an_interview_that_may_spend_nothing_at_all_is_told_so_and_comes_to_its_end(page: Page) -> None:
    every = [each for each in vars(budgets).values() if isinstance(each, budgets.Budget)]
    nothing = {budget.setting: 0 for budget in every}
    refused: set[str] = set()
    with override_settings(**nothing):
        while page.phase == "asking":
            refused.add(page.segment(WORDS)["budget"])
            refused.add(page.send("answer.type", turn_id=page.turn["id"], text=WORDS)["budget"])
            page.answer()
        page.send("review.done")
        page.refresh()
    assert refused == {"audio_bytes", "characters"}
    assert page.phase == "completed"
    assert interview_of(page).end_reason == "finished"


def test_what_is_stored_is_spent_once_however_often_it_is_sent(page: Page) -> None:
    before = interview_of(page)
    whole = spoken(WORDS)
    for audio in (whole, whole, whole[: len(whole) - 40], whole):
        assert page.segment("", audio=audio)["type"] == "stored"
    after = interview_of(page)
    assert after.stored_segments == before.stored_segments + 1
    assert after.stored_bytes == before.stored_bytes + len(whole)


def test_a_longer_version_of_a_piece_costs_its_bytes_and_no_other_piece(page: Page) -> None:
    before = interview_of(page)
    whole = spoken(WORDS)
    beginning = whole[: len(whole) - 40]
    for audio in (beginning, whole):
        assert page.segment("", audio=audio)["type"] == "stored"
    after = interview_of(page)
    assert after.stored_segments == before.stored_segments + 1
    assert after.stored_bytes == before.stored_bytes + len(beginning) + len(whole)


def test_a_socket_is_told_the_budget_too(page: Page) -> None:
    async def send() -> dict[str, object]:
        async with opened(page.token) as socket:
            await socket.send_to(bytes_data=segment_frame(page.turn["id"], 0, Recording(spoken(WORDS), "audio/wav", 9)))
            return await socket.hear()

    with override_settings(INTERVIEW_SEGMENTS=0):
        refused = asyncio.run(send())
    assert (refused["code"], refused["budget"], refused["final"]) == ("budget_spent", "segments", True)


def test_what_was_decoded_is_spent_whatever_the_page_says_of_its_length(page: Page) -> None:
    turn_id, before = page.turn["id"], interview_of(page).heard_ms
    page.segment("one two three four five", duration_ms=1)
    work("live")
    assert interview_of(page).heard_ms == before + 2000
    assert turn_of(page, turn_id).heard_ms == 2000


def test_beyond_the_minutes_of_the_interview_nothing_is_heard_and_it_goes_on(page: Page) -> None:
    turn_id = page.turn["id"]
    with override_settings(INTERVIEW_AUDIO_MINUTES=0):
        assert page.segment(WORDS)["type"] == "stored"
        page.send("answer.end", turn_id=turn_id, segments=1, reason="candidate")
        page.refresh()
    ended = turn_of(page, turn_id)
    assert (ended.transcript, ended.faults) == ("", [{"port": "stt", "code": "audio_budget_spent"}])
    with organization_schema(page.organization):
        assert Segment.objects.get(turn_id=turn_id).status == Segment.Status.FAILED
    assert (page.phase, page.turn["kind"]) == ("asking", "retry")
    page.send("answer.type", turn_id=page.turn["id"], text="I type it instead.")
    page.refresh()
    assert page.turn["kind"] != "retry"


def test_of_an_answer_that_sounds_longer_than_its_time_box_the_beginning_is_heard(page: Page) -> None:
    turn_id = page.turn["id"]
    words = [f"word{number}" for number in range(round(budgets.answer_seconds() / 0.4) + 100)]
    half = len(words) // 2
    for sequence, said in enumerate((words[:half], words[half:], ["never"])):
        assert page.segment(" ".join(said), sequence, duration_ms=5000)["type"] == "stored"
        work("live")
    page.send("answer.end", turn_id=turn_id, segments=3, reason="candidate")
    ended = turn_of(page, turn_id)
    heard = ended.transcript.split()
    assert heard == words[: len(heard)]
    assert half < len(heard) < len(words)
    assert ended.faults == [{"port": "stt", "code": "too_long"}]
    assert ended.heard_ms <= budgets.answer_seconds() * 1000


def test_an_honest_answer_has_room_for_every_moment_and_for_coming_back() -> None:
    assert budgets.answer_seconds() >= settings.TURN_SECONDS + MOMENTS_PER_TURN * MOMENT.total_seconds() + 60


def test_the_practice_is_repeated_so_often_and_then_the_interview_begins(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.send("hello")
    page.send("start")
    page.answer("I am trying the microphone.")
    with override_settings(INTERVIEW_PRACTICE_REPEATS=1):
        page.send("practice.done", again=True)
        page.answer("Once more.")
        refused = page.send("practice.done", again=True)
        assert (refused["code"], refused["budget"], refused["fatal"]) == ("budget_spent", "practice", False)
    with override_settings(INTERVIEW_PRACTICE_REPEATS=0):
        assert page.send("practice.done", again=True)["code"] == "budget_spent"
        page.send("practice.done", again=False)
    assert page.turn["kind"] == "main"


def test_typed_text_beyond_the_budget_is_refused_and_the_answer_stays_open(page: Page) -> None:
    turn_id = page.turn["id"]
    with override_settings(INTERVIEW_CHARACTERS=20):
        body = page.send("answer.type", turn_id=turn_id, text="x " * 20)
        assert (body["code"], body["budget"]) == ("budget_spent", "characters")
        page.refresh()
        assert (page.turn["id"], page.turn["status"]) == (turn_id, "asked")
        for _ in range(2):
            page.send("answer.type", turn_id=turn_id, text="I read the plan.")
    assert turn_of(page, turn_id).typed_text == "I read the plan."
    assert interview_of(page).written_characters == len("I read the plan.")


def test_corrections_are_spent_from_the_same_budget_and_a_repeat_costs_nothing(
    acme: Organization, invite: Invite
) -> None:
    page = invite(acme, questions=1)
    page.practise()
    while page.phase == "asking":
        page.answer("I read the plan, then I add an index, and then I measure again with the same data.")
    turn_id = page.state["review"][0]["turn_id"]
    with override_settings(INTERVIEW_CHARACTERS=10):
        for _ in range(3):
            assert page.send("correct", turn_id=turn_id, text="0123456789")["type"] == "snapshot"
        refused = page.send("correct", turn_id=turn_id, text="another")
    assert (refused["code"], refused["budget"]) == ("budget_spent", "characters")
    assert turn_of(page, turn_id).corrected_transcript == "0123456789"
