"""Which credential came how many steps after which: the pairs that order-aware models count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from recommender.learning.histories import Floats, Histories, Ints


def pairs_at(histories: Histories, lag: int, weights: Floats | None = None) -> sparse.csr_array:
    """(size, size): how often the column came exactly `lag` awards after the row.

    `weights` (events,) count each pair by the weight of its later event.

    >>> h = Histories.of([[0, 1, 2], [0, 1]], size=3)
    >>> pairs_at(h, 1).toarray().astype(int).tolist()
    [[0, 2, 0], [0, 0, 1], [0, 0, 0]]
    """
    owners, items = histories.owners, histories.items
    same = owners[lag:] == owners[:-lag] if lag < len(items) else np.zeros(0, bool)
    former, later = items[:-lag][same], items[lag:][same]
    values = np.ones(len(later), np.float32) if weights is None else weights[lag:][same]
    shape = (histories.size, histories.size)
    return counted(values, former, later, shape)


def pairs_within(histories: Histories, by_lag: Sequence[float], weights: Floats | None = None) -> sparse.csr_array:
    """The pairs of all lags from 1 on, each lag counted with its weight."""
    total = pairs_at(histories, 1, weights) * np.float32(by_lag[0])
    for lag, weight in enumerate(by_lag[1:], 2):
        total = total + pairs_at(histories, lag, weights) * np.float32(weight)
    matrix: sparse.csr_array = total.tocsr()
    return matrix


def prefixes(histories: Histories, decay: float, window: int) -> tuple[sparse.csr_array, np.ndarray]:
    """What a learner had at each award but the first, recency-weighted, and the place in `items` of that award.

    (prefixes, size); the award just before weighs 1, the one before it `decay`, back to `window` awards.
    """
    owners, items = histories.owners, histories.items
    places = np.flatnonzero(np.arange(len(items)) > np.repeat(histories.starts[:-1], histories.lengths))
    rows, columns, values = [], [], []
    for lag in range(1, window + 1):
        there = np.flatnonzero((places >= lag) & (owners[places - lag] == owners[places]))
        if not len(there):
            break
        rows.append(there)
        columns.append(items[places[there] - lag])
        values.append(np.full(len(there), decay ** (lag - 1), np.float32))
    shape = (len(places), histories.size)
    if not rows:
        nothing = np.zeros(0, np.int64)
        return counted(np.zeros(0, np.float32), nothing, nothing, shape), places
    return counted(np.concatenate(values), np.concatenate(rows), np.concatenate(columns), shape), places


def counted(values: Floats, rows: Ints, columns: Ints, shape: tuple[int, int]) -> sparse.csr_array:
    """A sparse matrix of values; those at the same place are added up."""
    matrix: sparse.csr_array = sparse.coo_array((values, (rows, columns)), shape=shape, dtype=np.float32).tocsr()
    return matrix
