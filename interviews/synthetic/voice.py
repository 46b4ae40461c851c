"""A candidate's voice: text becomes the segments that a browser would have recorded."""

from collections.abc import Iterator

from interviews.synthetic.wire import Recording
from providers.tts import TTSProvider
from providers.wav import wav

SILENT_SAMPLE_RATE = 16_000
# A comment without words is what scripted speech recognition hears in a silent recording.
NOTHING_SAID = " "


class Voice:
    def __init__(self, tts: TTSProvider, language: str = "en") -> None:
        self._tts = tts
        self._language = language

    def recordings(self, text: str) -> Iterator[Recording]:
        """One a sentence, each as soon as it is spoken. Without words: a silent one. Raises ProviderError."""
        if not any(character.isalnum() for character in text):
            yield silence(2_000)
            return
        for speech in self._tts.stream(text, language=self._language):
            yield Recording(speech.audio, speech.content_type, speech.duration_ms)


def silence(duration_ms: int) -> Recording:
    pcm = bytes(2 * SILENT_SAMPLE_RATE * duration_ms // 1000)
    return Recording(wav(pcm, SILENT_SAMPLE_RATE, NOTHING_SAID), "audio/wav", duration_ms)
