"""How much each part of a score that goes by what is held should count, learned from held-out histories.

A conditional logit (McFadden 1974): among the credentials that a learner might have taken next, the weights make the
one that was taken as likely as can be. Parts that go by a goal keep the weights that were set: no goals are known of
past learners.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from graph.holdings import Award, Holdings
from recommender.evaluating.measures import interval
from recommender.learning.holdouts import Split
from recommender.query import Query
from recommender.rows import Floats, Rows
from recommender.scorers import SCORERS
from recommender.situation import situation
from recommender.snapshot import Snapshot
from recommender.weights import Weights

PARTS: Final = ("co_awards", "builds_on", "next_step")
LEARNERS: Final = 600
"""Learners that weights are learned from, at most; half of them teach, the other half judge."""
FEWEST: Final = 100
CANDIDATES: Final = 150
"""Credentials that compete for each part, the greatest, beside the one that was taken."""
TODAY: Final = date(2200, 1, 1)
PULL: Final = 0.5
"""How strongly weights are drawn to what was set by hand, as a ridge over the sum of learners."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What weights are learned from: a split of the histories, and what was learned without what it holds out."""

    split: Split
    learned: Rows
    recency: float
    half: float


@dataclass(frozen=True, slots=True)
class Lists:
    """One learner's candidates: their parts (candidates, parts), and which was taken."""

    parts: Floats
    taken: int


def weighed(snapshot: Snapshot, trial: Trial) -> tuple[Weights, str]:
    """The weights that tell best what was taken next, and how that was found; those set by hand unless it is better."""
    lists = _lists(snapshot, trial)
    if len(lists) < FEWEST:
        return Weights(), ""
    teach, judge = lists[::2], lists[1::2]
    by_hand = _by_hand()
    found = fitted(teach)
    low, high = interval(_ndcg(judge, found), _ndcg(judge, by_hand))
    if low <= 0:
        return Weights(), "Weights are those set by hand: learned ones told the next step no better."
    shares = found / found.sum() * by_hand.sum()
    weights = replace(Weights(), **{name: round(float(share), 4) for name, share in zip(PARTS, shares, strict=True)})
    told = ", ".join(f"{name} {getattr(weights, name):g}" for name in PARTS)
    told += f" (better by {low:.3f} to {high:.3f})"
    return (
        weights,
        f"Weights are learned from {len(teach)} held-out histories: {told}.",
    )


def fitted(lists: Sequence[Lists]) -> Floats:
    """(parts,) weights, none below 0; a part that is nought everywhere keeps its share."""
    start = _by_hand() * 10

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros(len(PARTS))
        for one in lists:
            scores = one.parts @ weights
            scores -= scores.max()
            chances = np.exp(scores)
            chances /= chances.sum()
            total -= float(np.log(chances[one.taken] + 1e-300))
            slope += chances @ one.parts - one.parts[one.taken]
        away = weights - start
        return total + PULL * float(away @ away), slope + 2 * PULL * away

    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(PARTS))
    return np.asarray(found.x, dtype=np.float64)


def _by_hand() -> Floats:
    return np.array([getattr(Weights(), name) for name in PARTS])


def _lists(snapshot: Snapshot, trial: Trial) -> list[Lists]:
    """Asked as a caller would ask, over a snapshot that knows nothing of what is held out."""
    before = copy(snapshot)
    arrays = {**snapshot.arrays, "recency": np.array(trial.recency), "half": np.array(trial.half)}
    vars(before).update(learned=trial.learned, arrays=arrays)
    kept = np.sort(np.random.default_rng(0).permutation(len(trial.split.asked))[:LEARNERS])
    found = []
    for learner in kept.tolist():
        held = trial.split.asked.row(learner).tolist()
        taken = int(trial.split.targets.row(learner)[0])
        parts = _parts(before, held)
        parts[held] = 0.0
        some = np.unique(np.concatenate([*(np.argsort(-parts[:, k])[:CANDIDATES] for k in range(len(PARTS))), [taken]]))
        some = some[~np.isin(some, held)]
        found.append(Lists(parts[some], int(np.searchsorted(some, taken))))
    return found


def _parts(snapshot: Snapshot, held: Sequence[int]) -> Floats:
    """(credentials, parts), of a learner with these awards, oldest first."""
    keys = snapshot.credential_documents.keys
    days = [TODAY - timedelta(len(held) - at) for at in range(len(held))]
    awards = tuple(Award(keys[item], awarded=day) for item, day in zip(held, days, strict=True))
    now = situation(snapshot, Query(today=TODAY, request_id="", holdings=Holdings(awards)), None)
    values = [SCORERS[name](now) for name in PARTS]
    return np.stack([np.zeros(snapshot.size) if value is None else value for value in values], axis=1)


def _ndcg(lists: Sequence[Lists], weights: Floats) -> NDArray[np.float64]:
    """Of what was taken, in the order that the weights give its candidates; a tie counts as half of those tied."""
    found = []
    for one in lists:
        scores = one.parts @ weights
        own = scores[one.taken]
        place = int((scores > own).sum()) + int((scores == own).sum() - 1) // 2
        found.append(1 / np.log2(place + 2) if place < 10 else 0.0)
    return np.array(found)
