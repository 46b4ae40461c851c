import logging
from collections.abc import Sequence

import pytest

from providers.config import AIConfig, ScriptedConfig
from providers.errors import InvalidInput, ModelIntegrityError, ProviderUnavailable, RateLimited
from providers.fallback import CoolDown, STTChain, TTSChain
from providers.scripted.stt import ScriptedSTT
from providers.scripted.tts import ScriptedTTS
from providers.stt import Transcription
from providers.usage import Call

SECONDS = 30


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Backup(ScriptedSTT):
    provider = "backup"


class BackupTTS(ScriptedTTS):
    provider = "backup"


def config(fault: str = "", port: str = "stt") -> AIConfig:
    return AIConfig(env="scripted", scripted=ScriptedConfig(faults=((port, fault),) if fault else ()))


def chain(calls: list[Call], clock: Clock, *faults: str) -> STTChain:
    links: Sequence[ScriptedSTT] = [
        vendor(config(fault), calls.append) for vendor, fault in zip((ScriptedSTT, Backup), faults, strict=True)
    ]
    return STTChain(links, CoolDown(SECONDS, clock))


def transcribe(stt: STTChain) -> Transcription:
    speech = ScriptedTTS(config()).synthesize("Hello.")
    return stt.transcribe(speech.audio, content_type="audio/wav")


def who_answered(calls: list[Call]) -> list[tuple[str, str]]:
    return [(call.provider, call.status) for call in calls]


@pytest.mark.parametrize("fault", ["timeout", "unavailable", "rate_limited", "bad_credentials", "unsupported"])
def test_the_next_provider_takes_over_and_both_calls_are_recorded(calls: list[Call], fault: str) -> None:
    assert transcribe(chain(calls, Clock(), fault, "")).text == "Hello."
    assert who_answered(calls) == [("scripted", fault), ("backup", "ok")]


def test_invalid_input_is_nobody_elses_business(calls: list[Call]) -> None:
    with pytest.raises(InvalidInput):
        chain(calls, Clock(), "", "").transcribe(b"no audio", content_type="audio/wav")
    assert who_answered(calls) == [("scripted", "invalid_input")]


def test_a_provider_that_failed_is_passed_over_until_its_cool_down_is_over(calls: list[Call]) -> None:
    clock = Clock()
    stt = chain(calls, clock, "unavailable", "")
    transcribe(stt)
    calls.clear()
    clock.now += SECONDS - 1
    transcribe(stt)
    assert who_answered(calls) == [("backup", "ok")]
    calls.clear()
    clock.now += 2
    transcribe(stt)
    assert who_answered(calls) == [("scripted", "unavailable"), ("backup", "ok")]


def test_a_provider_rests_as_long_as_it_asked_to(calls: list[Call]) -> None:
    clock = Clock()
    cool_down = CoolDown(SECONDS, clock)

    class Limited(ScriptedSTT):
        def _transcribe(self, *args: object) -> Transcription:
            raise RateLimited("Slow down.", provider="scripted", retry_after_s=100)

    stt = STTChain([Limited(config(), calls.append), Backup(config(), calls.append)], cool_down)
    transcribe(stt)
    clock.now += 99
    transcribe(stt)
    assert who_answered(calls) == [("scripted", "rate_limited"), ("backup", "ok"), ("backup", "ok")]


def test_an_unsupported_language_is_no_reason_to_rest(calls: list[Call]) -> None:
    stt = chain(calls, Clock(), "unsupported", "")
    transcribe(stt)
    transcribe(stt)
    assert who_answered(calls) == [("scripted", "unsupported"), ("backup", "ok")] * 2


def test_when_all_are_resting_all_are_tried_again(calls: list[Call]) -> None:
    stt = chain(calls, Clock(), "unavailable", "timeout")
    for _ in range(2):
        with pytest.raises(Exception, match="timeout"):
            transcribe(stt)
    assert who_answered(calls) == [("scripted", "unavailable"), ("backup", "timeout")] * 2


def test_a_stream_falls_back_before_its_first_piece(calls: list[Call]) -> None:
    tts = TTSChain(
        [ScriptedTTS(config("timeout", "tts"), calls.append), BackupTTS(config(), calls.append)],
        CoolDown(SECONDS, Clock()),
    )
    assert len(list(tts.stream("One. Two."))) == 2
    assert who_answered(calls) == [("scripted", "timeout"), ("backup", "ok")]


def test_a_stream_that_breaks_after_its_first_piece_is_not_started_again(calls: list[Call]) -> None:
    class Breaks(ScriptedTTS):
        spoken = 0

        def _synthesize(self, *args: object) -> object:  # type: ignore[override]
            self.spoken += 1
            if self.spoken > 1:
                raise ProviderUnavailable("Gone.", provider="scripted")
            return super()._synthesize(*args)  # type: ignore[arg-type]

    tts = TTSChain([Breaks(config(), calls.append), BackupTTS(config(), calls.append)], CoolDown(SECONDS, Clock()))
    stream = tts.stream("One. Two.")
    assert next(stream).audio
    with pytest.raises(ProviderUnavailable):
        next(stream)
    assert who_answered(calls) == [("scripted", "unavailable")]


def test_a_wrong_model_file_is_never_passed_over_silently(caplog: pytest.LogCaptureFixture) -> None:
    class Wrong(ScriptedTTS):
        def warm(self) -> None:
            raise ModelIntegrityError("Not the official file.", provider="scripted")

    wrong = TTSChain([Wrong(config()), BackupTTS(config())], CoolDown(SECONDS, Clock()))
    with pytest.raises(ModelIntegrityError):
        wrong.warm()
    failing = TTSChain([ScriptedTTS(config("model_integrity", "tts")), BackupTTS(config())], CoolDown(SECONDS, Clock()))
    with caplog.at_level(logging.ERROR, "providers.fallback"):
        failing.synthesize("Hello.")
    assert "model_integrity" in caplog.text
