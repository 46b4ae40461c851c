"""An answer and what was made of it, judged both: how far apart? Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from tests.assessment.engine import Judged

SCALE = 10.0
A_POINT = 1.0


@dataclass(frozen=True)
class Comparison:
    before: Judged
    after: Judged

    @property
    def change(self) -> float | None:
        """In points, up or down; None unless both have a number."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score

    @property
    def raise_(self) -> float:
        return self.after.points - self.before.points

    @property
    def is_lost(self) -> bool:
        return self.before.score is not None and self.after.score is None

    @property
    def other_level(self) -> bool:
        """A number that is lost, or comes from nothing, is a change too."""
        return self.before.level != self.after.level


def mean_change(comparisons: Sequence[Comparison]) -> float:
    """Points, whatever the direction."""
    changes = [abs(each.change) for each in comparisons if each.change is not None]
    return fmean(changes) if changes else SCALE


def mean_raise(comparisons: Sequence[Comparison]) -> float:
    return fmean(each.raise_ for each in comparisons)


def share(found: Sequence[bool]) -> float:
    """Percent."""
    return 100 * sum(found) / len(found)


def share_raised(comparisons: Sequence[Comparison]) -> float:
    return share([each.raise_ >= A_POINT for each in comparisons])
