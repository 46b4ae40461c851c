"""Where a recording is cut, decided from levels alone. Runs in the browser, as the module does."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests import seed

SPEECH, SILENCE = 0.1, 0.001
SYLLABLE = (1.2, 0.9, 0.3, 1.0, 0.2)  # Speech rises and falls within a quarter of a second.
HEAR = """async ([levels, step]) => {
  const { PauseDetector } = await import("/static/interviews/voice/pauses.js");
  const detector = new PauseDetector();
  detector.answerStarted(0);
  const cuts = [], hints = [];
  levels.forEach((level, index) => {
    const now = (index + 1) * step, { cut, hint } = detector.hear(level, now);
    if (cut) { cuts.push(now); detector.segmentStarted(now); }
    if (hint) hints.push(now);
  });
  return { cuts, hints };
}"""
STEP_MS = 50


@pytest.fixture
def quiet_page(page: Page, invited: seed.Seeded) -> Page:
    page.goto(invited.link)
    return page


def hear(page: Page, *parts: tuple[float, float]) -> dict[str, list[int]]:
    """`parts`: (level, seconds). The times of cuts and hints, in ms."""
    levels = [
        level * (SYLLABLE[step % len(SYLLABLE)] if level == SPEECH else 1)
        for level, seconds in parts
        for step in range(round(seconds * 1000 / STEP_MS))
    ]
    decided: dict[str, Any] = page.evaluate(HEAR, [levels, STEP_MS])
    return decided


def test_a_pause_cuts_only_after_two_seconds_of_recording(quiet_page: Page) -> None:
    early = hear(quiet_page, (SPEECH, 1), (SILENCE, 0.7), (SPEECH, 0.2))
    assert early["cuts"] == []
    [cut] = hear(quiet_page, (SPEECH, 2.5), (SILENCE, 1))["cuts"]
    assert 2900 <= cut <= 3050


def test_who_never_pauses_is_cut_every_fifteen_seconds(quiet_page: Page) -> None:
    assert hear(quiet_page, (SPEECH, 46))["cuts"] == [15_000, 30_000, 45_000]


def test_a_long_silence_hints_once_and_cuts_nothing_short(quiet_page: Page) -> None:
    heard = hear(quiet_page, (SPEECH, 3), (SILENCE, 12), (SPEECH, 1), (SILENCE, 6))
    assert len(heard["hints"]) == 2
    assert 7900 <= heard["hints"][0] <= 8200


def test_speech_is_found_above_a_steady_noise(quiet_page: Page) -> None:
    fan = 0.02
    [cut] = hear(quiet_page, (fan, 1.9), (SPEECH, 3), (fan, 1))["cuts"]
    assert 5200 <= cut <= 5500
