"""When a delivery is tried again. Pure: the clock and the dice are handed in."""

from datetime import datetime, timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
JITTER = 0.1
STOP_AFTER = timedelta(hours=48)
RETRY_AFTER_MAX = timedelta(hours=24)


def next_attempt(
    round_started_at: datetime, failures: int, now: datetime, dice: float, retry_after: timedelta | None = None
) -> datetime | None:
    """After the failure number `failures` (1 is the first) of this round; None when the delivery is given up.

    `dice` is evenly spread over [0, 1). `retry_after` is what the receiver asked for: it may only delay. Nothing is
    tried later than STOP_AFTER after the beginning of the round.
    """
    stop = round_started_at + STOP_AFTER
    if failures > len(WAITS) or now >= stop:
        return None
    asked = now + min(retry_after or timedelta(0), RETRY_AFTER_MAX)
    scheduled = min(now + jittered(WAITS[failures - 1], dice), stop)
    return max(scheduled, asked) if asked <= stop else None


def jittered(wait: timedelta, dice: float) -> timedelta:
    return wait * (1 + JITTER * (2 * dice - 1))
