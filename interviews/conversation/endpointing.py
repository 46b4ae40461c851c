"""When an answer's time is over. A pause never ends an answer: the candidate does, or the time box."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOMENT = timedelta(seconds=30)
MOMENTS_PER_TURN = 3
RESUME = timedelta(seconds=20)
OVERRUN = timedelta(seconds=60)
PRESENT_WITHIN = timedelta(seconds=20)  # Pages are heard every few seconds.


@dataclass(frozen=True)
class TimeBox:
    """The time for one answer. `deadline_at` is None while the question is still being heard."""

    seconds: int
    deadline_at: datetime | None
    moments_used: int = 0

    def remaining_ms(self, now: datetime) -> int:
        if self.deadline_at is None:
            return self.seconds * 1000
        return max(0, round((self.deadline_at - now).total_seconds() * 1000))

    @property
    def moments_left(self) -> int:
        return max(0, MOMENTS_PER_TURN - self.moments_used)

    def opened(self, now: datetime) -> datetime:
        return self.deadline_at or now + timedelta(seconds=self.seconds)

    def with_moment(self, now: datetime) -> datetime:
        """The deadline after "I need a moment"."""
        return self.opened(now) + MOMENT

    def resumed(self, now: datetime) -> datetime | None:
        """The deadline for a candidate who was cut off and is back: at least RESUME from now."""
        return self.deadline_at and max(self.deadline_at, now + RESUME)

    def overrun(self, now: datetime) -> bool:
        """Whether the page should have ended the answer long ago; then the server does."""
        return self.deadline_at is not None and now > self.deadline_at + OVERRUN
