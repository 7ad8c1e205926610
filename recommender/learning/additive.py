"""One association matrix out of several linear models: what each held credential adds to a score stays exact.

EASE says who tends to hold what together, next-item regression what comes right after what, the rules what comes soon
after it. All three are sums over what is held, so that a weighted sum of them is one such sum again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from recommender.learning.histories import Histories, Ints
from recommender.learning.linear import Ease, NextItem, Rules
from recommender.learning.models import Associations, Recency
from recommender.learning.pairs import counted

LARGEST = 4000
"""Credentials that anybody holds, up to which the regressions are solved whole; beyond, the rules stand alone."""

SHARES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 1.0, 0.3), (1.0, 2.0, 1.0), (0.5, 2.0, 0.3))
RECENCIES = (0.5, 0.7, 0.85, 1.0)
RIDGES = (30.0, 300.0)


@dataclass(frozen=True, slots=True)
class Additive:
    """The recipe: how much each of the three counts, and how an award fades with each later one.

    `l2`: ridge of the regressions. `most`: associations that are kept for each credential, the greatest.
    """

    name: str = "additive"
    together: float = 1.0
    following: float = 1.0
    soon: float = 0.3
    recency: float = 0.7
    l2: float = 100.0
    most: int = 200

    def fit(self, histories: Histories) -> Associations:
        return self.of(Parts.of(histories, self.l2))

    def of(self, parts: Parts, counts: sparse.csr_array | None = None) -> Associations:
        """Out of matrices that were made before; only where `counts` (size, size), if given, aren't nought."""
        return Associations(
            Recency(self.recency), parts.mixed((self.together, self.following, self.soon), self.most, counts)
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """The matrices together, following and soon, over the credentials that anybody holds: `used` of `size`.

    All dense, or the last alone and sparse.
    """

    used: Ints
    size: int
    matrices: tuple[Any, ...]

    @classmethod
    def of(cls, histories: Histories, l2: float) -> Parts:
        """All three; in a catalogue that is too large for the regressions only the last, sparse."""
        used = np.unique(histories.items)
        place = np.zeros(histories.size, np.int64)
        place[used] = np.arange(len(used))
        small = replace(histories, items=place[histories.items], size=len(used))
        soon = sparse.csr_array(Rules(reach=5, norm=1.0).fit(small).matrix)
        if not 0 < len(used) <= LARGEST:
            return cls(used, histories.size, (soon,))
        regressions = (Ease(l2=l2).fit(small).matrix, NextItem(l2=l2, per_learner=0.5).fit(small).matrix)
        return cls(used, histories.size, (*(np.asarray(each) for each in regressions), soon.toarray()))

    def mixed(self, shares: tuple[float, ...], most: int, counts: sparse.csr_array | None) -> sparse.csr_array:
        """(size, size): the weighted sum, each row's `most` that are greatest in size."""
        total = self._sum(shares[-len(self.matrices) :])
        if counts is not None:
            total = sparse.csr_array(total.multiply(counts[self.used][:, self.used] > 0))
            total.eliminate_zeros()
        found = largest(total, most)
        rows = np.repeat(self.used, np.diff(found.indptr))
        return counted(found.data.astype(np.float32), rows, self.used[found.indices], (self.size, self.size))

    def _sum(self, shares: tuple[float, ...]) -> sparse.csr_array:
        total = self.matrices[0] * np.float32(shares[0])
        for matrix, share in zip(self.matrices[1:], shares[1:], strict=True):
            total = total + matrix * np.float32(share)
        return sparse.csr_array(total)


def recipes() -> Iterator[tuple[float, Iterator[tuple[Additive, ...]]]]:
    """What competes on validation: by ridge, then by shares, the recipes that differ only in how awards fade."""
    for l2 in RIDGES:
        yield (
            l2,
            (
                tuple(Additive(together=a, following=b, soon=c, recency=recency, l2=l2) for recency in RECENCIES)
                for a, b, c in SHARES
            ),
        )


def largest(matrix: sparse.csr_array, k: int) -> sparse.csr_array:
    """Each row with only its `k` values that are greatest in size; a tie goes to the lower column."""
    size = np.abs(matrix.data)
    edges = np.zeros(matrix.shape[0], size.dtype)
    for row in np.flatnonzero(np.diff(matrix.indptr) > k):
        own = size[matrix.indptr[row] : matrix.indptr[row + 1]]
        edges[row] = np.partition(own, len(own) - k)[len(own) - k]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    near = np.flatnonzero(size >= edges[rows])
    order = near[np.lexsort((matrix.indices[near], -size[near], rows[near]))]
    first = np.searchsorted(rows[near], np.arange(matrix.shape[0]))
    kept = np.sort(order[np.arange(len(order)) - first[rows[order]] < k])
    return counted(matrix.data[kept], rows[kept], matrix.indices[kept].astype(np.int64), matrix.shape)
