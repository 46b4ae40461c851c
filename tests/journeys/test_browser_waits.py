"""What a browser may never answer: permission, storage, decoding, playing. Each wait has an end, and a decent one."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.candidate import Candidate
from tests.journeys.test_recorder_faults import FAULTS

OPENED_WITHIN_MS = 30_000
NEVER = "() => new Promise(() => {})"
NO_OPENING = "IDBFactory.prototype.open = () => ({});"
NO_READING = "IDBObjectStore.prototype.getAll = IDBObjectStore.prototype.getAllKeys = () => ({});"
CLOSED = "Object.defineProperty(window, 'indexedDB', { get: () => { throw new DOMException('', 'SecurityError'); } });"
TRACK_ENDS = """() => new Promise((resolve) => setInterval(() => {
  if (tracks[0]?.readyState === "ended") resolve(true);
  if (performance.now() > 20_000) resolve(false);
}, 50))"""
SAMPLE = "Record three seconds and play them"


@pytest.mark.parametrize("storage", [NO_OPENING, NO_READING, CLOSED], ids=["opening", "reading", "closed"])
def test_a_storage_that_never_answers_keeps_nobody_out(candidate: Candidate, page: Page, storage: str) -> None:
    page.add_init_script(storage)
    candidate.practise()
    candidate.say_something()
    candidate.finish_turn()


def test_a_voice_that_is_never_decoded_is_read_instead(candidate: Candidate, page: Page) -> None:
    page.add_init_script(f"AudioContext.prototype.decodeAudioData = {NEVER};")
    candidate.practise()
    candidate.say_something()
    candidate.finish_turn()
    candidate.expect_listening()


def test_a_microphone_that_never_opens_is_explained_and_can_be_tried_again(candidate: Candidate, page: Page) -> None:
    page.add_init_script(
        f"const {{ getUserMedia }} = MediaDevices.prototype; MediaDevices.prototype.getUserMedia = {NEVER};"
        "window.heal = () => (MediaDevices.prototype.getUserMedia = getUserMedia);"
    )
    page.clock.install()
    candidate.consent()
    candidate.button("Allow the microphone").click()
    page.clock.fast_forward(OPENED_WITHIN_MS)
    expect(page.get_by_role("alert")).to_contain_text("The microphone does not answer.")
    page.evaluate("void heal()")
    candidate.button("Try again").click()
    expect(page.get_by_text("We can hear you.")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_permission_that_comes_when_typing_was_chosen_leaves_no_microphone_open(
    candidate: Candidate, page: Page
) -> None:
    page.add_init_script(
        "const { getUserMedia } = MediaDevices.prototype; const allowed = new Promise((yes) => (window.allow = yes));"
        "window.tracks = []; MediaDevices.prototype.getUserMedia = async function (wishes) { await allowed;"
        "const stream = await getUserMedia.call(this, wishes); tracks.push(...stream.getTracks()); return stream; };"
    )
    candidate.go_straight_in()
    candidate.join()
    candidate.button("Join and type").click()
    expect(page.get_by_label("Your answer")).to_be_visible()
    page.evaluate("allow()")
    assert page.evaluate(TRACK_ENDS)
    expect(page.get_by_label("Your answer")).to_be_visible()


def test_a_list_of_microphones_that_never_comes_is_gone_without(candidate: Candidate, page: Page) -> None:
    page.add_init_script(f"MediaDevices.prototype.enumerateDevices = {NEVER};")
    candidate.enter()
    candidate.join()
    candidate.say_something()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("faults['no stop'] = Infinity;", "Was that clear?"),
        ("faults['constructor'] = 1;", "The recording stopped by itself."),
        ("faults['no dataavailable'] = Infinity;", "The recording stopped by itself."),
        (f"void (HTMLMediaElement.prototype.play = {NEVER});", "The sample could not be played."),
    ],
    ids=["no stop", "no recorder", "no pieces", "no playing"],
)
def test_the_device_check_of_a_voice_has_an_end_and_can_be_done_again(
    candidate: Candidate, page: Page, fault: str, said: str
) -> None:
    page.add_init_script(path=FAULTS)
    candidate.consent()
    candidate.button("Allow the microphone").click()
    page.evaluate(fault)
    candidate.button(SAMPLE).click()
    expect(page.get_by_text(said)).to_be_visible()
    expect(candidate.button(SAMPLE)).not_to_have_attribute("aria-disabled", "true")
