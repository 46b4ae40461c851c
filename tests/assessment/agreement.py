"""Agreement and order of ratings, with numpy alone."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def icc(first: Sequence[float], second: Sequence[float]) -> float:
    """ICC(2,1): two-way random effects, absolute agreement, single rating (Shrout & Fleiss 1979). 1 if all is equal."""
    ratings = np.array([first, second], dtype=float).T
    rows, raters = ratings.shape
    grand = ratings.mean()
    between_rows = raters * ((ratings.mean(axis=1) - grand) ** 2).sum() / (rows - 1)
    between_raters = rows * ((ratings.mean(axis=0) - grand) ** 2).sum() / (raters - 1)
    total = ((ratings - grand) ** 2).sum()
    rest = (total - between_rows * (rows - 1) - between_raters * (raters - 1)) / ((rows - 1) * (raters - 1))
    below = between_rows + (raters - 1) * rest + raters * (between_raters - rest) / rows
    return float((between_rows - rest) / below) if below else 1.0


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
