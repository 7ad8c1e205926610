"""A plain model of rewards: the mean of an item at a position, drawn towards the position's, from other lists."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.off_policy.logs import Log
from recommender.rows import Floats, Whole

FOLDS: Final = 5

DRAWN: Final = 20.0
"""An item's mean counts as much as the position's when it was shown there so often."""


def fitted(log: Log, folds: int = FOLDS) -> Floats:
    """(rows,) the reward that each row would have brought, by what came of the clusters of all other folds.

    Clusters go to folds by lot, always the same one.
    """
    fold = np.random.default_rng(0).integers(0, folds, log.cluster.max() + 1)[log.cluster]
    _, position = np.unique(log.position, return_inverse=True)
    _, pair = np.unique(np.stack([log.item, position[log.slot]]), axis=1, return_inverse=True)
    pair = pair.reshape(-1)
    found = np.zeros(len(log.slot))
    for one in range(folds):
        inside = fold[log.slot] == one
        found[inside] = _means(log, fold != one, pair, position)[inside]
    return found


def _means(log: Log, kept: NDArray[np.bool_], pair: Whole, position: Whole) -> Floats:
    """(rows,) the means of pairs of item and position over the places that are kept."""
    overall = float(log.reward[kept].mean()) if kept.any() else 0.0
    reward, at, shown = log.reward[kept], position[kept], pair[log.shown][kept]
    usual = _drawn(reward, at, int(position.max()) + 1, overall)
    return _shrunk(reward, shown, pair, usual[position][log.slot])


def _drawn(reward: Floats, group: Whole, groups: int, towards: float) -> Floats:
    """(groups,) means, drawn towards one value."""
    count, total = np.bincount(group, minlength=groups), np.bincount(group, reward, minlength=groups)
    return np.asarray((total + DRAWN * towards) / (count + DRAWN))


def _shrunk(reward: Floats, shown: Whole, pair: Whole, towards: Floats) -> Floats:
    """(rows,) means of the rows' pairs, each drawn towards its own value."""
    groups = int(pair.max()) + 1
    count, total = np.bincount(shown, minlength=groups), np.bincount(shown, reward, minlength=groups)
    return np.asarray((total[pair] + DRAWN * towards) / (count[pair] + DRAWN))
