"""How far two judgements of the same answers lie apart. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, stdev

from evaluations import rubric


@dataclass(frozen=True)
class Pair:
    """The number of an answer, then and now; None where there is none any more."""

    before: Decimal
    after: Decimal | None


@dataclass(frozen=True)
class Drift:
    """`mean` and `spread` (standard deviation) are of now less then, in points of 10. `icc` is ICC(2,1), absolute
    agreement of single ratings (Shrout and Fleiss 1979); None where it cannot be told."""

    count: int
    lost: int
    mean: float | None
    spread: float | None
    changed_levels: int
    icc: float | None


def drift(pairs: Iterable[Pair]) -> Drift:
    every = list(pairs)
    both = [(float(pair.before), float(pair.after)) for pair in every if pair.after is not None]
    changes = [after - before for before, after in both]
    return Drift(
        count=len(every),
        lost=len(every) - len(both),
        mean=fmean(changes) if changes else None,
        spread=stdev(changes) if len(changes) > 1 else None,
        changed_levels=sum(map(level_changed, every)),
        icc=icc(both),
    )


def level_changed(pair: Pair) -> bool:
    return pair.after is not None and rubric.level(pair.before) != rubric.level(pair.after)


def icc(rows: Sequence[tuple[float, float]]) -> float | None:
    """Two ratings of each answer."""
    n, k = len(rows), 2
    if n < k:
        return None
    grand = fmean(value for row in rows for value in row)
    between = k * sum((fmean(row) - grand) ** 2 for row in rows)
    raters = n * sum((fmean(row[place] for row in rows) - grand) ** 2 for place in range(k))
    total = sum((value - grand) ** 2 for row in rows for value in row)
    rows_ms, raters_ms = between / (n - 1), raters / (k - 1)
    error_ms = max(0.0, total - between - raters) / ((n - 1) * (k - 1))
    whole = rows_ms + (k - 1) * error_ms + k * (raters_ms - error_ms) / n
    return (rows_ms - error_ms) / whole if whole else None
