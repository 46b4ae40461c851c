"""What all vendors of all ports share: their names, their settings and a meter."""

import time

from providers.config import AIConfig
from providers.deadline import Deadline
from providers.errors import ProviderError
from providers.usage import Clock, Meter, OnCall, Port, Usage, ignore_call


class Vendor:
    """`provider` and `model` name it in every record; a subclass may set `model` when it is constructed."""

    port: Port
    unit_name: str
    provider: str
    model: str

    def __init__(self, config: AIConfig, on_call: OnCall = ignore_call, clock: Clock = time.monotonic) -> None:
        self.config = config
        self._on_call = on_call
        self._clock = clock

    def warm(self) -> None:
        """Loads what is heavy, so that the first call does not wait for it. Raises what the first call would."""

    def _meter(self) -> Meter:
        return Meter(self.port, self.provider, self.model, self.unit_name, self._on_call, self._map_error, self._clock)

    def _deadline(self, usage: Usage, seconds: float) -> Deadline:
        """Of the whole call, however many pieces it gives out."""
        return Deadline(self.provider, usage.started + seconds, usage.clock)

    def _map_error(self, error: Exception) -> ProviderError | None:
        """The vendor's exception in our terms; None for one that nobody foresaw."""
        return None
