"""R-precision at k and reciprocal ranks, with intervals.

RP@k: the right ones among the first k, over k or the number of right ones, whichever is less (Chalkidis and others,
2019).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SAMPLES = 2_000


def rp(ranked: Sequence[int], right: frozenset[int], k: int) -> float:
    """R-precision at k.

    >>> rp([3, 1, 2], frozenset({1, 9}), 2), rp([3, 1, 2], frozenset({1}), 5)
    (0.5, 1.0)
    """
    return len(set(ranked[:k]) & right) / min(k, len(right))


def reciprocal_rank(ranked: Sequence[int], right: frozenset[int]) -> float:
    """One over the place of the first right one; 0 where there is none.

    >>> reciprocal_rank([3, 1, 2], frozenset({1, 2})), reciprocal_rank([3], frozenset({1}))
    (0.5, 0.0)
    """
    return next((1.0 / place for place, one in enumerate(ranked, 1) if one in right), 0.0)


def interval(values: Sequence[float], seed: int = 0) -> tuple[float, float]:
    """The bounds in which 95 of 100 means of samples drawn with replacement lie."""
    drawn = np.random.default_rng(seed).choice(np.asarray(values), (SAMPLES, len(values)))
    low, high = np.percentile(drawn.mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
