"""What is known about a candidate for a learner: the columns that the second stage learns to weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.pairs import pairs_at

LAGS = 4
NEAR = 10
DENSE = 4000
Table = Floats | sparse.csr_array


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """(size, facts) what histories say about each credential by itself, with the facts' names."""

    names: tuple[str, ...]
    values: Floats


def item_facts(histories: Histories) -> ItemFacts:
    """How many have it, where in a history it usually comes, and whether it is coming up or going out."""
    size, items = histories.size, histories.items
    lengths = np.repeat(histories.lengths, histories.lengths)
    place = (lengths - 1 - histories.ages).astype(np.float64)
    count = np.bincount(items, minlength=size)
    safe = np.maximum(count, 1)

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(items, values, size) / safe

    late = mean((histories.ages < 2).astype(np.float64))
    columns = {
        "holders": np.log1p(count),
        "place": mean(np.log1p(place)),
        "share of the way": mean(place / np.maximum(lengths - 1, 1)),
        "first": mean((place == 0).astype(np.float64)),
        "last": mean((histories.ages == 0).astype(np.float64)),
        "last two": late,
        "last two, holders": np.log1p(late * count),
        "holders' length": mean(np.log1p(lengths.astype(np.float64))),
    }
    if histories.days is not None and len(histories.days):
        ages = histories.days.max() - histories.days
        for reach in (30, 90, 365):
            columns[f"in {reach} days"] = np.log1p(np.bincount(items[ages < reach], minlength=size))
        columns["days since"] = np.log1p(_least(items, ages, size))
        columns["days since first"] = np.log1p(-_least(items, -ages, size))
    return ItemFacts(tuple(columns), np.stack(list(columns.values()), axis=1).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the columns are made of but the models' scores."""

    facts: ItemFacts
    lags: tuple[tuple[Table, Table, Floats], ...]
    cosine: Table
    size: int

    @classmethod
    def of(cls, histories: Histories) -> Evidence:
        counts = [pairs_at(histories, lag) for lag in range(1, LAGS + 1)]
        lags = tuple((quick(each), quick(each.T.tocsr()), _row_sums(each)) for each in counts)
        held = histories.held()
        both = (held.T @ held).tocsr()
        scale = sparse.diags_array(1.0 / np.sqrt(np.maximum(both.diagonal(), 1.0) + 1.0).astype(np.float32))
        return cls(item_facts(histories), lags, quick((scale @ both @ scale).tocsr()), histories.size)

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns say."""
        by_lag = [f"{what} at lag {lag}" for lag in range(1, LAGS + 1) for what in ("followed", "rate", "came before")]
        like = [f"likeness to last {n}" for n in range(1, 4)] + ["greatest likeness", "mean likeness"]
        return (*self.facts.names, *by_lag, *like, "history", "holders of the last", "place against history")

    def columns(self, asked: Histories, candidates: Ints) -> Floats:
        """(learners, candidates, columns)."""
        facts = self.facts.values[candidates]
        length = np.log1p(asked.lengths.astype(np.float32))[:, None]
        place = facts[:, :, self.facts.names.index("place")]
        last = asked.last()
        holders = np.where(last >= 0, self.facts.values[np.maximum(last, 0), 0], 0.0)[:, None]
        shape = candidates.shape
        rest = [np.broadcast_to(length, shape), np.broadcast_to(holders, shape), place - length]
        blocks = [*self._followed(asked, candidates), *self._likeness(asked, candidates), *rest]
        return np.concatenate([facts, np.stack(blocks, axis=2)], axis=2, dtype=np.float32)

    def _followed(self, asked: Histories, candidates: Ints) -> list[Floats]:
        blocks: list[Floats] = []
        for lag, (after, before, totals) in enumerate(self.lags, 1):
            last = asked.last(lag)
            total = totals[np.maximum(last, 0)][:, None]
            came, back = looked_up(after, last, candidates), looked_up(before, last, candidates)
            blocks += [np.log1p(came), came / (total + 5.0), came / (came + back + 1.0)]
        return blocks

    def _likeness(self, asked: Histories, candidates: Ints) -> list[Floats]:
        near = [looked_up(self.cosine, asked.last(lag), candidates) for lag in range(1, NEAR + 1)]
        stacked = np.stack(near)
        known = np.maximum(np.minimum(asked.lengths, NEAR), 1).astype(np.float32)[:, None]
        return [*near[:3], stacked.max(axis=0), stacked.sum(axis=0) / known]


def quick(matrix: sparse.csr_array) -> Table:
    """The matrix as it's fastest to look up: dense where that stays small."""
    return matrix.toarray().astype(np.float32) if matrix.shape[0] <= DENSE else matrix


def looked_up(matrix: Table, rows: Ints, columns: Ints) -> Floats:
    """(learners, candidates) the values at a row for each learner (0 where it is -1) and its candidates' columns."""
    at = np.maximum(rows, 0)[:, None]
    if isinstance(matrix, np.ndarray):
        values: Floats = matrix[at, columns]
    else:
        spread = np.repeat(at.ravel(), columns.shape[1])
        values = np.asarray(matrix[spread, columns.ravel()], dtype=np.float32).reshape(columns.shape)
    return np.where(rows[:, None] >= 0, values, np.float32(0.0))


def model_columns(names: Sequence[str]) -> tuple[str, ...]:
    """The names of what `of_models` makes."""
    return tuple(f"{name}, {what}" for name in names for what in ("score", "against the best", "rank"))


def of_models(scores: Sequence[Floats]) -> Floats:
    """(learners, candidates, 3 x models) of each model's scores of the candidates: itself, to the best, its rank."""
    blocks: list[Floats] = []
    for each in scores:
        best = each.max(axis=1, keepdims=True)
        spread = np.maximum(best - np.median(each, axis=1, keepdims=True), 1e-9)
        rank = np.argsort(np.argsort(-each, axis=1, kind="stable"), axis=1).astype(np.float32)
        blocks += [each, (each - best) / spread, rank]
    return np.stack(blocks, axis=2, dtype=np.float32)


def _least(items: Ints, values: Ints, size: int) -> Ints:
    least = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(least, items, values)
    return np.where(least == np.iinfo(np.int64).max, 0, least)


def _row_sums(matrix: sparse.csr_array) -> Floats:
    return np.asarray(matrix.sum(axis=1), dtype=np.float32).ravel()
