"""Learners alike: what those with the most similar histories have."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from recommender.learning.histories import Floats, Histories
from recommender.learning.models import Recency


@dataclass(frozen=True, slots=True)
class LearnerKnn:
    """The `k` learners whose histories share most with the asked one, recent and rare awards counting more.

    Likeness: recency-weighted overlap with awards weighed by ``log(learners / holders) ** rare``, over the other's
    length to the power `norm`. The score of a credential is the likeness of the neighbours who have it.
    """

    name: str = "learner-knn"
    k: int = 300
    recency: Recency = field(default_factory=lambda: Recency(0.7))
    rare: float = 1.0
    norm: float = 0.5
    power: float = 2.0

    def fit(self, histories: Histories) -> FittedLearnerKnn:
        held = histories.held()
        holders = np.maximum(np.asarray(held.sum(axis=0)).ravel(), 1.0)
        rarity = np.log((len(histories) + 1.0) / holders) ** self.rare
        length = np.maximum(histories.lengths, 1).astype(np.float32) ** -self.norm
        side = sparse.diags_array(rarity.astype(np.float32)) @ held.T @ sparse.diags_array(length)
        return FittedLearnerKnn(self, held, side.tocsr())


@dataclass(frozen=True, slots=True)
class FittedLearnerKnn:
    """`held` (learners, size): who has what; `side` (size, learners): how much a shared award makes alike."""

    recipe: LearnerKnn
    held: sparse.csr_array
    side: sparse.csr_array

    def scores(self, asked: Histories) -> Floats:
        """(learners, size); the asked learner is no neighbour of their own."""
        found = [self._few(some) for _, some in asked.chunks(400)]
        return np.concatenate([np.zeros((0, asked.size), np.float32), *found])

    def _few(self, asked: Histories) -> Floats:
        alike = (self.recipe.recency.weights(asked) @ self.side).toarray()
        if asked.whose is not None:
            alike[np.arange(len(asked)), asked.whose] = 0.0
        k = min(self.recipe.k, alike.shape[1])
        top = np.argpartition(-alike, k - 1, axis=1)[:, :k]
        values = np.take_along_axis(alike, top, axis=1)
        values = (values / np.maximum(values.max(axis=1, keepdims=True), 1e-9)) ** self.recipe.power
        starts = np.arange(0, top.size + 1, k)
        near = sparse.csr_array((values.ravel(), top.ravel(), starts), shape=alike.shape)
        dense: Floats = (near @ self.held).toarray()
        return dense
