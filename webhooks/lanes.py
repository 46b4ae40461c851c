"""How many requests may be under way, and to whom, so that one receiver that hangs delays no other. Pure.

Half of the slots go to whoever needs them. Beyond that an endpoint has FAIR at most. One that has just let a request
time out has one until it answers again, and all of these together have half of the slots.
"""

from collections import Counter
from dataclasses import dataclass, field

SLOTS = 200
FAIR = 20


@dataclass
class Lanes:
    slots: int = SLOTS
    under_way: Counter[str] = field(default_factory=Counter)
    hanging: set[str] = field(default_factory=set)

    @property
    def free(self) -> int:
        return self.slots - self.under_way.total()

    @property
    def room_for_new(self) -> int:
        """Of an endpoint that is not known: never more than `free`."""
        spare = self.slots // 2 - self.under_way.total()
        return min(max(FAIR, spare), self.free)

    def rooms(self) -> dict[str, int]:
        """Of all that are known."""
        spare = self.slots // 2 - self.under_way.total()
        waiting = self.slots // 2 - sum(self.under_way[endpoint_id] for endpoint_id in self.hanging)
        rooms = {each: max(FAIR - taken, spare) for each, taken in self.under_way.items()}
        rooms |= {each: min(1 - self.under_way[each], waiting) for each in self.hanging}
        return {each: max(0, min(room, self.free)) for each, room in rooms.items()}

    def enter(self, endpoint_id: str) -> None:
        self.under_way[endpoint_id] += 1

    def leave(self, endpoint_id: str, *, timed_out: bool = False) -> None:
        self.under_way[endpoint_id] -= 1
        if not self.under_way[endpoint_id]:
            del self.under_way[endpoint_id]
        (self.hanging.add if timed_out else self.hanging.discard)(endpoint_id)
