"""A whole interview over HTTP, with scripted engines: what the candidate's page sees, and what is kept."""

from collections import Counter

from interviews.conversation.transcript import answers_by_question
from interviews.models import Interview, Turn
from organizations.models import Organization
from organizations.tenancy import organization_schema
from tests.interviews.candidates import Invite, interview_of
from tests.interviews.page import Page

LONG = (
    "I look at the query plan first, then I add an index where the plan shows a sequential scan, "
    "and afterwards I measure again with the same data to see that it really helped."
)


def turns_of(page: Page) -> list[Turn]:
    with organization_schema(page.organization):
        return list(Turn.objects.filter(interview_id=page.interview_id).order_by("position"))


def test_an_interview_goes_from_the_practice_to_its_completion(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    assert (page.phase, page.turn["kind"]) == ("asking", "main")
    while page.phase == "asking":
        page.answer(LONG)
    assert page.phase == "review"
    page.send("review.done")
    page.refresh()
    assert page.phase == "completed"
    interview = interview_of(page)
    assert (interview.status, interview.end_reason) == (Interview.Status.COMPLETED, "finished")


def test_main_questions_are_the_plans_words_in_the_plans_order(acme: Organization, invite: Invite) -> None:
    page = invite(acme, questions=3)
    page.practise()
    while page.phase == "asking":
        page.answer(LONG)
    asked = [turn.text for turn in turns_of(page) if turn.kind == Turn.Kind.MAIN]
    assert asked == [question.text for question in interview_of(page).frozen_plan.questions]


def test_the_words_of_all_segments_stand_in_the_transcript_in_order(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.segment("second piece", 1)
    page.segment("first piece", 0)
    page.send("answer.end", turn_id=turn_id, segments=2, reason="candidate")
    turn = next(turn for turn in turns_of(page) if turn.id == turn_id)
    assert turn.transcript == "first piece second piece"


def test_an_answer_does_not_end_before_all_of_it_has_arrived(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    page.segment("the second piece", 1)
    message = page.send("answer.end", turn_id=page.turn["id"], segments=3, reason="candidate")
    assert (message["code"], message["missing"]) == ("segments_missing", [0, 2])
    page.refresh()
    assert page.turn["status"] == "asked"


def test_a_repeated_segment_is_acknowledged_and_kept_once(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    assert [page.segment("once", 0)["type"] for _ in range(3)] == ["stored"] * 3
    page.refresh()
    assert page.turn["stored_segments"] == [0]


def test_a_repeated_end_of_an_answer_asks_nothing_twice(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    first = page.turn["id"]
    page.answer(LONG)
    now = page.turn["id"]
    page.send("answer.end", turn_id=first, segments=1, reason="candidate")
    page.send("practice.done", again=False)
    page.send("start")
    page.refresh()
    assert page.turn["id"] == now
    assert max(Counter(turn.position for turn in turns_of(page)).values()) == 1


def test_silence_is_asked_again_kindly_then_typing_is_offered_then_it_goes_on(
    acme: Organization, invite: Invite
) -> None:
    page = invite(acme)
    page.practise()
    question_number = page.state["interview"]["question_number"]
    page.answer()
    assert (page.turn["kind"], page.turn["notice"]) == ("retry", "please_repeat")
    page.answer()
    assert (page.turn["kind"], page.turn["notice"]) == ("retry", "please_type")
    page.answer()
    assert page.turn["kind"] == "main"
    assert page.state["interview"]["question_number"] == question_number + 1


def test_typing_is_an_answer_like_any_other(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    turn_id = page.turn["id"]
    page.send("answer.type", turn_id=turn_id, text=f"  {LONG} ")
    turn = next(turn for turn in turns_of(page) if turn.id == turn_id)
    assert (turn.answer_text, turn.answer_mode, turn.end_reason) == (LONG, "typed", "typed")


def test_practice_is_not_scored_and_can_be_repeated(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.send("hello")
    page.send("start")
    page.answer("hello hello")
    assert (page.phase, page.state["practice"]) == ("practice_review", {"transcript": "hello hello"})
    page.send("practice.done", again=True)
    assert page.turn["kind"] == "practice"
    page.answer("once more")
    page.send("practice.done", again=False)
    with organization_schema(acme):
        answers = answers_by_question(interview_of(page))
        assert [turn.kind for answer in answers for turn in answer.turns] == ["main"]


def test_a_correction_stands_beside_what_was_heard(acme: Organization, invite: Invite) -> None:
    page = invite(acme, questions=1)
    page.practise()
    while page.phase == "asking":
        page.answer("I use post grass")
    item = page.state["review"][0]
    page.send("correct", turn_id=item["turn_id"], text="I use Postgres")
    page.send("review.done")
    turn = next(turn for turn in turns_of(page) if turn.id == item["turn_id"])
    assert (turn.transcript, turn.corrected_transcript, turn.answer_text) == (
        "I use post grass",
        "I use Postgres",
        "I use Postgres",
    )
    assert page.send("correct", turn_id=item["turn_id"], text="too late")["code"] == "not_now"


def test_leaving_early_keeps_what_was_said(acme: Organization, invite: Invite) -> None:
    page = invite(acme, questions=3)
    page.practise()
    page.segment("as far as I got")
    page.send("interview.end")
    page.refresh()
    assert page.phase == "review"
    assert page.state["review"][0]["transcript"] == "as far as I got"
    page.send("review.done")
    interview = interview_of(page)
    assert (interview.status, interview.end_reason) == (Interview.Status.COMPLETED, "candidate_ended")


def test_a_newer_tab_takes_over_and_the_older_one_still_delivers_its_recording(
    acme: Organization, invite: Invite
) -> None:
    page = invite(acme)
    page.practise()
    newer = Page(page.client, acme, page.interview_id, page.token, connection_id="tab-2")
    newer.send("hello")
    assert page.send("sync")["code"] == "superseded"
    assert page.segment("said before", 0)["type"] == "stored"
    newer.refresh()
    assert newer.turn["stored_segments"] == [0]


def test_a_moment_gives_time_only_a_few_times(acme: Organization, invite: Invite) -> None:
    page = invite(acme)
    page.practise()
    page.send("turn.opened", turn_id=page.turn["id"])
    before = page.turn["remaining_ms"]
    for _ in range(5):
        page.send("turn.moment", turn_id=page.turn["id"])
    assert page.turn["moments_left"] == 0
    assert 80_000 < page.turn["remaining_ms"] - before <= 90_000


def test_without_consent_nothing_starts(acme: Organization, invite: Invite) -> None:
    page = invite(acme, consent=False)
    page.send("hello")
    assert page.send("start")["code"] == "no_consent"
    assert page.client.get(f"{page.base}/room").status_code == 302
