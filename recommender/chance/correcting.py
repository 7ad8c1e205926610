"""Corrects a chance on what it would have shown: its shape on the windows that taught it, its level on a later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from recommender.chance.columns import Known, of_learners, of_pairs
from recommender.chance.model import Chance, bends, logit, sigmoid
from recommender.chance.periods import Asked
from recommender.chance.regression import newton
from recommender.learning.histories import Floats, Ints

SHOWN = 10
MOST_CELLS = 4_000_000
"""Cells (learners x credentials x columns) that are worked with at once."""
MOST_LEARNERS, MOST_LOOKED = 40_000, 8_000_000
"""Learners of a window whose shown items correct, and pairs of a learner and a credential for that, at most."""
PRIOR = 500.0
"""Shown items of mean spread by which the level is held to staying as it is."""
SHAPE = 5.0
"""The same for the shape, in shown items that were got."""


def corrected(draft: Chance, windows: Sequence[Asked], knowns: Sequence[Known], last: Asked) -> Chance:
    """The chance with its curve; `last` is later than all `windows` that taught it. `draft` is known as of `last`."""
    told = [_told(replace(draft, known=what), each) for each, what in zip(windows, knowns, strict=True)]
    raw, got = (np.concatenate(parts) for parts in zip(*told, strict=True))
    if not len(raw):
        return draft
    start = np.array([0.0, 1.0, 0.0, 0.0])
    held = np.array([1e-3, *np.full(3, SHAPE)])
    curve = newton(bends(raw), got, np.ones_like(raw), start, held)
    bent = replace(draft, curve=(curve[0], curve[1], curve[2], curve[3]))
    slope, shift = _level(*_told(bent, last))
    return replace(draft, curve=(slope * curve[0] + shift, slope * curve[1], slope * curve[2], slope * curve[3]))


def _level(raw: np.ndarray, got: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the log-odds; few that were got move them little."""
    if not len(raw):
        return 1.0, 0.0
    spread = sigmoid(raw) * (1 - sigmoid(raw))
    centre = float(np.average(raw, weights=spread))
    design = np.stack([np.ones_like(raw), raw - centre], axis=1)
    held = np.full(2, PRIOR * float(spread.mean()))
    found = newton(design, got, np.ones_like(raw), np.array([centre, 1.0]), held)
    return float(found[1]), float(found[0] - found[1] * centre)


def _told(chance: Chance, asked: Asked) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds of what would have been shown, and whether it was got, of so many learners at most."""
    few = sampled(asked, min(MOST_LEARNERS, MOST_LOOKED // asked.histories.size))
    raw, got = [np.zeros(0)], [np.zeros(0)]
    for _, chances, marks in shown(chance, few):
        kept = np.isfinite(chances)
        raw.append(logit(chances[kept].astype(np.float64)))
        got.append(marks[kept].astype(np.float64))
    return np.concatenate(raw), np.concatenate(got)


def shown(chance: Chance, asked: Asked, count: int = SHOWN) -> Iterator[tuple[Ints, Floats, np.ndarray]]:
    """Learners some at a time: the credentials that would be shown, their chances (NaN: nothing left), who got them.

    All (learners, count), by the association, the greatest first.
    """
    histories = asked.histories
    count = min(count, histories.size)
    step = max(1, MOST_CELLS // (20 * histories.size))
    for part, some in histories.chunks(step):
        learners = of_learners(chance.known, some, asked.cut, asked.horizon)
        pairs = of_pairs(chance.known, some, learners, again=chance.again)
        order = np.where(pairs.free, pairs.order, -1.0)
        items = np.argsort(-order, axis=1, kind="stable")[:, :count]
        chances = np.take_along_axis(chance.chances(learners, pairs), items, axis=1)
        marks = np.take_along_axis(asked.got[part].toarray() > 0, items, axis=1)
        yield items, chances, marks


def sampled(asked: Asked, most: int) -> Asked:
    """So many of the learners at most, drawn by chance, the same each time."""
    if len(asked.histories) <= most:
        return asked
    some = np.sort(np.random.default_rng(0).permutation(len(asked.histories))[:most]).astype(np.int64)
    return Asked(asked.cut, asked.horizon, asked.histories.take(some), asked.got[some])
