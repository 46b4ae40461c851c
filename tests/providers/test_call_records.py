"""Every call is recorded exactly once, however it ends."""

from collections.abc import Iterator

import pytest

from providers.config import AIConfig
from providers.errors import InvalidInput, ProviderUnavailable, RateLimited
from providers.llm import LLMCapabilities, LLMVendor, Prompt, Request
from providers.usage import Call, Usage

PROMPT = Prompt("anything", 1, "Say something.")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Talker(LLMVendor):
    """A vendor that says two words, 100 ms apart, and then whatever `end` does."""

    provider = "talker"
    model = "talker-1"
    capabilities = LLMCapabilities(streaming=True, free_text=True, repairs=0)

    def __init__(self, calls: list[Call], end: Exception | None = None) -> None:
        self.clock = Clock()
        super().__init__(AIConfig(), calls.append, self.clock)
        self._end = end

    def _generate(self, request: Request, usage: Usage) -> str:
        return " ".join(self._stream(request, usage))

    def _stream(self, request: Request, usage: Usage) -> Iterator[str]:
        for word in ("good", "morning"):
            self.clock.now += 0.1
            usage.units += 1
            usage.cost_micros += 7
            yield word
        if self._end:
            raise self._end


def test_a_call_that_succeeds_is_recorded_with_its_times_units_and_cost(calls: list[Call]) -> None:
    Talker(calls).generate(PROMPT, {})
    assert calls == [Call("llm", "talker", "talker-1", "ok", 200, 200, 2, "tokens", 14)]


def test_a_stream_records_the_time_to_its_first_piece_and_to_its_end(calls: list[Call]) -> None:
    assert list(Talker(calls).stream(PROMPT, {})) == ["good", "morning"]
    assert calls == [Call("llm", "talker", "talker-1", "ok", 100, 200, 2, "tokens", 14)]


def test_a_stream_that_nobody_reads_to_its_end_is_recorded_as_cancelled(calls: list[Call]) -> None:
    stream = Talker(calls).stream(PROMPT, {})
    next(stream)
    assert calls == []
    stream.close()  # type: ignore[attr-defined]
    assert [(call.status, call.ttfb_ms, call.units) for call in calls] == [("cancelled", 100, 1)]


def test_a_failed_call_is_recorded_with_the_code_of_its_error(calls: list[Call]) -> None:
    with pytest.raises(RateLimited):
        Talker(calls, RateLimited("Slow down.", provider="talker")).generate(PROMPT, {})
    assert [(call.status, call.ttfb_ms, call.total_ms) for call in calls] == [("rate_limited", None, 200)]


def test_a_stream_that_breaks_is_recorded_once_with_what_it_used(calls: list[Call]) -> None:
    with pytest.raises(ProviderUnavailable):
        list(Talker(calls, ProviderUnavailable("Gone.", provider="talker")).stream(PROMPT, {}))
    assert [(call.status, call.ttfb_ms, call.units) for call in calls] == [("unavailable", 100, 2)]


def test_an_error_that_nobody_foresaw_becomes_a_failure_of_the_provider_without_its_text(calls: list[Call]) -> None:
    with pytest.raises(ProviderUnavailable, match=r"^talker failed: RuntimeError\.$") as caught:
        Talker(calls, RuntimeError("the candidate said something private")).generate(PROMPT, {})
    assert caught.value.retryable
    assert [call.status for call in calls] == ["unavailable"]


def test_errors_say_whether_a_retry_makes_sense() -> None:
    limited = RateLimited("Slow down.", provider="x", retry_after_s=7)
    assert (limited.retryable, limited.retry_after_s) == (True, 7)
    assert not InvalidInput("No audio.", provider="x").retryable
    assert not ProviderUnavailable("For good.", provider="x", retryable=False).retryable
