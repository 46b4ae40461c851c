"""How many requests may be under way, and to whom. Pure.

An endpoint begins with FIRST at once and gets more as long as its answers do not take longer to come and be recorded:
neither a receiver nor the database is asked for more than it can take, and a worker that is killed leaves few answers
unheard. Half of the slots go to whoever can use them, beyond that an endpoint has FAIR at most. One that has just let a
request time out has one until it answers again, and all of these together have half of the slots: so one that hangs
delays no other. What goes for an endpoint goes for all endpoints of an organization together: beyond half of the slots
FAIR, so that many that hang, or answer at the last moment, do not take all of them.
"""

from collections import Counter
from dataclasses import dataclass, field

from organizations.owed_work.rooms import Rooms

SLOTS = 200
FAIR = 20
FIRST = 2
SLOW_MS = 10  # an answer is slow when it takes longer than this and twice the usual
WEIGHT = 0.005  # of one answer in what is usual
COLD = 10  # of so many first answers the quickest is the usual: connections are being made


@dataclass(slots=True)
class Lane:
    limit: int = FIRST
    step: int = 2  # until the first slow answer
    usual_ms: float = float("inf")
    answers: int = 0

    def answered(self, duration_ms: float, taken: int) -> None:
        """Well. `taken` were under way, this one with them."""
        self.answers += 1
        if self.answers <= COLD:
            self.usual_ms = min(self.usual_ms, duration_ms)
        self.usual_ms += (duration_ms - self.usual_ms) * WEIGHT
        if duration_ms > 2 * self.usual_ms + SLOW_MS:
            self.limit, self.step = max(FIRST, self.limit - 1), 1
        elif 2 * taken >= self.limit:  # only a limit that is used says something of a higher one
            self.limit = min(SLOTS, self.limit + self.step)


@dataclass
class Lanes:
    slots: int = SLOTS
    under_way: Counter[str] = field(default_factory=Counter)  # by endpoint
    of_organization: Counter[str] = field(default_factory=Counter)
    lanes: dict[str, Lane] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)

    @property
    def free(self) -> int:
        return self.slots - self.under_way.total()

    @property
    def room_for_new(self) -> int:
        """Of an endpoint that is not known."""
        return min(FIRST, self.free)

    def rooms(self) -> dict[str, int]:
        """Of all that are known."""
        spare = self.slots // 2 - self.under_way.total()
        waiting = self.slots // 2 - sum(self.under_way[endpoint_id] for endpoint_id in self.hanging)
        rooms = {}
        for endpoint_id, lane in self.lanes.items():
            taken = self.under_way[endpoint_id]
            rooms[endpoint_id] = min(lane.limit - taken, max(FAIR - taken, spare))
        rooms |= {each: min(1 - self.under_way[each], waiting) for each in self.hanging}
        return {each: max(0, min(room, self.free)) for each, room in rooms.items()}

    def organization_rooms(self) -> Rooms:
        spare = self.slots // 2 - self.under_way.total()
        taken = {each: count for each, count in self.of_organization.items() if count}
        return Rooms({each: self._room(count, spare) for each, count in taken.items()}, self._room(0, spare))

    def _room(self, taken: int, spare: int) -> int:
        return max(0, min(max(FAIR - taken, spare), self.free))

    def enter(self, endpoint_id: str, organization_id: str = "") -> None:
        self.under_way[endpoint_id] += 1
        self.of_organization[organization_id] += 1
        self.lanes.setdefault(endpoint_id, Lane())

    def leave(
        self,
        endpoint_id: str,
        answered_ms: float | None = None,
        *,
        timed_out: bool = False,
        organization_id: str = "",
    ) -> None:
        """`answered_ms`: from the request to the record of a success."""
        if answered_ms is not None:
            self.lanes[endpoint_id].answered(answered_ms, self.under_way[endpoint_id])
        self.under_way[endpoint_id] -= 1
        self.of_organization[organization_id] -= 1
        (self.hanging.add if timed_out else self.hanging.discard)(endpoint_id)
