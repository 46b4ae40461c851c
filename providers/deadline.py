"""How long a call of an engine on this machine may take. Asked between two steps: none is broken off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from providers.errors import ProviderTimeout
from providers.usage import Clock

Step = TypeVar("Step")


@dataclass(frozen=True)
class Deadline:
    provider: str
    at: float
    clock: Clock

    @property
    def is_over(self) -> bool:
        return self.clock() >= self.at

    def check(self) -> None:
        """Raises ProviderTimeout."""
        if self.is_over:
            raise ProviderTimeout(f"{self.provider} was not done in time.", provider=self.provider)

    def between(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Steps that are done as they are asked for. Raises ProviderTimeout instead of asking too late."""
        self.check()
        for step in steps:
            yield step
            self.check()
