"""Linear item-item models: EASE, item-kNN, transitions, sequence rules and next-item regression."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, sparse

from recommender.learning.histories import Floats, Histories
from recommender.learning.models import Associations, Constant, Recency
from recommender.learning.pairs import pairs_at, pairs_within, prefixes


@dataclass(frozen=True, slots=True)
class Popularity:
    """How many learners have it; with `last`, only the last so many awards of each learner are counted.

    With dates, `days` counts only awards of so many days before the newest.
    """

    name: str = "popularity"
    last: int = 0
    days: int = 0

    def fit(self, histories: Histories) -> Constant:
        kept = np.ones(len(histories.items), bool)
        if self.last:
            kept &= histories.ages < self.last
        if self.days and histories.days is not None and len(histories.days):
            kept &= histories.days > histories.days.max() - self.days
        return Constant(np.bincount(histories.items[kept], minlength=histories.size).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Ease:
    """EASE: the linear autoencoder without a diagonal that rebuilds who has what, in closed form.

    ``B = I - P / diag(P)``, ``P = (X'X + l2 I)^-1``; X (learners, size) of ones. `recency` weighs the history when it
    is asked, not when it is trained. `per_learner` divides a learner's row by its length to that power, so that a few
    very long histories don't rule. Source: Steck 2019, doi:10.1145/3308558.3313710.
    """

    name: str = "ease"
    l2: float = 300.0
    recency: Recency = field(default_factory=Recency)
    per_learner: float = 0.0

    def fit(self, histories: Histories) -> Associations:
        held = histories.held()
        if self.per_learner:
            scale = np.maximum(histories.lengths, 1).astype(np.float32) ** (-self.per_learner / 2)
            held = (sparse.diags_array(scale * scale.mean() ** -1) @ held).tocsr()
        precision = _inverse((held.T @ held).toarray(), self.l2)
        matrix = precision / -np.diag(precision)
        np.fill_diagonal(matrix, 0.0)
        return Associations(self.recency, matrix.astype(np.float32))


@dataclass(frozen=True, slots=True)
class ItemKnn:
    """Cosine of who has it, shrunken for rare credentials, over the `k` most alike of each."""

    name: str = "item-knn"
    k: int = 200
    shrink: float = 10.0
    recency: Recency = field(default_factory=Recency)

    def fit(self, histories: Histories) -> Associations:
        held = histories.held()
        both = (held.T @ held).tocsr()
        count = both.diagonal()
        both.setdiag(0)
        both.eliminate_zeros()
        coo = both.tocoo()
        alike = coo.data / (np.sqrt(count[coo.row] * count[coo.col]) + self.shrink)
        matrix = sparse.coo_array((alike.astype(np.float32), (coo.row, coo.col)), shape=both.shape).tocsr()
        return Associations(self.recency, strongest(matrix, self.k))


@dataclass(frozen=True, slots=True)
class Transitions:
    """First-order transitions: the share of those who had the last award that took this one right after it.

    ``(count + smooth x popularity) / (total + smooth)``: a little of everybody's next where little is known.
    """

    name: str = "transitions"
    smooth: float = 5.0

    def fit(self, histories: Histories) -> Associations:
        counts = pairs_at(histories, 1)
        popular = np.bincount(histories.items, minlength=histories.size).astype(np.float32)
        popular /= max(popular.sum(), 1.0)
        total = np.asarray(counts.sum(axis=1)).ravel()
        matrix = (sparse.diags_array((1.0 / np.maximum(total + self.smooth, 1e-6)).astype(np.float32)) @ counts).tocsr()
        return Associations(Recency(0.0), matrix, (popular * 1e-3).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Rules:
    """Sequence rules: who had this had that within so many awards, nearer ones counting more.

    The pair weighs ``lag ** -fade``, up to `reach` awards apart; ``count / total ** norm`` of the row, and
    ``/ popularity ** rare`` of the column.
    """

    name: str = "rules"
    reach: int = 10
    fade: float = 1.0
    norm: float = 0.5
    rare: float = 0.0
    recency: Recency = field(default_factory=lambda: Recency(0.8))

    def fit(self, histories: Histories) -> Associations:
        counts = pairs_within(histories, [lag**-self.fade for lag in range(1, self.reach + 1)])
        total = np.asarray(counts.sum(axis=1)).ravel()
        popular = np.bincount(histories.items, minlength=histories.size).astype(np.float32)
        rows = sparse.diags_array((1.0 / (total + 10.0) ** self.norm).astype(np.float32))
        columns = sparse.diags_array((1.0 / (popular + 10.0) ** self.rare).astype(np.float32))
        return Associations(self.recency, (rows @ counts @ columns).tocsr())


@dataclass(frozen=True, slots=True)
class NextItem:
    """Next-item regression: ridge from the recency-weighted prefix of a history to the award that came next.

    ``B = (X'X + l2 I)^-1 X'Y``: X (prefixes, size), back to `window` awards; Y the next award, and with `ahead` the
    ones after it, each weighing `fade` of the one before. `per_learner` as in EASE.
    """

    name: str = "next-item"
    l2: float = 100.0
    decay: float = 0.7
    window: int = 20
    ahead: int = 1
    fade: float = 0.5
    per_learner: float = 0.0

    def fit(self, histories: Histories) -> Associations:
        before, places = prefixes(histories, self.decay, self.window)
        if not len(places):
            return Associations(Recency(self.decay), np.zeros((histories.size, histories.size), np.float32))
        owners = histories.owners[places]
        weight = np.maximum(histories.lengths[owners], 1).astype(np.float32) ** -self.per_learner
        before_weighted = (sparse.diags_array((weight / max(weight.mean(), 1e-9)).astype(np.float32)) @ before).tocsr()
        after = self._after(histories, places)
        gram = (before_weighted.T @ before).toarray()
        targets = (before_weighted.T @ after).toarray()
        matrix = linalg.solve(_ridge(gram, self.l2), targets, assume_a="pos", overwrite_a=True, overwrite_b=True)
        return Associations(Recency(self.decay), matrix.astype(np.float32))

    def _after(self, histories: Histories, places: np.ndarray) -> sparse.csr_array:
        owners, n = histories.owners, len(histories.items)
        rows, columns, values = [], [], []
        for step in range(self.ahead):
            there = np.flatnonzero(places + step < n)
            there = there[owners[places[there] + step] == owners[places[there]]]
            rows.append(there)
            columns.append(histories.items[places[there] + step])
            values.append(np.full(len(there), self.fade**step, np.float32))
        data = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        return sparse.coo_array(data, shape=(len(places), histories.size)).tocsr()


def strongest(matrix: sparse.csr_array, k: int) -> sparse.csr_array:
    """Each row with only its `k` greatest values."""
    lengths = np.diff(matrix.indptr)
    if not len(lengths) or lengths.max() <= k:
        return matrix
    rows = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((-matrix.data, rows))
    place = np.arange(len(order)) - np.repeat(matrix.indptr[:-1], lengths)
    kept = order[place < k]
    data = (matrix.data[kept], (rows[kept], matrix.indices[kept]))
    return sparse.coo_array(data, shape=matrix.shape).tocsr()


def _ridge(gram: Floats, l2: float) -> Floats:
    gram[np.diag_indices_from(gram)] += np.float32(l2)
    return gram


def _inverse(gram: Floats, l2: float) -> Floats:
    inverse: Floats = linalg.inv(_ridge(gram.astype(np.float32), l2), overwrite_a=True)
    return inverse
