"""Full ranking over the catalogue: places of the targets, and the measures that follow from them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.models import Fitted

Reals = NDArray[np.float64]
MEASURES = ("ndcg@10", "recall@5", "recall@10", "mrr")


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place (0: first) of each target in a learner's ranking, learners as in the asked histories."""

    places: Ints
    owners: Ints
    learners: int
    shown: Ints
    size: int
    seconds: float

    def per_learner(self, measure: str) -> Reals:
        """(learners,) one measure, 0 to 1: `ndcg@K`, `recall@K` (hits / min(K, targets)), `share@K` or `mrr`."""
        count = np.bincount(self.owners, minlength=self.learners)
        if measure == "mrr":
            best = np.full(self.learners, np.inf)
            np.minimum.at(best, self.owners, self.places.astype(np.float64))
            return 1.0 / (best + 1.0)
        kind, _, depth = measure.partition("@")
        k = int(depth)
        inside = self.places < k
        if kind == "ndcg":
            gains = np.where(inside, 1.0 / np.log2(self.places + 2.0), 0.0)
            ideal = np.cumsum(1.0 / np.log2(np.arange(k) + 2.0))
            return np.asarray(np.bincount(self.owners, gains, self.learners) / ideal[np.minimum(count, k) - 1])
        hits = np.bincount(self.owners, inside.astype(np.float64), self.learners)
        return np.asarray(hits / (np.minimum(count, k) if kind == "recall" else count))

    @property
    def coverage(self) -> float:
        """The share of the catalogue that somebody is shown among their first ten."""
        return len(self.shown) / self.size if self.size else 0.0


def rank(fitted: Fitted, asked: Histories, targets: Histories, *, seed: int = 0, chunk: int = 0) -> Ranked:
    """Rank the whole catalogue for each learner, what they have already left out; equal scores in random order."""
    rng = np.random.default_rng(seed)
    chunk = chunk or max(64, min(2000, 8_000_000 // max(asked.size, 1)))
    places, shown, seconds = [], np.zeros(asked.size, bool), 0.0
    for part, some in asked.chunks(chunk):
        begun = time.perf_counter()
        scores = fitted.scores(some)
        seconds += time.perf_counter() - begun
        scores[some.owners, some.items] = -np.inf
        wanted = targets.take(np.arange(part.start, part.stop, dtype=np.int64))
        places.append(places_of(scores, wanted, rng))
        shown[first_ten(scores)] = True
    joined = np.concatenate([np.zeros(0, np.int64), *places])
    return Ranked(joined, targets.owners, len(asked), np.flatnonzero(shown), asked.size, seconds)


def places_of(scores: Floats, targets: Histories, rng: np.random.Generator) -> Ints:
    """The place of each target among all scores of its learner; a tie is broken by a random draw, not by position."""
    owners, items = targets.owners, targets.items
    rows = scores[owners]
    own = rows[np.arange(len(items)), items][:, None]
    ahead = (rows > own).sum(axis=1)
    tied = (rows == own).sum(axis=1)
    return np.asarray(ahead + rng.integers(0, np.maximum(tied, 1)), dtype=np.int64)


def first_ten(scores: Floats) -> Ints:
    """Who is among the first ten of any row; what is left out (minus infinity) never is."""
    k = min(10, scores.shape[1])
    top = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    kept = np.isfinite(np.take_along_axis(scores, top, axis=1))
    return np.unique(top[kept]).astype(np.int64)


def interval(ours: Reals, theirs: Reals, *, seed: int = 0, times: int = 1000) -> tuple[float, float]:
    """The 95% interval of the mean difference, learners drawn again and again (paired bootstrap)."""
    if not len(ours):
        return 0.0, 0.0
    rng, difference = np.random.default_rng(seed), ours - theirs
    means = [difference[rng.integers(0, len(ours), len(ours))].mean() for _ in range(times)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def buckets(values: Ints, edges: Sequence[int]) -> dict[str, NDArray[np.bool_]]:
    """Which values lie in which range; `edges` are the first value of each range, the last has no end.

    >>> {name: kept.tolist() for name, kept in buckets(np.array([1, 4, 12]), [1, 3, 10]).items()}
    {'1-2': [True, False, False], '3-9': [False, True, False], '10+': [False, False, True]}
    """
    found = {}
    for place, low in enumerate(edges):
        if place + 1 == len(edges):
            found[f"{low}+"] = values >= low
            continue
        high = edges[place + 1] - 1
        found[str(low) if low == high else f"{low}-{high}"] = (values >= low) & (values <= high)
    return found
