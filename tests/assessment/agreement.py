"""Agreement and order of ratings."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evaluations.judging import drift


def icc(first: Sequence[float], second: Sequence[float]) -> float:
    """Of drift.py; 1 if all is equal."""
    found = drift.icc(list(zip(first, second, strict=True)))
    return 1.0 if found is None else found


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Rank correlation; equal values share their mean rank. 0 where one of them never changes."""
    first, second = _ranks(one), _ranks(other)
    if not first.std() or not second.std():
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    _, places, counts = np.unique(np.array(values), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean_ranks: NDArray[np.float64] = (last - counts + 1 + last) / 2
    return mean_ranks[places]
