"""Any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM, LM Studio, gateways."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import openai
from openai.types import CompletionUsage

from providers.config import AIConfig
from providers.errors import (
    BadCredentials,
    InvalidInput,
    InvalidOutput,
    ProviderError,
    ProviderTimeout,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from providers.llm import LLMCapabilities, LLMVendor, Prompt, Request
from providers.usage import OnCall, Usage

CONNECT_SECONDS = 5
# Of one answer, with room for a model that thinks first. What is cut there is no answer.
MAX_TOKENS = {"score_answer": 6_000, "decide_follow_up": 2_000, "generate_questions": 16_000}
MAX_TOKENS_OTHERWISE = 2_000
WANTS_THE_LATER_NAME = "api.openai.com"  # Ollama, llama.cpp and vLLM all read `max_tokens`.
RETRY_AFTER_MAX_S = 3600.0  # A server that asks for more is asked again then.
NO_KEY = "none"  # Local servers want no key, the SDK wants one.
SCHEMA = "\n\nAnswer with one JSON document and nothing else. It must be valid against this JSON schema:\n"
REPAIR = "That was not valid: {problem}. Answer again with the whole JSON document, corrected."


class OpenAICompatibleLLM(LLMVendor):
    provider = "openai_compatible"
    capabilities = LLMCapabilities(streaming=True, free_text=True, repairs=1)

    def __init__(self, config: AIConfig, on_call: OnCall) -> None:
        super().__init__(config, on_call)
        self.model = config.llm_model

    def _generate(self, request: Request, usage: Usage) -> str:
        completion = client(self.config).chat.completions.create(
            model=self.model,
            messages=_messages(request),
            response_format=_response_format(request),
            **self.parameters(request.prompt),
        )
        _count(usage, completion.usage)
        usage.served_model = str(completion.model or "")
        if not completion.choices:
            raise InvalidOutput(f"{self.provider} answered without a choice.", provider=self.provider)
        if completion.choices[0].finish_reason == "length":
            raise InvalidOutput(f"{self.provider} did not come to an end.", provider=self.provider)
        return completion.choices[0].message.content or ""

    def _stream(self, request: Request, usage: Usage) -> Iterator[str]:
        chunks = client(self.config).chat.completions.create(
            model=self.model,
            messages=_messages(request),
            stream=True,
            stream_options={"include_usage": True},
            **self.parameters(request.prompt),
        )
        with chunks:
            for chunk in chunks:
                _count(usage, chunk.usage)
                if chunk.choices and chunk.choices[0].delta.content:
                    yield chunk.choices[0].delta.content

    def parameters(self, prompt: Prompt) -> Mapping[str, Any]:
        bound = "max_completion_tokens" if WANTS_THE_LATER_NAME in self.config.llm_url else "max_tokens"
        needed = MAX_TOKENS.get(prompt.name, MAX_TOKENS_OTHERWISE)
        return {"temperature": 0, bound: self.config.llm_max_tokens or needed}

    def _map_error(self, error: Exception) -> ProviderError | None:
        return map_openai_error(error, self.provider)


@lru_cache
def client(config: AIConfig) -> openai.OpenAI:
    """One pool of connections a process. No retries here: whoever called knows whether there is time for one."""
    return openai.OpenAI(
        base_url=config.llm_url,
        api_key=config.llm_key or NO_KEY,
        timeout=openai.Timeout(config.llm_timeout_s, connect=min(CONNECT_SECONDS, config.llm_timeout_s)),
        max_retries=0,
    )


def map_openai_error(error: Exception, provider: str) -> ProviderError | None:
    """The SDK's errors in our terms, without the server's own words: they may quote what was sent."""
    match error:
        case openai.APITimeoutError():
            return ProviderTimeout(f"{provider} did not answer in time.", provider=provider)
        case openai.APIConnectionError():
            return ProviderUnavailable(f"{provider} cannot be reached.", provider=provider)
        case openai.RateLimitError():
            return RateLimited(
                f"{provider} is rate limited.", provider=provider, retry_after_s=_retry_after(error.response.headers)
            )
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return BadCredentials(f"{provider} refuses the key ({error.status_code}).", provider=provider)
        case openai.NotFoundError():
            return Unsupported(f"{provider} does not know this model or address.", provider=provider)
        case openai.APIStatusError() if error.status_code in (400, 413, 422):
            return InvalidInput(f"{provider} refuses the request ({error.status_code}).", provider=provider)
        case openai.APIStatusError():
            return ProviderUnavailable(f"{provider} failed with status {error.status_code}.", provider=provider)
        case openai.APIError() | json.JSONDecodeError():
            return ProviderUnavailable(f"{provider} did not answer as a chat server does.", provider=provider)
    return None


def _messages(request: Request) -> Any:
    """The instruction is the system's, the data the user's: they never share a message."""
    schema = SCHEMA + _schema(request) if request.output else ""
    messages = [
        {"role": "system", "content": request.prompt.text + schema},
        {"role": "user", "content": request.document},
    ]
    if request.repair:
        messages.append({"role": "assistant", "content": request.repair.answer})
        messages.append({"role": "user", "content": REPAIR.format(problem=request.repair.problem)})
    return messages


def _response_format(request: Request) -> Any:
    if request.output is None:
        return openai.omit
    schema = {"name": request.prompt.name, "schema": request.output.model_json_schema()}
    return {"type": "json_schema", "json_schema": schema}


def _schema(request: Request) -> str:
    return json.dumps(request.output.model_json_schema(), sort_keys=True) if request.output else ""


def _count(usage: Usage, reported: CompletionUsage | None) -> None:
    if reported:
        usage.units += reported.total_tokens


def _retry_after(headers: Any) -> float | None:
    value = headers.get("retry-after", "")
    number = value.isascii() and value.replace(".", "", 1).isdigit()
    return min(float(value), RETRY_AFTER_MAX_S) if number else None
