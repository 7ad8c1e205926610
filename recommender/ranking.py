"""From values to a ranked list: weighted sums over all credentials, and variety among the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.rows import Floats, Whole
from recommender.scorers import MODIFIERS, SCORERS, SOURCES
from recommender.situation import Situation
from recommender.weights import Weights

FIRST_LOOK: Final = 128
"""How many of the best are put in order at first; the rest only when rules refuse too many of these."""

RELEVANT: Final = 0.25
"""Sources that add up to this make a credential fully relevant."""

FAR_ENOUGH: Final = 0.15
"""What is less relevant than this share isn't suggested: nothing is better than something beside the point."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Weighted values by scorer, each (credentials,), their sum, and which credentials were put forward at all."""

    parts: Mapping[str, Floats]
    total: Floats
    candidates: Whole

    def ranked(self) -> Iterator[int]:
        """Candidates, best first; ties by identifier (credentials are numbered in that order)."""
        scores = self.total[self.candidates]
        if len(scores) > FIRST_LOOK:
            edge = np.partition(scores, -FIRST_LOOK)[-FIRST_LOOK]
            first = self.candidates[scores >= edge]
            yield from self._ordered(first)
            yield from self._ordered(self.candidates[scores < edge])
        else:
            yield from self._ordered(self.candidates)

    def among(self, wanted: NDArray[np.bool_]) -> list[int]:
        """The best of the candidates that are wanted (credentials,), in the same order."""
        some = self.candidates[wanted[self.candidates]]
        if len(some) > FIRST_LOOK:
            scores = self.total[some]
            some = some[scores >= np.partition(scores, -FIRST_LOOK)[-FIRST_LOOK]]
        return self._ordered(some)

    def _ordered(self, some: Whole) -> list[int]:
        order: list[int] = some[np.argsort(-np.round(self.total[some], 9), kind="stable")].tolist()
        return order


def score(situation: Situation, weights: Weights) -> Scored:
    """Run all scorers. What no source puts forward far enough is no candidate.

    The modifiers (demand, where to sign up) count in proportion to relevance, ``min(1, sum of the sources / 0.25)``;
    where there is nothing to go by (no goal, no history) everything is relevant. The credential on whose page the
    question is asked is never an answer to it.
    """
    by_name = weights.as_dict()
    values = {name: scorer(situation) for name, scorer in SCORERS.items() if by_name[name]}
    parts = {name: by_name[name] * value for name, value in values.items() if value is not None}
    sources = [parts[name] for name in SOURCES if name in parts]
    relevance = np.minimum(np.sum(sources, axis=0) / RELEVANT, 1.0) if sources else np.ones(situation.snapshot.size)
    if not relevance.any():
        relevance = np.ones(situation.snapshot.size)
    for name in MODIFIERS:
        if name in parts:
            parts[name] = parts[name] * relevance
    total = np.sum(list(parts.values()), axis=0)
    far_enough = relevance >= FAR_ENOUGH
    here = situation.snapshot.credential_index.get(situation.query.after)
    if here is not None:
        far_enough[here] = False
    return Scored(parts, total, np.flatnonzero(far_enough))


def varied(
    situation: Situation, scored: Scored, pool: Sequence[int], limit: int, weight: float
) -> list[tuple[int, float]]:
    """The best `limit` of the pool, each chosen with ``weight x likeness to the most alike already chosen`` taken away.

    Greedy; gives credential numbers with what variety took away (0 or less), so that scores fall along the list.
    """
    if not pool:
        return []
    likeness = _likeness(situation, pool)
    base = scored.total[np.array(pool)]
    nearest = np.zeros(len(pool))
    left = np.ones(len(pool), bool)
    chosen = []
    for _ in range(min(limit, len(pool))):
        adjusted = np.where(left, np.round(base - weight * nearest, 9), -np.inf)
        best = int(adjusted.argmax())
        chosen.append((pool[best], -weight * float(nearest[best])))
        left[best] = False
        nearest = np.maximum(nearest, likeness[best])
    return chosen


def _likeness(situation: Situation, pool: Sequence[int]) -> Floats:
    columns, owner, values = situation.snapshot.profile.taken(pool)
    shared, place = np.unique(columns, return_inverse=True)
    profiles = np.zeros((len(pool), len(shared)))
    profiles[owner, place] = values
    return np.clip(profiles @ profiles.T, 0.0, 1.0)
