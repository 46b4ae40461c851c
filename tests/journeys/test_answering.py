"""Giving answers: by keys, by typing, with more time, at the end of the time, and with a microphone that dies."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests import seed
from tests.journeys.candidate import HEARD, THINKING_MS, Candidate
from tests.journeys.sounds import silence

Rows = Callable[..., list[dict[str, object]]]

REMEMBER_MICROPHONE = """
const devices = MediaDevices.prototype, open = devices.getUserMedia;
devices.getUserMedia = async function (wishes) { return (window.microphone = await open.call(this, wishes)); };
"""
PULL_OUT = "track = window.microphone.getAudioTracks()[0]; track.stop(); track.dispatchEvent(new Event('ended'));"
REMEMBER_SOUNDS = """
const sound = AudioBufferSourceNode.prototype, { start, stop } = sound;
window.sounds = [];
sound.start = function () { this.startedAt = performance.now(); window.sounds.push(this); return start.call(this); };
sound.stop = function () { this.heardS ??= (performance.now() - this.startedAt) / 1000; return stop.call(this); };
"""
PRESS_AND_LOOK = "button => { button.click(); return document.querySelector('[data-part=state]').textContent; }"
PRESS_TWICE = """button => [1, 2].map(() => {
  button.click();
  return document.querySelector('[data-part=state]').textContent;
})"""
PRESS_AS_SOON_AS_IT_LISTENS = """button => {
  const state = document.querySelector('[data-part=state]');
  const press = () => { if (state.textContent === 'Listening') { window.pressedIt = true; button.click(); } };
  new MutationObserver(press).observe(state, { childList: true });
}"""
PLACES = """[...document.querySelectorAll("[data-part=action], [data-part=moment], [data-part=toggle]")].map(
  (button) => JSON.stringify(button.getBoundingClientRect()))"""
SEGMENTS = "SELECT sequence FROM interviews_segment WHERE turn_id = %s ORDER BY sequence"
TURNS = (
    "SELECT kind, status, answer_mode, typed_text, end_reason, moments_used FROM interviews_turn"
    " WHERE interview_id = %s ORDER BY position"
)


def let_every_question_last(page: Page, sound: Path) -> None:
    page.route(re.compile("/speech/trn_"), lambda route: route.fulfill(path=sound))


def test_typing_alone_carries_a_whole_interview_without_a_microphone(
    candidate: Candidate, rows: Rows, invited: seed.Seeded
) -> None:
    candidate.consent()
    candidate.page.get_by_role("link", name="I’d rather type").click()
    candidate.join()
    candidate.type("I had breakfast.")
    expect(candidate.page.locator("[data-part=practiceHeard]")).to_have_text("I had breakfast.")
    candidate.button("Go to the first question").click()
    expect(candidate.progress).to_contain_text("Question 1")
    while candidate.view != "review":
        turn = candidate.turn
        candidate.type(f"My answer to this: {candidate.question.inner_text()}")
        candidate.expect_another_turn(turn)
    candidate.send_off()
    turns = rows(TURNS, invited.interview_id)
    assert {turn["answer_mode"] for turn in turns} == {"typed"}
    assert all(str(turn["typed_text"]) for turn in turns)


def test_who_would_rather_type_may_say_so_before_the_page_has_its_scripts(candidate: Candidate, page: Page) -> None:
    page.route(re.compile("device_check"), lambda route: route.abort())
    candidate.consent()
    page.get_by_role("link", name="I’d rather type").click()
    candidate.join()
    candidate.type("I had breakfast.")
    expect(page.locator("[data-part=practiceHeard]")).to_have_text("I had breakfast.")


def test_answer_now_skips_the_rest_of_the_question_and_a_double_press_ends_nothing(
    candidate: Candidate, page: Page, tmp_path: Path
) -> None:
    let_every_question_last(page, silence(tmp_path / "long.wav", seconds=60))
    candidate.go_straight_in()
    candidate.join()
    candidate.button("Answer now").dblclick()
    candidate.say_something()
    candidate.expect_state("Listening")


def test_a_slow_double_press_and_a_key_that_is_held_end_nothing(
    candidate: Candidate, page: Page, tmp_path: Path
) -> None:
    let_every_question_last(page, silence(tmp_path / "long.wav", seconds=60))
    candidate.go_straight_in()
    candidate.join()
    candidate.button("Answer now").dblclick(delay=800)
    candidate.expect_state("Listening")
    candidate.button("Repeat question").click()
    expect(candidate.button("Answer now")).to_be_enabled()
    candidate.button("Answer now").focus()
    page.keyboard.down("Enter")
    expect(candidate.button("I’m done")).to_be_enabled()
    page.keyboard.down("Enter")
    candidate.say_something()
    candidate.expect_state("Listening")


def test_a_press_that_meets_the_end_of_the_question_still_means_answer_now(candidate: Candidate, page: Page) -> None:
    candidate.go_straight_in()
    candidate.join()
    candidate.button("Answer now").evaluate(PRESS_AS_SOON_AS_IT_LISTENS)
    candidate.say_something()
    candidate.expect_state("Listening")
    assert page.evaluate("window.pressedIt")


def test_a_slow_press_that_began_before_the_end_of_the_question_means_answer_now(
    candidate: Candidate, page: Page
) -> None:
    candidate.go_straight_in()
    candidate.join()
    candidate.button("Answer now").hover()
    page.mouse.down()
    expect(candidate.button("I’m done")).to_be_enabled()
    page.mouse.up()
    candidate.say_something()
    candidate.expect_state("Listening")


def test_no_button_moves_while_words_appear_and_a_question_is_repeated(candidate: Candidate, page: Page) -> None:
    candidate.practise()
    candidate.expect_listening()
    places = page.evaluate(PLACES)
    expect(page.locator(".captions__segment").nth(2)).to_be_attached(timeout=THINKING_MS)
    assert page.evaluate(PLACES) == places
    while_it_speaks = candidate.button("Repeat question").evaluate(f"button => {{ button.click(); return {PLACES}; }}")
    assert while_it_speaks == places


def test_the_space_key_says_done_and_a_press_in_the_text_field_does_not(candidate: Candidate, page: Page) -> None:
    candidate.practise()
    candidate.say_something()
    turn = candidate.turn
    page.locator("body").click(position={"x": 5, "y": 400})
    page.keyboard.press("Space")
    candidate.expect_another_turn(turn)
    candidate.expect_listening()
    assert candidate.button("Type instead").evaluate(PRESS_AND_LOOK) == "Your turn to type"
    page.get_by_label("Your answer").press_sequentially("one two")
    page.keyboard.press("Enter")
    candidate.expect_state("Your turn to type")
    expect(page.get_by_label("Your answer")).to_have_value(re.compile("one two\n"))


def test_changing_to_typing_takes_over_what_was_said(candidate: Candidate, page: Page) -> None:
    candidate.practise()
    candidate.say_something()
    said = candidate.captions.inner_text().strip()
    candidate.button("Type instead").click()
    expect(page.get_by_label("Your answer")).to_have_value(re.compile(re.escape(said.split(".")[0])))
    candidate.button("Speak instead").click()
    candidate.expect_state("Listening")
    candidate.finish_turn()


def test_changing_there_and_back_at_once_keeps_every_word(
    candidate: Candidate, rows: Rows, invited: seed.Seeded, page: Page
) -> None:
    candidate.practise()
    candidate.say_something()
    turn = candidate.turn
    assert candidate.button("Type instead").evaluate(PRESS_TWICE) == ["Your turn to type", "Listening"]
    expect(page.locator(".captions__segment").nth(3)).to_be_attached(timeout=THINKING_MS)
    candidate.finish_turn()
    numbers = [row["sequence"] for row in rows(SEGMENTS, turn)]
    assert len(numbers) >= 4
    assert numbers == list(range(len(numbers)))


def test_words_typed_before_a_reload_are_still_there(candidate: Candidate, page: Page) -> None:
    candidate.practise()
    candidate.expect_listening()
    candidate.button("Type instead").click()
    page.get_by_label("Your answer").fill("half a sentence")
    page.reload()
    candidate.join()
    expect(page.get_by_label("Your answer")).to_have_value(re.compile("half a sentence"))


def test_a_moment_gives_more_time_and_is_counted(
    candidate: Candidate, rows: Rows, invited: seed.Seeded, page: Page
) -> None:
    candidate.practise()
    candidate.expect_listening()
    for left in ("2 left", "1 left", "none left"):
        candidate.button("I need a moment").click()
        expect(page.locator("[data-part=momentsLeft]")).to_have_text(left)
    expect(candidate.button("I need a moment")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-part=turnTime]")).to_have_text(re.compile(r"^[23]:\d\d left"))
    assert rows(TURNS, invited.interview_id)[-1]["moments_used"] == 3


def test_a_double_press_takes_one_moment(candidate: Candidate, page: Page) -> None:
    candidate.practise()
    candidate.expect_listening()
    candidate.button("I need a moment").dblclick(delay=800)
    candidate.button("I need a moment").click()
    expect(page.locator("[data-part=momentsLeft]")).to_have_text("1 left")
    candidate.say_something()
    expect(page.locator("[data-part=momentsLeft]")).to_have_text("1 left")


def test_at_its_time_box_an_answer_ends_by_itself_after_a_warning(
    candidate: Candidate, rows: Rows, invited: seed.Seeded, page: Page
) -> None:
    candidate.practise()
    candidate.say_something()
    turn = candidate.turn
    rows(
        "UPDATE interviews_turn SET deadline_at = now() + interval '6 seconds'"
        " WHERE interview_id = %s AND status = 'asked' RETURNING id",
        invited.interview_id,
    )
    expect(page.locator("[data-part=announcer]")).to_contain_text("seconds left for this answer")
    candidate.expect_another_turn(turn)
    assert "time_box" in [turn["end_reason"] for turn in rows(TURNS, invited.interview_id)]


def test_a_microphone_that_dies_is_told_and_can_be_switched_on_again(candidate: Candidate, page: Page) -> None:
    page.add_init_script(REMEMBER_MICROPHONE)
    candidate.practise()
    candidate.say_something()
    page.evaluate(PULL_OUT)
    candidate.expect_state("The microphone is off")
    expect(page.get_by_role("alert").filter(has_text="What you said so far is kept")).to_be_visible()
    segments = page.locator(".captions__segment")
    before = segments.count()
    candidate.button("Switch the microphone on").click()
    candidate.expect_state("Listening")
    expect(segments).not_to_have_count(before)


def test_a_question_that_comes_at_once_lets_the_acknowledgement_be_heard_to_its_end(
    candidate: Candidate, page: Page, tmp_path: Path
) -> None:
    long = silence(tmp_path / "long.wav", seconds=3)
    page.route(re.compile("/speech/ack/"), lambda route: route.fulfill(path=long))
    page.add_init_script(REMEMBER_SOUNDS)
    candidate.practise()
    candidate.say_something()
    candidate.finish_turn()
    candidate.expect_listening()
    heard_s = page.evaluate("window.sounds.filter(({ buffer }) => buffer.duration > 3).map(({ heardS }) => heardS)")
    assert len(heard_s) == 2  # After the practice answer and after the first one.
    assert min(heard_s) >= 3


def test_the_question_can_be_heard_again_without_recording_it(candidate: Candidate) -> None:
    candidate.practise()
    candidate.say_something()
    shown_at_once = candidate.button("Repeat question").evaluate(PRESS_AND_LOOK)
    assert shown_at_once == "The interviewer is speaking"
    candidate.expect_state("Listening")
    candidate.finish_turn()


def test_leaving_early_asks_first_and_keeps_what_was_said(
    candidate: Candidate, rows: Rows, invited: seed.Seeded
) -> None:
    candidate.practise()
    candidate.say_something()
    candidate.button("End the interview early").click()
    candidate.button("Go on with the interview").click()
    candidate.expect_state("Listening")
    candidate.button("End the interview early").click()
    candidate.page.get_by_role("dialog").get_by_role("button", name="End the interview").click()
    candidate.expect_review()
    expect(candidate.page.get_by_label("What we understood")).to_have_value(HEARD)
    candidate.send_off()
    assert rows(TURNS, invited.interview_id)[-1]["end_reason"] == "interview_ended"


def test_a_correction_is_kept_beside_what_was_understood(
    candidate: Candidate, rows: Rows, invited: seed.Seeded
) -> None:
    candidate.practise()
    candidate.answer_all()
    field = candidate.page.get_by_label("What we understood").first
    expect(field).to_have_value(HEARD)
    field.fill("What I really said 🙂 <b>not bold</b>")
    expect(candidate.page.get_by_role("status").filter(has_text="Saved").first).to_be_visible()
    candidate.page.reload()
    expect(candidate.page.get_by_label("What we understood").first).to_have_value(re.compile("really said"))
    candidate.send_off()
    kept = rows(
        "SELECT transcript, corrected_transcript FROM interviews_turn WHERE interview_id = %s AND kind = 'main'"
        " ORDER BY position",
        invited.interview_id,
    )[0]
    assert kept["corrected_transcript"] == "What I really said 🙂 <b>not bold</b>"
    assert "In my last project" in str(kept["transcript"])
