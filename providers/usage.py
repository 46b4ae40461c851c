"""What one provider call took and cost. It says nothing of what was asked or answered."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from providers.errors import ProviderError, ProviderUnavailable

Port = Literal["stt", "llm", "tts"]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Call:
    """`status` is "ok", "cancelled" (a stream that was left early) or an error's code.

    `ttfb_ms`: until the first output, None when there was none. `units` are counted in `unit_name`
    (seconds of audio, tokens, characters); `cost_micros` is in millionths of a US dollar.
    """

    port: Port
    provider: str
    model: str
    status: str
    ttfb_ms: int | None
    total_ms: int
    units: float
    unit_name: str
    cost_micros: int


OnCall = Callable[[Call], None]


def ignore_call(call: Call) -> None:
    """For callers that keep no records."""


@dataclass
class Usage:
    """Filled in by the vendor while its call runs. `served_model`: what a server called the model that answered."""

    clock: Clock = time.monotonic
    units: float = 0.0
    cost_micros: int = 0
    served_model: str = ""
    started: float = field(init=False)
    first_output: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def mark_first_output(self) -> None:
        if self.first_output is None:
            self.first_output = self.clock()


@dataclass(frozen=True)
class Meter:
    """Reports every call exactly once: done, failed, or a stream that nobody read to its end."""

    port: Port
    provider: str
    model: str
    unit_name: str
    on_call: OnCall
    map_error: Callable[[Exception], ProviderError | None]
    clock: Clock = time.monotonic

    @contextmanager
    def measure(self) -> Iterator[Usage]:
        usage = Usage(self.clock)
        status = "cancelled"
        try:
            yield usage
            usage.mark_first_output()
            status = "ok"
        except ProviderError as error:
            status = error.code
            raise
        except Exception as error:
            mapped = self.map_error(error)
            status = (mapped or ProviderUnavailable).code
            if mapped:
                raise mapped from None  # A vendor's own message may quote what was sent to it.
            raise ProviderUnavailable(
                f"{self.provider} failed: {type(error).__name__}.", provider=self.provider
            ) from error
        finally:
            self.on_call(self._call(usage, status))

    def _call(self, usage: Usage, status: str) -> Call:
        first = usage.first_output
        return Call(
            port=self.port,
            provider=self.provider,
            model=self.model,
            status=status,
            ttfb_ms=None if first is None else _milliseconds(first - usage.started),
            total_ms=_milliseconds(usage.clock() - usage.started),
            units=usage.units,
            unit_name=self.unit_name,
            cost_micros=usage.cost_micros,
        )


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
