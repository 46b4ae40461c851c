"""A chain of providers is a provider: the next one takes over when one fails.

Each link records its own calls; the chain adds none. A link that failed is passed over for a short time, so that
not every candidate waits for the same dead server. When all are resting, all are tried again.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from providers.errors import InvalidInput, InvalidOutput, ModelIntegrityError, ProviderError, Unsupported
from providers.llm import Generation, LLMProvider, LLMVendor, Prompt
from providers.stt import STTProvider, STTVendor, Transcription
from providers.tts import Speech, TTSProvider, TTSVendor
from providers.usage import Clock

logger = logging.getLogger(__name__)

SAYS_NOTHING_ABOUT_THE_NEXT_CALL = (InvalidOutput, Unsupported)
Link = TypeVar("Link", STTVendor, LLMVendor, TTSVendor)
Result = TypeVar("Result")


class CoolDown:
    """Which providers failed a moment ago. Shared by all chains of a process."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._until: dict[str, float] = {}
        self._lock = Lock()

    def start(self, name: str, seconds: float | None = None) -> None:
        with self._lock:
            self._until[name] = self._clock() + (self._seconds if seconds is None else seconds)

    def is_on(self, name: str) -> bool:
        with self._lock:
            return self._until.get(name, float("-inf")) > self._clock()


class Chain(Generic[Link]):
    def __init__(self, links: Sequence[Link], cool_down: CoolDown) -> None:
        self.links: tuple[Link, ...] = tuple(links)
        self._cool_down = cool_down

    def warm(self) -> None:
        """Loads the first link that can be loaded. A model with a wrong hash is never passed over silently."""
        for link in self.links:
            try:
                link.warm()
                return
            except ModelIntegrityError:
                raise
            except ProviderError as error:
                self._failed(link, error)
                last = error
        raise last

    def _first_success(self, call: Callable[[Link], Result]) -> Result:
        for link in self._awake():
            try:
                return call(link)
            except InvalidInput:
                raise
            except ProviderError as error:
                self._failed(link, error)
                last = error
        raise last

    def _first_stream(self, call: Callable[[Link], Iterator[Result]]) -> Iterator[Result]:
        """Once something was given out there is no going back: a later failure is the caller's to handle."""
        for link in self._awake():
            started = False
            try:
                for piece in call(link):
                    started = True
                    yield piece
                return
            except InvalidInput:
                raise
            except ProviderError as error:
                self._failed(link, error)
                if started:
                    raise
                last = error
        raise last

    def _awake(self) -> Sequence[Link]:
        awake = [link for link in self.links if not self._cool_down.is_on(_name(link))]
        return awake or self.links

    def _failed(self, link: Link, error: ProviderError) -> None:
        level = logging.ERROR if isinstance(error, ModelIntegrityError) else logging.WARNING
        logger.log(level, "Provider %s failed (%s): %s", _name(link), error.code, error)
        if not isinstance(error, SAYS_NOTHING_ABOUT_THE_NEXT_CALL):
            self._cool_down.start(_name(link), error.retry_after_s)


class STTChain(Chain[STTVendor], STTProvider):
    def __init__(self, links: Sequence[STTVendor], cool_down: CoolDown) -> None:
        super().__init__(links, cool_down)
        self.capabilities = links[0].capabilities

    def transcribe(
        self,
        audio: bytes,
        *,
        content_type: str,
        language: str = "en",
        vocabulary: Sequence[str] = (),
        max_seconds: float | None = None,
    ) -> Transcription:
        return self._first_success(
            lambda link: link.transcribe(
                audio, content_type=content_type, language=language, vocabulary=vocabulary, max_seconds=max_seconds
            )
        )


class LLMChain(Chain[LLMVendor], LLMProvider):
    def __init__(self, links: Sequence[LLMVendor], cool_down: CoolDown) -> None:
        super().__init__(links, cool_down)
        self.capabilities = links[0].capabilities

    def generate(
        self, prompt: Prompt, context: Mapping[str, Any], *, output: type[BaseModel] | None = None
    ) -> Generation[Any]:
        return self._first_success(lambda link: link.generate(prompt, context, output=output))

    def stream(self, prompt: Prompt, context: Mapping[str, Any]) -> Iterator[str]:
        return self._first_stream(lambda link: link.stream(prompt, context))


class TTSChain(Chain[TTSVendor], TTSProvider):
    def __init__(self, links: Sequence[TTSVendor], cool_down: CoolDown) -> None:
        super().__init__(links, cool_down)
        self.capabilities = links[0].capabilities

    def synthesize(self, text: str, *, voice: str | None = None, language: str = "en") -> Speech:
        return self._first_success(lambda link: link.synthesize(text, voice=voice, language=language))

    def stream(self, text: str, *, voice: str | None = None, language: str = "en") -> Iterator[Speech]:
        return self._first_stream(lambda link: link.stream(text, voice=voice, language=language))


def _name(link: STTVendor | LLMVendor | TTSVendor) -> str:
    return f"{link.port}:{link.provider}:{link.model}"
