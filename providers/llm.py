"""The language-model port: a prompt is the instruction, the context is data, and the two never mix."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from pydantic import BaseModel

from providers.errors import InvalidOutput, Unsupported
from providers.model_text import ANSWER_MAX_CHARS, Unfit, clean, read
from providers.text.invisible import strip_invisible_everywhere
from providers.usage import Usage
from providers.vendor import Vendor

Output = TypeVar("Output", bound=BaseModel)
Data = TypeVar("Data", covariant=True)
NAME_MAX_CHARS = 150


@dataclass(frozen=True)
class Prompt:
    """A reviewed, versioned instruction. Nothing that a person typed or said is ever part of `text`."""

    name: str
    version: int
    text: str

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Generation(Generic[Data]):
    """`data` is an instance of the output model that was asked for, None when text was.

    `served_model` is what the server called the model that answered, at most NAME_MAX_CHARS, empty where none says so;
    `parameters` are those of the call (temperature, max_tokens ...).
    """

    text: str
    data: Data
    model: str
    provider: str
    served_model: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LLMCapabilities:
    streaming: bool
    free_text: bool  # answers any prompt; otherwise only the prompts that it knows by name
    repairs: int  # how often an answer of the wrong shape is sent back


@dataclass(frozen=True)
class Repair:
    """An answer that was sent back, and what was wrong with it."""

    answer: str
    problem: str


@dataclass(frozen=True)
class Request:
    """What a vendor gets. `context` is cleaned of invisible characters; `document` is the same as JSON."""

    prompt: Prompt
    context: dict[str, Any]
    document: str
    output: type[BaseModel] | None = None
    repair: Repair | None = None


class LLMProvider(ABC):
    capabilities: LLMCapabilities

    @overload
    def generate(self, prompt: Prompt, context: Mapping[str, Any]) -> Generation[None]: ...
    @overload
    def generate(self, prompt: Prompt, context: Mapping[str, Any], *, output: type[Output]) -> Generation[Output]: ...
    @abstractmethod
    def generate(
        self, prompt: Prompt, context: Mapping[str, Any], *, output: type[BaseModel] | None = None
    ) -> Generation[Any]:
        """Raises ProviderError; InvalidOutput when the answer does not fit `output`."""

    @abstractmethod
    def stream(self, prompt: Prompt, context: Mapping[str, Any]) -> Iterator[str]:
        """The answer's text in pieces. Raises ProviderError, also between pieces."""

    @abstractmethod
    def warm(self) -> None:
        """Loads what is heavy. Raises ProviderError."""


class LLMVendor(Vendor, LLMProvider):
    """One vendor. Measures, records, cleans, validates and maps errors around `_generate` and `_stream`."""

    port = "llm"
    unit_name = "tokens"

    def generate(
        self, prompt: Prompt, context: Mapping[str, Any], *, output: type[BaseModel] | None = None
    ) -> Generation[Any]:
        with self._meter().measure() as usage:
            request = _request(prompt, context, output)
            text, data = self._answer(request, usage)
            served = clean(" ".join(usage.served_model.split()), NAME_MAX_CHARS)
            return Generation(text, data, self.model, self.provider, served, self.parameters(prompt))

    def stream(self, prompt: Prompt, context: Mapping[str, Any]) -> Iterator[str]:
        with self._meter().measure() as usage:
            length = 0
            for piece in self._stream(_request(prompt, context, None), usage):
                usage.mark_first_output()
                length += len(piece)
                if length > ANSWER_MAX_CHARS:
                    raise InvalidOutput(f"{self.provider} did not come to an end.", provider=self.provider)
                yield clean(piece)

    def parameters(self, prompt: Prompt) -> Mapping[str, Any]:
        """What a call for this prompt is made with."""
        return {}

    @abstractmethod
    def _generate(self, request: Request, usage: Usage) -> str: ...

    def _stream(self, request: Request, usage: Usage) -> Iterator[str]:
        raise Unsupported(f"{self.provider} does not stream.", provider=self.provider)

    def _answer(self, request: Request, usage: Usage) -> tuple[str, BaseModel | None]:
        for repairs_left in reversed(range(self.capabilities.repairs + 1)):
            text = self._text(request, usage)
            if request.output is None:
                return clean(text), None
            try:
                return clean(text), read(text, request.output)
            except Unfit as error:
                request = replace(request, repair=Repair(clean(text), str(error)))
            if not repairs_left:
                break
        raise InvalidOutput(f"{self.provider} did not answer in the shape asked for.", provider=self.provider)

    def _text(self, request: Request, usage: Usage) -> str:
        """A server may send anything in the place of a text."""
        text: object = self._generate(request, usage)
        if not isinstance(text, str):
            raise InvalidOutput(f"{self.provider} did not answer with a text.", provider=self.provider)
        return text


def serialize(context: Mapping[str, Any]) -> str:
    """The same context always gives the same bytes: sorted keys, no invisible characters."""
    return _document(strip_invisible_everywhere(dict(context)))


def _request(prompt: Prompt, context: Mapping[str, Any], output: type[BaseModel] | None) -> Request:
    clean = strip_invisible_everywhere(dict(context))
    return Request(prompt, clean, _document(clean), output)


def _document(clean: dict[str, Any]) -> str:
    return json.dumps(clean, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
