"""How much room there is for a batch. Pure."""

from collections.abc import Mapping
from typing import NamedTuple


class Rooms(NamedTuple):
    """How many more may be taken of each that is known, and of any other one."""

    known: Mapping[str, int]
    other: int

    @property
    def full(self) -> list[str]:
        return [each for each, room in self.known.items() if room <= 0]
