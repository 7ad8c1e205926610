"""Rules with two awards on the left: who had both of these had that next; what single pairs can't see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.pairs import counted


@dataclass(frozen=True, slots=True)
class TwoAwards:
    """Two of the last `reach` awards, in either order, against the award that came next.

    ``count / (total + smooth)``, a pair of awards at lags i and j weighing ``fade ** (i + j - 3)``; a pair met fewer
    than `least` times says nothing.
    """

    name: str = "two-awards"
    reach: int = 4
    fade: float = 0.8
    smooth: float = 3.0
    least: int = 2

    def fit(self, histories: Histories) -> FittedTwoAwards:
        places = np.arange(len(histories.items), dtype=np.int64)
        events, keys, weights = self._pairs(histories, places - 1, places)
        known, codes, times = np.unique(keys, return_inverse=True, return_counts=True)
        often = times >= self.least
        renumbered = np.cumsum(often) - 1
        kept = often[codes]
        rows, columns = renumbered[codes[kept]], histories.items[events[kept]]
        counts = counted(weights[kept], rows, columns, (int(often.sum()), histories.size))
        total = np.bincount(rows, weights[kept], minlength=int(often.sum()))
        scale = sparse.diags_array((1.0 / (total + self.smooth)).astype(np.float32))
        return FittedTwoAwards(self, known[often], (scale @ counts).tocsr())

    def _pairs(self, histories: Histories, ends: Ints, learners: Ints) -> tuple[Ints, Ints, Floats]:
        """Of each of `ends` (places of last awards) the pairs of awards up to it: whose, key, weight.

        `learners` names each end in what is returned. An end before the start of its learner's events has no pair.
        """
        before = self._before(histories, ends, learners)
        found: list[tuple[Ints, Ints, Floats]] = []
        for i in range(self.reach):
            for j in range(i + 1, self.reach):
                there = np.flatnonzero(before >= j + 1)
                a, b = histories.items[ends[there] - i], histories.items[ends[there] - j]
                key = np.minimum(a, b) * histories.size + np.maximum(a, b)
                weight = np.full(len(there), self.fade ** (i + j - 1), np.float32)
                found.append((learners[there], key, weight))
        return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]

    @staticmethod
    def _before(histories: Histories, ends: Ints, learners: Ints) -> Ints:
        """How many awards of the same learner there are up to each end."""
        within = np.arange(len(histories.items), dtype=np.int64) - np.repeat(histories.starts[:-1], histories.lengths)
        if len(ends) == len(histories.items):
            return within
        return np.asarray(histories.lengths[learners])


@dataclass(frozen=True, slots=True)
class FittedTwoAwards:
    """`keys` (pairs,) sorted, `matrix` (pairs, size): the share of those with the pair who took each credential."""

    recipe: TwoAwards
    keys: Ints
    matrix: sparse.csr_array

    def scores(self, asked: Histories) -> Floats:
        """(learners, size)."""
        learners = np.flatnonzero(asked.lengths > 0)
        whose, keys, weights = self.recipe._pairs(asked, asked.starts[1:][learners] - 1, learners)
        place = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        known = self.keys[place] == keys if len(self.keys) else np.zeros(len(keys), bool)
        held = counted(weights[known], whose[known], place[known], (len(asked), len(self.keys)))
        dense: Floats = (held @ self.matrix).toarray()
        return dense
