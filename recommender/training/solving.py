"""Counts into associations without a dense matrix of the whole catalogue: ridge regressions in three blocks.

`head`: the most held credentials from each other, EASE in closed form (Steck 2019, doi:10.1145/3308558.3313710).
`rare`: from each other credential to the head, one regression each on what the head's own model leaves unexplained.
`local`: to each other credential, from the few that are most like it: the same ridge, over those few alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from recommender.learning.histories import Floats, Ints
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


@dataclass(frozen=True, slots=True)
class Solved:
    """The blocks, all (size, size) from what is held (row) to what may come; `head` are the items solved densely."""

    head: Ints
    dense: sparse.csr_array
    rare: sparse.csr_array
    local: sparse.csr_array


def solve(
    counts: Counts, settings: Settings, told: Told, earlier: Solved | None = None, touched: Ints | None = None
) -> Solved:
    """All blocks; with `earlier`, its head stays the head and only the rare and local parts of `touched` are new."""
    gram = _gram(counts)
    head = np.sort(np.argsort(-counts.holders, kind="stable")[: settings.head]) if earlier is None else earlier.head
    weights = _ease(gram, head, settings.l2, told)
    others = np.setdiff1d(np.arange(counts.size), head)
    anew = others if touched is None else np.intersect1d(others, touched)
    rare = _rare(gram, head, anew, weights, settings, told=told)
    local = _local(gram, anew, settings, told)
    if earlier is not None:
        kept = np.ones(counts.size, np.float32)
        kept[anew] = 0.0
        rare = (sparse.diags_array(kept) @ _grown(earlier.rare, counts.size) + rare).tocsr()
        local = (_grown(earlier.local, counts.size) @ sparse.diags_array(kept) + local).tocsr()
    return Solved(head, _spread(weights, head, head, counts.size, settings.k), rare, local)


def assembled(counts: Counts, solved: Solved, settings: Settings) -> sparse.csr_array:
    """What is served: the blocks and the ordered statistics added up, each row's `k` greatest in size."""
    near = counts.matrix(counts.near)
    total = np.asarray(near.sum(axis=1)).ravel()
    near = (sparse.diags_array((settings.mix / (total + 10.0)).astype(np.float32)) @ near).tocsr()
    step, rows = 2000, list[sparse.csr_array]()
    for start in range(0, counts.size, step):
        part = slice(start, start + step)
        rows.append(
            largest((solved.dense[part] + solved.rare[part] + solved.local[part] + near[part]).tocsr(), settings.k)
        )
    whole: sparse.csr_array = sparse.vstack(rows, format="csr") if rows else near
    return whole


def largest(matrix: sparse.csr_array, k: int) -> sparse.csr_array:
    """Each row with only its `k` values that are greatest in size; a tie goes to the lower column."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -np.abs(matrix.data), rows))
    kept = order[np.arange(len(order)) - matrix.indptr[rows] < k]
    kept = np.sort(kept)
    data = (matrix.data[kept].astype(np.float32), (rows[kept], matrix.indices[kept]))
    return sparse.coo_array(data, shape=matrix.shape).tocsr()


def _gram(counts: Counts) -> sparse.csr_array:
    """Who shares learners with whom; on the diagonal, how many there are."""
    one_way = counts.matrix(counts.together)
    gram: sparse.csr_array = (one_way + one_way.T + sparse.diags_array(counts.holders)).tocsr()
    gram.sort_indices()
    return gram


def _ease(gram: sparse.csr_array, head: Ints, l2: float, told: Told) -> Floats:
    told("solving the head", 0, 1)
    dense = gram[head][:, head].toarray().astype(np.float32)
    dense[np.diag_indices_from(dense)] += np.float32(l2)
    dense = linalg.inv(dense, overwrite_a=True, check_finite=False)
    dense /= -np.diag(dense).copy()
    np.fill_diagonal(dense, 0.0)
    told("solving the head", 1, 1)
    return dense


def _rare(
    gram: sparse.csr_array, head: Ints, rows: Ints, weights: Floats, settings: Settings, *, told: Told
) -> sparse.csr_array:
    found = [_nothing(gram.shape[0])]
    for some in _portions(rows, 1000, "solving from rare to frequent", told):
        shared = gram[some][:, head].tocsr()
        left = shared.toarray() - shared @ weights
        left /= (gram.diagonal()[some] + settings.l2)[:, None]
        found.append(_spread(left.astype(np.float32), some, head, gram.shape[0], settings.k))
    return _sum(found)


def _local(gram: sparse.csr_array, targets: Ints, settings: Settings, told: Told) -> sparse.csr_array:
    """Targets that have the same number of neighbours are solved together."""
    size, held = gram.shape[0], gram.diagonal()
    keys = np.repeat(np.arange(size, dtype=np.int64) * size, np.diff(gram.indptr)) + gram.indices
    rows, columns, values = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for some in _portions(targets, 400, "solving the rare ones", told):
        near = np.full((len(some), settings.neighbours), -1, np.int64)
        for place, target in enumerate(some):
            near[place] = _alike(gram, target, held, settings)
        there = near >= 0
        picked = np.where(there, near, 0)
        block = _at(keys, gram.data, picked[:, :, None] * size + picked[:, None, :])
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
    best = np.argsort(-likeness, kind="stable")[: settings.neighbours]
    found[: len(best)] = items[best]
    return found


def _at(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """The values at some keys of an ordered list; 0 where there is none."""
    flat = wanted.ravel()
    places = np.minimum(np.searchsorted(keys, flat), max(len(keys) - 1, 0))
    if not len(keys):
        return np.zeros(wanted.shape, np.float32)
    return np.where(keys[places] == flat, values[places], 0).astype(np.float32).reshape(wanted.shape)


def _spread(dense: Floats, rows: Ints, columns: Ints, size: int, k: int) -> sparse.csr_array:
    """A dense block's `k` greatest in size of each row, at their places in the whole."""
    k = min(k, dense.shape[1])
    if not k or not len(rows):
        return _nothing(size)
    top = np.argpartition(-np.abs(dense), k - 1, axis=1)[:, :k]
    data = (np.take_along_axis(dense, top, axis=1).ravel(), (np.repeat(rows, k), columns[top].ravel()))
    made = sparse.coo_array(data, shape=(size, size)).tocsr()
    made.eliminate_zeros()
    return made


def _nothing(size: int) -> sparse.csr_array:
    none = np.zeros(0, np.int64)
    return sparse.coo_array((np.zeros(0, np.float32), (none, none)), shape=(size, size)).tocsr()


def _grown(matrix: sparse.csr_array, size: int) -> sparse.csr_array:
    coo = matrix.tocoo()
    return sparse.coo_array((coo.data, coo.coords), shape=(size, size)).tocsr()


def _sum(parts: list[sparse.csr_array]) -> sparse.csr_array:
    """Added up; the parts share no row."""
    coo = [part.tocoo() for part in parts]
    rows, columns = (np.concatenate([part.coords[axis] for part in coo]) for axis in (0, 1))
    values: NDArray[np.float32] = np.concatenate([part.data for part in coo])
    return sparse.coo_array((values, (rows, columns)), shape=parts[0].shape).tocsr()


def _portions(items: Ints, n: int, name: str, told: Told) -> Iterator[Ints]:
    for start in range(0, len(items), n):
        yield items[start : start + n]
        told(name, min(start + n, len(items)), len(items))
