"""What piper says, whisper hears; what is no speech is not invented."""

import wave
from io import BytesIO

import numpy as np
import pytest

from providers.errors import InvalidInput, Unsupported
from providers.registry import Providers
from providers.stt import Missing
from providers.usage import Call
from providers.wav import wav
from tests.providers.audio import RATE, as_wav, hours_in_a_small_file, noise, reencoded, silence
from tests.speech import said

SENTENCE = "I split the monolith into services and used a message queue."
WORDS = {"split", "monolith", "services", "used", "message", "queue"}


@pytest.fixture(scope="module")
def spoken() -> bytes:
    return said(SENTENCE)


def words_of(text: str) -> set[str]:
    return set(text.lower().replace(".", "").replace(",", "").split())


@pytest.mark.parametrize(("container", "codec"), [("", ""), ("webm", "libopus"), ("mp4", "aac"), ("ogg", "libopus")])
def test_the_words_that_are_spoken_stand_in_the_transcript(
    local: Providers, spoken: bytes, calls: list[Call], container: str, codec: str
) -> None:
    recording = reencoded(spoken, container, codec) if container else spoken
    heard = local.stt("essential").transcribe(recording, content_type="audio/any", vocabulary=["message queue"])
    assert words_of(heard.text) >= WORDS
    assert heard.confidence > 0.7
    assert not heard.no_speech
    assert 2_500 < heard.duration_ms < 5_000
    assert [(call.provider, call.status, call.unit_name) for call in calls] == [("whisper", "ok", "seconds")]
    assert calls[0].units == heard.duration_ms / 1000


def test_a_recording_that_was_cut_off_is_heard_as_far_as_it_goes(local: Providers, spoken: bytes) -> None:
    recording = reencoded(spoken, "webm", "libopus")
    heard = local.stt("essential").transcribe(recording[: len(recording) * 3 // 4], content_type="audio/webm")
    assert words_of(heard.text) >= {"split", "monolith"}


def test_of_a_recording_of_minutes_every_part_is_heard(local: Providers, spoken: bytes) -> None:
    with wave.open(BytesIO(spoken)) as file:
        once, rate = file.readframes(file.getnframes()), file.getframerate()
    pause = bytes(2 * 20 * rate)
    heard = local.stt("essential").transcribe(
        wav(pause.join([once] * 5), rate), content_type="audio/wav", vocabulary=["message queue"]
    )
    assert heard.duration_ms > 90_000
    assert [heard.text.lower().count(word) for word in ("monolith", "queue")] == [5, 5]
    assert heard.confidence > 0.7


@pytest.mark.parametrize(
    "recording",
    [silence(4), noise(4, 300), noise(4, 8_000), as_wav(8_000 * np.sin(np.arange(4 * RATE) / 8))],
    ids=["silence", "quiet noise", "loud noise", "a tone"],
)
def test_what_is_no_speech_is_heard_as_nothing(local: Providers, recording: bytes) -> None:
    heard = local.stt("essential").transcribe(recording, content_type="audio/wav", vocabulary=["Kubernetes"])
    assert (heard.text, heard.confidence, heard.no_speech) == ("", 0.0, True)


def test_a_hint_is_not_heard_where_it_was_not_said(local: Providers) -> None:
    speech = local.tts("essential").synthesize("Guten Tag, wie geht es Ihnen?", language="de")
    hints = ["Kubernetes", "message queue", "software engineer"]
    heard = local.stt("essential").transcribe(speech.audio, content_type="audio/wav", vocabulary=hints)
    assert not words_of(heard.text) & {"kubernetes", "message", "queue", "software", "engineer"}


@pytest.mark.parametrize(
    "recording",
    [
        b"",
        b"<html>not audio</html>" * 50,
        b"\x1a\x45\xdf\xa3" + b"broken webm" * 100,
        b"OggS" + b"broken ogg" * 100,
        b"RIFF\0\0\0\0WAVEjunkjunk",
        wav(b"", RATE),
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    ],
    ids=["empty", "a page", "broken webm", "broken ogg", "broken wav", "no samples", "a playlist"],
)
def test_what_is_no_usable_recording_is_the_callers_fault(
    local: Providers, calls: list[Call], recording: bytes
) -> None:
    with pytest.raises(InvalidInput):
        local.stt("essential").transcribe(recording, content_type="audio/webm")
    assert [call.status for call in calls] == ["invalid_input"]


def test_of_hours_in_a_small_file_no_more_is_decoded_than_may_be_heard(local: Providers, calls: list[Call]) -> None:
    recording = hours_in_a_small_file(2)
    assert len(recording) < 4 * 1024 * 1024
    heard = local.stt("essential").transcribe(recording, content_type="audio/webm", max_seconds=5)
    assert 4_000 < heard.duration_ms <= 5_000
    assert heard.missing == (Missing.TOO_LONG,)
    assert [call.units for call in calls] == [heard.duration_ms / 1000]


def test_an_unknown_language_is_unsupported(local: Providers, spoken: bytes) -> None:
    with pytest.raises(Unsupported):
        local.stt("essential").transcribe(spoken, content_type="audio/wav", language="tlh")


def test_speech_is_16_bit_mono_wav_and_streams_by_the_sentence(local: Providers, calls: list[Call]) -> None:
    stream = local.tts("essential").stream("Dr. Smith asked for version 2.5. Is that right?")
    pieces = list(stream)
    assert len(pieces) == 2
    for piece in pieces:
        with wave.open(BytesIO(piece.audio)) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            assert abs(1000 * file.getnframes() / file.getframerate() - piece.duration_ms) <= 1
    (call,) = calls
    assert call.ttfb_ms is not None
    assert call.ttfb_ms < call.total_ms
    assert (call.provider, call.units, call.unit_name) == ("piper", 47, "characters")


def test_a_language_that_piper_does_not_speak_is_spoken_by_espeak(local: Providers, calls: list[Call]) -> None:
    speech = local.tts("essential").synthesize("Guten Tag, wie geht es Ihnen?", language="de")
    assert 800 < speech.duration_ms < 5_000
    assert [(call.provider, call.status) for call in calls] == [("piper", "unsupported"), ("espeak", "ok")]


def test_a_text_without_words_cannot_be_spoken(local: Providers) -> None:
    for text in ("", "  ", "...", "🙂"):
        with pytest.raises(InvalidInput):
            local.tts("essential").synthesize(text)


@pytest.mark.parametrize("text", ["<b>Bold</b> &amp; [[h@loU]]", "عربي and English", "🙂 smile " * 3])
def test_any_text_that_people_type_can_be_spoken(local: Providers, text: str) -> None:
    assert local.tts("essential").synthesize(text).duration_ms > 300
