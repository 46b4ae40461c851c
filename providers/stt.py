"""The speech-to-text port."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from providers.errors import InvalidInput
from providers.model_text import TRANSCRIPT_MAX_CHARS, clean
from providers.usage import Usage
from providers.vendor import Vendor


class Missing(StrEnum):
    """Why words that were said may not be in the text."""

    WORDS_DOUBTED = "WordsDoubted"  # The engine was so unsure of them that they were left out.
    TOO_LONG = "TooLong"  # Only its beginning was heard.
    RECORDING_DAMAGED = "RecordingDamaged"  # Only what stands before and after the damage was heard.


@dataclass(frozen=True)
class Transcription:
    """`confidence` is 0..1. `no_speech`: nobody spoke or nothing was understood; `text` is empty then."""

    text: str
    confidence: float
    language: str
    duration_ms: int
    no_speech: bool
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class STTCapabilities:
    languages: tuple[str, ...]  # empty: any
    max_bytes: int
    max_duration_s: int
    vocabulary: bool  # whether hints are used


@dataclass(frozen=True)
class Recording:
    """What a vendor gets: any container that a browser records (webm, mp4, ogg, wav)."""

    audio: bytes
    content_type: str
    language: str
    vocabulary: tuple[str, ...]
    max_seconds: float


class STTProvider(ABC):
    capabilities: STTCapabilities

    @abstractmethod
    def transcribe(
        self,
        audio: bytes,
        *,
        content_type: str,
        language: str = "en",
        vocabulary: Sequence[str] = (),
        max_seconds: float | None = None,
    ) -> Transcription:
        """Of a longer recording than `max_seconds`, or than the engine hears, the beginning (Missing.TOO_LONG).

        Raises ProviderError; InvalidInput for what is empty, too large or no audio.
        """

    @abstractmethod
    def warm(self) -> None:
        """Loads what is heavy. Raises ProviderError."""


class STTVendor(Vendor, STTProvider):
    """One vendor. Measures, records, cleans and maps errors around `_transcribe`."""

    port = "stt"
    unit_name = "seconds"

    def transcribe(
        self,
        audio: bytes,
        *,
        content_type: str,
        language: str = "en",
        vocabulary: Sequence[str] = (),
        max_seconds: float | None = None,
    ) -> Transcription:
        with self._meter().measure() as usage:
            self._check(audio)
            longest = min(self.capabilities.max_duration_s, max_seconds or self.capabilities.max_duration_s)
            recording = Recording(audio, content_type, language, tuple(vocabulary), longest)
            transcription = self._transcribe(recording, usage)
            usage.units = transcription.duration_ms / 1000
            return _showable(transcription)

    @abstractmethod
    def _transcribe(self, recording: Recording, usage: Usage) -> Transcription: ...

    def _check(self, audio: bytes) -> None:
        if not audio:
            raise InvalidInput("The recording is empty.", provider=self.provider)
        if len(audio) > self.capabilities.max_bytes:
            raise InvalidInput("The recording is too large.", provider=self.provider)


def _showable(transcription: Transcription) -> Transcription:
    """What a model heard is a model's text too. A confidence that is no number (NaN) is none."""
    text = clean(transcription.text, TRANSCRIPT_MAX_CHARS).strip()
    sure = min(1.0, transcription.confidence) if text and transcription.confidence > 0 else 0.0
    return replace(transcription, text=text, confidence=sure, no_speech=transcription.no_speech or not text)
