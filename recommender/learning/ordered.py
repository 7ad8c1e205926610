"""Next-item models that know the order: the last awards each in a block of their own, all earlier ones in another."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, sparse

from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.pairs import counted


@dataclass(frozen=True, slots=True)
class Blocks:
    """How a history is written as a row: `lags` blocks of one award each, then a block of all, fading by `decay`.

    (histories, (lags + 1) x size). `own` weighs the single awards against the block of all.
    """

    lags: int = 2
    decay: float = 0.75
    window: int = 20
    own: float = 1.0

    def at(self, histories: Histories, ends: Ints, known: Ints) -> sparse.csr_array:
        """Rows for histories that end at `ends` (places in `items`) and are `known` awards long."""
        rows, columns, values = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
        for lag in range(self.window):
            there = np.flatnonzero(known > lag)
            if not len(there):
                break
            items = histories.items[ends[there] - lag]
            rows.append(there)
            columns.append(items + self.lags * histories.size)
            values.append(np.full(len(there), self.decay**lag, np.float32))
            if lag < self.lags:
                rows.append(there)
                columns.append(items + lag * histories.size)
                values.append(np.full(len(there), self.own, np.float32))
        shape = (len(ends), (self.lags + 1) * histories.size)
        return counted(np.concatenate(values), np.concatenate(rows), np.concatenate(columns), shape)

    def asked(self, histories: Histories) -> sparse.csr_array:
        """A row for each learner's whole history."""
        return self.at(histories, histories.starts[1:] - 1, histories.lengths)


def steps(histories: Histories, last: int = 0) -> Ints:
    """The places of the awards that came after another of the same learner, of each one's `last` where given."""
    within = histories.lengths[histories.owners] - 1 - histories.ages
    return np.flatnonzero((within > 0) & ((histories.ages < last) if last else True))


@dataclass(frozen=True, slots=True)
class OrderedNextItem:
    """Ridge regression from the blocks of a history to the award that came next, in closed form."""

    name: str = "ordered-next-item"
    l2: float = 30.0
    blocks: Blocks = field(default_factory=Blocks)
    per_learner: float = 0.5

    def fit(self, histories: Histories) -> FittedBlocks:
        places = steps(histories)
        known = histories.lengths[histories.owners[places]] - 1 - histories.ages[places]
        rows = self.blocks.at(histories, places - 1, known)
        weight = histories.lengths[histories.owners[places]].astype(np.float32) ** -self.per_learner
        scaled = (sparse.diags_array(weight / max(float(weight.mean()) if len(weight) else 1.0, 1e-9)) @ rows).tocsr()
        ones = np.ones(len(places), np.float32)
        after = counted(ones, np.arange(len(places)), histories.items[places], (len(places), histories.size))
        gram = (scaled.T @ rows).toarray().astype(np.float32)
        gram[np.diag_indices_from(gram)] += np.float32(self.l2)
        targets = (scaled.T @ after).toarray().astype(np.float32)
        solved = linalg.solve(gram, targets, assume_a="pos", overwrite_a=True, overwrite_b=True)
        return FittedBlocks(self.blocks, solved.astype(np.float32))


@dataclass(frozen=True, slots=True)
class FittedBlocks:
    """`matrix` ((lags + 1) x size, size): what each award at each lag adds to each credential's score."""

    blocks: Blocks
    matrix: Floats

    def scores(self, asked: Histories) -> Floats:
        """(learners, size)."""
        return np.asarray(self.blocks.asked(asked) @ self.matrix, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Softmax:
    """A log-bilinear model: the blocks of a history as a vector, whose products with credentials are log-odds.

    Trained on the award that came next among the whole catalogue (cross entropy), by Adam; `last` uses only each
    learner's last so many awards; `drop` hides that share of a history's entries at each step. With `rank` 0 the
    matrix is whole: multinomial logistic regression.
    """

    name: str = "softmax"
    rank: int = 64
    blocks: Blocks = field(default_factory=Blocks)
    epochs: int = 6
    rate: float = 0.003
    decay: float = 1e-5
    drop: float = 0.2
    batch: int = 512
    last: int = 0
    seed: int = 0

    def fit(self, histories: Histories) -> FittedSoftmax:
        rng = np.random.default_rng(self.seed)
        places = steps(histories, self.last)
        known = histories.lengths[histories.owners[places]] - 1 - histories.ages[places]
        rows, after = self.blocks.at(histories, places - 1, known), histories.items[places]
        popular = np.log(np.bincount(after, minlength=histories.size) + 1.0).astype(np.float32)
        shape = (rows.shape[1], self.rank)
        into = rng.normal(0, 0.1, shape).astype(np.float32)
        out = rng.normal(0, 0.1, (histories.size, self.rank)).astype(np.float32)
        adam = Adam([into, out, popular], self.rate, self.decay)
        for epoch in range(self.epochs):
            adam.rate = self.rate * (1.0 - epoch / self.epochs)
            order = rng.permutation(len(places))
            for start in range(0, len(order), self.batch):
                chosen = order[start : start + self.batch]
                self._step(adam, _dropped(rows[chosen], self.drop, rng), after[chosen])
        return FittedSoftmax(self.blocks, into, out, popular)

    @staticmethod
    def _step(adam: Adam, rows: sparse.csr_array, after: Ints) -> None:
        into, out, bias = adam.parts
        hidden = np.asarray(rows @ into)
        odds = hidden @ out.T + bias
        odds -= odds.max(axis=1, keepdims=True)
        np.exp(odds, out=odds)
        odds /= odds.sum(axis=1, keepdims=True)
        odds[np.arange(len(after)), after] -= 1.0
        odds /= np.float32(len(after))
        used = np.unique(rows.indices).astype(np.int64)
        adam.step(0, np.asarray(rows[:, used].T @ (odds @ out)), used)
        adam.step(1, odds.T @ hidden)
        adam.step(2, odds.sum(axis=0))


@dataclass(frozen=True, slots=True)
class FittedSoftmax:
    """`into` (blocks, rank), `out` (size, rank), `bias` (size,)."""

    blocks: Blocks
    into: Floats
    out: Floats
    bias: Floats

    def scores(self, asked: Histories) -> Floats:
        """(learners, size): log-odds."""
        return np.asarray((self.blocks.asked(asked) @ self.into) @ self.out.T + self.bias, dtype=np.float32)


class Adam:
    """Adam with decoupled decay; rows that have no gradient stay as they are. Source: arXiv:1412.6980, 1711.05101."""

    def __init__(self, parts: list[Floats], rate: float, decay: float) -> None:
        self.parts, self.rate, self.decay, self.count = parts, rate, decay, [0] * len(parts)
        self.first = [np.zeros_like(part) for part in parts]
        self.second = [np.zeros_like(part) for part in parts]

    def step(self, which: int, gradient: Floats, rows: Ints | None = None) -> None:
        """Move one part, or some rows of it, against its gradient."""
        at = slice(None) if rows is None else rows
        self.count[which] += 1
        n = self.count[which]
        first = 0.9 * self.first[which][at] + 0.1 * gradient
        second = 0.999 * self.second[which][at] + 0.001 * gradient * gradient
        self.first[which][at], self.second[which][at] = first, second
        move = (first / (1 - 0.9**n)) / (np.sqrt(second / (1 - 0.999**n)) + 1e-8)
        self.parts[which][at] -= np.float32(self.rate) * (move + np.float32(self.decay) * self.parts[which][at])


def _dropped(rows: sparse.csr_array, share: float, rng: np.random.Generator) -> sparse.csr_array:
    if not share:
        return rows
    kept = rng.random(len(rows.data)) >= share
    return sparse.csr_array((rows.data * kept / np.float32(1 - share), rows.indices, rows.indptr), shape=rows.shape)
