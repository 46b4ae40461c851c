"""Speech from a script: a short quiet tone that carries its text, so that scripted STT can read it back."""

import math
import struct
from functools import lru_cache

from providers.scripted.stage import perform
from providers.tts import Speech, TTSCapabilities, TTSVendor, Utterance
from providers.usage import Usage
from providers.wav import duration_ms, wav

SAMPLE_RATE = 8000
SECONDS = 0.3
HERTZ = 440
AMPLITUDE = 2000


class ScriptedTTS(TTSVendor):
    provider = "scripted"
    model = "scripted-tts"
    capabilities = TTSCapabilities(languages=(), max_characters=20_000)

    def _synthesize(self, utterance: Utterance, usage: Usage) -> Speech:
        perform(self.config.scripted, "tts")
        pcm = _tone()
        return Speech(wav(pcm, SAMPLE_RATE, utterance.text), "audio/wav", duration_ms(pcm, SAMPLE_RATE))


@lru_cache
def _tone() -> bytes:
    samples = range(int(SAMPLE_RATE * SECONDS))
    return b"".join(
        struct.pack("<h", round(AMPLITUDE * math.sin(2 * math.pi * HERTZ * i / SAMPLE_RATE))) for i in samples
    )
