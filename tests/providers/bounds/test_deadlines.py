"""An engine on this machine ends its call in time too: between two steps, with the error of a slow server."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from providers.config import AIConfig
from providers.errors import ProviderTimeout
from providers.llm import Prompt
from providers.local.espeak import EspeakTTS
from providers.local.llm import CoverageLLM
from providers.local.question_bank import bank
from providers.local.stt import WhisperSTT
from providers.local.tts import PiperTTS
from providers.usage import Call
from providers.vendor import Vendor
from tests.speech import said

SECONDS = 10
TEXT = "First I measure it. Then I read the plan of the query. Then I add an index. At the end I measure it again."
LONG = " ".join(question.text for question in bank()[:12])  # more than one window of Whisper
QUESTION = bank()[0].as_output()
SCORE = {"question": QUESTION, "answers": [{"turn": 0, "text": TEXT}]}


def vendors() -> Iterator[tuple[type[Vendor], Callable[[Any], object]]]:
    yield PiperTTS, lambda piper: piper.synthesize(TEXT)
    yield PiperTTS, lambda piper: list(piper.stream(TEXT))
    yield EspeakTTS, lambda espeak: espeak.synthesize(TEXT)
    yield WhisperSTT, lambda whisper: whisper.transcribe(said(LONG), content_type="audio/wav")
    yield CoverageLLM, lambda coverage: coverage.generate(Prompt("score_answer", 1, "Score."), SCORE)


@pytest.mark.parametrize(("vendor", "use"), vendors())
def test_an_engine_that_is_too_slow_stops_between_two_steps(
    vendor: type[Vendor], use: Callable[[Any], object], calls: list[Call]
) -> None:
    config = AIConfig(llm_timeout_s=SECONDS, stt_timeout_s=SECONDS, tts_timeout_s=SECONDS)
    slow = vendor(config, calls.append)
    slow._clock = clock_that_runs(SECONDS / 3)
    slow.warm()
    with pytest.raises(ProviderTimeout, match="not done in time"):
        use(slow)
    assert [call.status for call in calls] == ["timeout"]
    patient = vendor(AIConfig(), calls.append)
    use(patient)
    assert calls[-1].status == "ok"


def clock_that_runs(seconds: float) -> Callable[[], float]:
    """So many seconds whenever it is looked at."""
    looks = count()
    return lambda: next(looks) * seconds
