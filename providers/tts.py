"""The text-to-speech port."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from providers.errors import InvalidInput, Unsupported
from providers.grouping import groups
from providers.text.invisible import strip_invisible
from providers.usage import Usage
from providers.vendor import Vendor

ABBREVIATIONS = "".join(
    rf"(?<!\b{re.escape(it)})" for it in ("Mr.", "Mrs.", "Ms.", "Dr.", "St.", "vs.", "e.g.", "i.e.")
)
MOST_FILES = 50  # of one text; each costs a start of its own
SENTENCE_END = re.compile(rf"(?<=[.!?…]){ABBREVIATIONS}[\"')\]]*\s+|\n+")


@dataclass(frozen=True)
class Speech:
    """One audio file, complete in itself."""

    audio: bytes
    content_type: str
    duration_ms: int


@dataclass(frozen=True)
class TTSCapabilities:
    languages: tuple[str, ...]  # empty: any
    max_characters: int


@dataclass(frozen=True)
class Utterance:
    text: str
    voice: str | None
    language: str


class TTSProvider(ABC):
    capabilities: TTSCapabilities

    @abstractmethod
    def synthesize(self, text: str, *, voice: str | None = None, language: str = "en") -> Speech:
        """The whole text as one file. Raises ProviderError."""

    @abstractmethod
    def stream(self, text: str, *, voice: str | None = None, language: str = "en") -> Iterator[Speech]:
        """One file a sentence, each as soon as it is ready. Raises ProviderError, also between sentences."""

    @abstractmethod
    def warm(self) -> None:
        """Loads what is heavy. Raises ProviderError."""


class TTSVendor(Vendor, TTSProvider):
    """One vendor. Measures, records and maps errors around `_synthesize` and `_stream`."""

    port = "tts"
    unit_name = "characters"

    def synthesize(self, text: str, *, voice: str | None = None, language: str = "en") -> Speech:
        with self._meter().measure() as usage:
            utterance = self._utterance(text, voice, language)
            usage.units = len(utterance.text)
            return self._synthesize(utterance, usage)

    def stream(self, text: str, *, voice: str | None = None, language: str = "en") -> Iterator[Speech]:
        with self._meter().measure() as usage:
            utterance = self._utterance(text, voice, language)
            usage.units = len(utterance.text)
            for speech in self._stream(utterance, usage):
                usage.mark_first_output()
                yield speech

    @abstractmethod
    def _synthesize(self, utterance: Utterance, usage: Usage) -> Speech: ...

    def _stream(self, utterance: Utterance, usage: Usage) -> Iterator[Speech]:
        for sentence in sentences(utterance.text):
            yield self._synthesize(Utterance(sentence, utterance.voice, utterance.language), usage)

    def _utterance(self, text: str, voice: str | None, language: str) -> Utterance:
        spoken = " ".join(strip_invisible(text).split())
        if not any(character.isalnum() for character in spoken):
            raise InvalidInput("There is nothing to say in this text.", provider=self.provider)
        if len(spoken) > self.capabilities.max_characters:
            raise InvalidInput("The text is too long to be spoken.", provider=self.provider)
        if self.capabilities.languages and language not in self.capabilities.languages:
            raise Unsupported(f"{self.provider} does not speak this language.", provider=self.provider)
        return Utterance(spoken, voice, language)


def sentences(text: str) -> list[str]:
    """The text cut after each sentence; pieces without a letter or digit are not spoken. Many short ones are joined."""
    spoken = [piece.strip() for piece in SENTENCE_END.split(text) if any(c.isalnum() for c in piece)]
    return [" ".join(group) for group in groups(spoken, MOST_FILES)]
