"""Counts into associations: one ridge regression for each credential, in closed form.

A catalogue that fits is solved densely, as EASE (Steck 2019, doi:10.1145/3308558.3313710). In a larger one each
credential is regressed on the few that are most like it alone: the same equations without the rest, so that nothing
of the size of the catalogue squared is ever made, and each credential can be solved anew by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

from recommender.learning.additive import largest
from recommender.learning.histories import Floats, Ints
from recommender.learning.shares import FEWEST_LEARNERS
from recommender.training.settings import Settings

Told = Callable[[str, int, int], object]
"""Called with the name of a step, how far it is, and how far it goes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Ordered pairs of items, possibly one pair several times: its counts are added up.

    `holders` (size,) learners with each item; the others (pairs,): see `queries.pairs`; `near` in ones.
    """

    holders: Floats
    former: Ints
    later: Ints
    together: Floats
    near: Floats

    @property
    def size(self) -> int:
        """How many items there are."""
        return len(self.holders)

    def matrix(self, values: Floats) -> sparse.csr_array:
        """(size, size) from former to later, what is named twice added up."""
        made = sparse.coo_array((values, (self.former, self.later)), shape=(self.size, self.size)).tocsr()
        made.sum_duplicates()
        return made


def solve(
    counts: Counts, settings: Settings, told: Told, earlier: sparse.csr_array | None = None, touched: Ints | None = None
) -> sparse.csr_array:
    """(size, size) weights from what is held (row) to what may come (column).

    With `earlier` weights only the columns `touched` are solved anew, where the catalogue is too large for all.
    """
    gram = _gram(counts)
    if counts.size <= settings.dense:
        return _ease(gram, settings, told)
    if earlier is None or touched is None:
        return _local(gram, np.arange(counts.size), settings, told)
    kept = np.ones(counts.size, np.float32)
    kept[touched] = 0.0
    whole: sparse.csr_array = (
        _grown(earlier, counts.size) @ sparse.diags_array(kept) + _local(gram, np.sort(touched), settings, told)
    ).tocsr()
    return whole


def shared(counts: Counts) -> sparse.csr_array:
    """(size, size): learners who have the row and later the column; what fewer than five share is dropped."""
    found = counts.matrix(counts.together)
    found.data[found.data < FEWEST_LEARNERS] = 0.0
    found.eliminate_zeros()
    return found


def assembled(
    counts: Counts, weights: sparse.csr_array, settings: Settings, kept: sparse.csr_array
) -> sparse.csr_array:
    """What is served: weights and ordered statistics added up where `kept` isn't nought, each row's `k` greatest."""
    near = counts.matrix(counts.near)
    total = np.asarray(near.sum(axis=1)).ravel()
    near = (sparse.diags_array((settings.mix / (total + 10.0)).astype(np.float32)) @ near).tocsr()
    step, rows = 2000, list[sparse.csr_array]()
    for start in range(0, counts.size, step):
        part = slice(start, start + step)
        known = sparse.csr_array((weights[part] + near[part]).multiply(kept[part] > 0))
        known.eliminate_zeros()
        rows.append(largest(known, settings.k))
    whole: sparse.csr_array = sparse.vstack(rows, format="csr") if rows else near
    return whole


def _gram(counts: Counts) -> sparse.csr_array:
    """Who shares learners with whom; on the diagonal, how many there are."""
    one_way = counts.matrix(counts.together)
    gram: sparse.csr_array = (one_way + one_way.T + sparse.diags_array(counts.holders)).tocsr()
    gram.sort_indices()
    return gram


def _ease(gram: sparse.csr_array, settings: Settings, told: Told) -> sparse.csr_array:
    told("solving", 0, 1)
    dense = gram.toarray().astype(np.float32)
    dense[np.diag_indices_from(dense)] += np.float32(settings.l2)
    dense = linalg.inv(dense, overwrite_a=True, check_finite=False)
    dense /= -np.diag(dense).copy()
    np.fill_diagonal(dense, 0.0)
    told("solving", 1, 1)
    return sparse.coo_array(dense).tocsr()


def _local(gram: sparse.csr_array, targets: Ints, settings: Settings, told: Told) -> sparse.csr_array:
    """Some hundred targets at a time; one that has fewer neighbours than others is filled up with zeros."""
    size, held = gram.shape[0], gram.diagonal()
    keys = np.repeat(np.arange(size, dtype=np.int64) * size, np.diff(gram.indptr)) + gram.indices
    upper, lower = np.triu_indices(settings.neighbours)
    rows, columns, values = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for some in _portions(targets, 400, "solving", told):
        near = np.full((len(some), settings.neighbours), -1, np.int64)
        for place, target in enumerate(some):
            near[place] = _alike(gram, target, held, settings)
        there = near >= 0
        picked = np.where(there, near, 0)
        block = np.zeros((len(some), settings.neighbours, settings.neighbours), np.float32)
        block[:, upper, lower] = _at(keys, gram.data, picked[:, upper] * size + picked[:, lower])
        block[:, lower, upper] = block[:, upper, lower]
        block *= there[:, :, None] & there[:, None, :]
        block += np.eye(settings.neighbours, dtype=np.float32) * np.float32(settings.l2)
        wanted = _at(keys, gram.data, picked * size + some[:, None]) * there
        solved = np.linalg.solve(block, wanted[:, :, None])[:, :, 0]
        rows.append(picked[there])
        columns.append(np.repeat(some, there.sum(axis=1)))
        values.append(solved[there].astype(np.float32))
    data = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.coo_array(data, shape=gram.shape).tocsr()


def _alike(gram: sparse.csr_array, target: int, held: Floats, settings: Settings) -> Ints:
    """The items most like one, shared learners over the root of the holders; -1 where there are no more."""
    part = slice(gram.indptr[target], gram.indptr[target + 1])
    items, shared = gram.indices[part], gram.data[part]
    others = items != target
    items, shared = items[others], shared[others]
    likeness = shared / np.sqrt(held[items] + settings.l2)
    found = np.full(settings.neighbours, -1, np.int64)
    best = items
    if len(items) > settings.neighbours:
        best = items[np.argpartition(-likeness, settings.neighbours - 1)[: settings.neighbours]]
    found[: len(best)] = np.sort(best)
    return found


def _at(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """The values at some keys of an ordered list; 0 where there is none."""
    flat = wanted.ravel()
    places = np.minimum(np.searchsorted(keys, flat), max(len(keys) - 1, 0))
    if not len(keys):
        return np.zeros(wanted.shape, np.float32)
    return np.where(keys[places] == flat, values[places], 0).astype(np.float32).reshape(wanted.shape)


def _grown(matrix: sparse.csr_array, size: int) -> sparse.csr_array:
    coo = matrix.tocoo()
    return sparse.coo_array((coo.data, coo.coords), shape=(size, size)).tocsr()


def _portions(items: Ints, n: int, name: str, told: Told) -> Iterator[Ints]:
    for start in range(0, len(items), n):
        yield items[start : start + n]
        told(name, min(start + n, len(items)), len(items))
