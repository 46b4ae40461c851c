"""Only what the engine itself doubts is left out, and it is said that something was."""

import pytest

from providers.registry import Providers
from providers.stt import Missing
from tests.speech import drowned, said

SERVICES = "I split the monolith into services and used a message queue."
REFRAIN = "We measure, we change one thing, we measure again."


@pytest.mark.parametrize("times", [4, 5])
def test_an_answer_that_repeats_a_phrase_is_kept_or_said_not_to_be_whole(local: Providers, times: int) -> None:
    """On some processors Whisper is caught by its last words; then nobody is told that all is here."""
    heard = local.stt("essential").transcribe(said(" ".join([REFRAIN] * times)), content_type="audio/wav")
    counted = heard.text.lower().count("measure again")
    assert counted
    assert heard.text.lower().count("measure") <= 3 * times, "nothing is invented"
    assert heard.missing == (() if abs(counted - times) <= 1 else (Missing.WORDS_DOUBTED,))
    assert heard.confidence > 0.7


def test_a_refrain_beside_other_words_is_kept(local: Providers) -> None:
    answer = "I test it, I test it again, " * 5 + "and then I ship it."
    heard = local.stt("essential").transcribe(said(answer), content_type="audio/wav")
    assert heard.text.lower().count("test it") >= 8
    assert "ship it" in heard.text
    assert heard.missing == ()


def test_what_the_engine_doubts_is_left_out_and_said_to_be_missing(local: Providers) -> None:
    heard = local.stt("essential").transcribe(drowned(SERVICES, 8_000, seed=2), content_type="audio/wav")
    assert (heard.text, heard.no_speech) == ("", True)
    assert heard.missing == (Missing.WORDS_DOUBTED,)


@pytest.mark.parametrize(("loudness", "seed"), [(8_000, 78), (9_500, 73)])
def test_what_the_engine_grew_sure_of_by_saying_it_again_is_doubted(
    local: Providers, loudness: float, seed: int
) -> None:
    """It hears "I should put the money, I should put the money, ...", and of each word but the first it is sure."""
    heard = local.stt("essential").transcribe(drowned(SERVICES, loudness, seed), content_type="audio/wav")
    assert "i should" not in heard.text.lower()
    assert heard.missing == (Missing.WORDS_DOUBTED,)


def test_the_same_sound_gives_the_same_words(local: Providers) -> None:
    sound = drowned(SERVICES, 6_000, seed=3)
    assert len({local.stt("essential").transcribe(sound, content_type="audio/wav") for _ in range(2)}) == 1


def test_a_recording_that_breaks_off_says_so(local: Providers) -> None:
    recording = said(SERVICES)
    heard = local.stt("essential").transcribe(recording[: len(recording) * 2 // 3], content_type="audio/wav")
    assert "monolith" in heard.text
    assert Missing.RECORDING_DAMAGED in heard.missing
