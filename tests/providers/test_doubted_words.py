"""Only what the engine itself doubts is left out, and it is said that something was."""

import io
import wave
from collections.abc import Callable

import numpy as np
import pytest

from providers.registry import Providers
from providers.stt import Missing
from tests.providers.audio import as_wav

REFRAIN = "We measure, we change one thing, we measure again."


@pytest.fixture
def say(local: Providers) -> Callable[[str], bytes]:
    return lambda text: local.tts("essential").synthesize(text).audio


@pytest.mark.parametrize("times", [4, 5])
def test_an_answer_that_repeats_a_phrase_is_kept(local: Providers, say: Callable[[str], bytes], times: int) -> None:
    heard = local.stt("essential").transcribe(say(" ".join([REFRAIN] * times)), content_type="audio/wav")
    assert abs(heard.text.lower().count("measure again") - times) <= 1  # Whisper miscounts; nothing is thrown away.
    assert heard.confidence > 0.7
    assert heard.missing == ()


def test_a_refrain_beside_other_words_is_kept(local: Providers, say: Callable[[str], bytes]) -> None:
    answer = "I test it, I test it again, " * 5 + "and then I ship it."
    heard = local.stt("essential").transcribe(say(answer), content_type="audio/wav")
    assert heard.text.lower().count("test it") >= 8
    assert "ship it" in heard.text
    assert heard.missing == ()


def test_what_the_engine_doubts_is_left_out_and_said_to_be_missing(
    local: Providers, say: Callable[[str], bytes]
) -> None:
    with wave.open(io.BytesIO(say("I split the monolith into services and used a message queue."))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64)
        rate = file.getframerate()
    drowned = as_wav(samples + np.random.default_rng(2).normal(0, 8_000, len(samples)), rate)
    heard = local.stt("essential").transcribe(drowned, content_type="audio/wav")
    assert (heard.text, heard.no_speech) == ("", True)
    assert heard.missing == (Missing.WORDS_DOUBTED,)


def test_a_recording_that_breaks_off_says_so(local: Providers, say: Callable[[str], bytes]) -> None:
    recording = say("I split the monolith into services and used a message queue.")
    heard = local.stt("essential").transcribe(recording[: len(recording) * 2 // 3], content_type="audio/wav")
    assert "monolith" in heard.text
    assert Missing.RECORDING_DAMAGED in heard.missing
