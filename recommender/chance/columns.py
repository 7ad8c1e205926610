"""What is known of a learner, and of a credential for a learner, at the end of a day: columns to learn from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.linear import Rules
from recommender.learning.models import Associations, Model, Recency

KNOTS = (1 / 12, 1 / 3, 1.0, 4.0)
"""Where the slope over the time since the last award may change, in horizons."""
PRIOR = 20.0
"""Awards that a credential's share of the recent ones is smoothed with, as its share of all."""
MIXED = 0.05
"""How much the share of all awards is mixed into the associations of a learner, whose sum is about 1 to 3."""


def association() -> Model:
    """The additive model by which what is held speaks for what comes."""
    return Rules(reach=5, norm=1.0, recency=Recency(0.85))


@dataclass(frozen=True, slots=True)
class Known:
    """What all awards until a day say of credentials: shares (size,) of all and of the recent ones, associations."""

    ever: Floats
    recent: Floats
    associations: Associations


def known(histories: Histories, cut: int, horizon: int, model: Model | None = None) -> Known:
    """From histories until `cut`. Shares are of the awards that came after a learner's first day, as those asked do."""
    histories = histories.take(np.flatnonzero(histories.lengths > 0))
    days, size = histories.dated, histories.size
    began = np.repeat(days[histories.starts[:-1]], histories.lengths)
    later = days > began
    every = np.bincount(histories.items, minlength=size) + 1.0
    ever = np.bincount(histories.items[later], minlength=size) + PRIOR * every / every.sum()
    ever /= ever.sum()
    late = later & (days > cut - 4 * horizon)
    recent = np.bincount(histories.items[late], minlength=size) + PRIOR * ever
    recent /= recent.sum()
    fitted = (model or association()).fit(histories)
    if not isinstance(fitted, Associations):
        raise TypeError(f"an additive model is needed, not {type(fitted).__name__}")
    return Known(ever.astype(np.float32), recent.astype(np.float32), fitted)


def of_learners(histories: Histories, today: int, horizon: int) -> Floats:
    """(learners, columns): how long ago the last award was, how many there are, how many of late, and the pace.

    Every learner has at least one award. The numbers of credentials don't matter, only days.
    """
    days, lengths, owners, starts = histories.dated, histories.lengths, histories.owners, histories.starts
    ago = np.log1p((today - days[starts[1:] - 1]) / horizon * 90)
    tenure = (today - days[starts[:-1]]) / horizon
    fresh = np.concatenate([[True], (days[1:] != days[:-1]) | (owners[1:] != owners[:-1])])
    active = np.bincount(owners[fresh], minlength=len(histories))
    late = np.bincount(owners[fresh & (days > today - horizon)], minlength=len(histories))
    several, count = np.log(active), np.log(lengths)
    parts = [ago, *(np.maximum(ago - np.log1p(knot * 90), 0.0) for knot in KNOTS)]
    parts += [count, several, np.log1p(late), np.log1p(tenure), np.log(active / (tenure + 1.0))]
    parts += [(active == 1).astype(float), ago * several]
    return np.stack(parts, axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Of learners and all credentials: `columns` (learners, size, columns), `order` (learners, size), `free`.

    `order` is the association by which credentials are ranked, `free` what can still be got.
    """

    columns: Floats
    order: Floats
    free: np.ndarray = field(repr=False)


def of_pairs(what: Known, histories: Histories, learners: Floats, *, again: bool = False) -> Pairs:
    """`learners` are the columns of the same learners."""
    held = histories.held().toarray() > 0
    free = np.ones_like(held) if again else ~held
    scores = np.where(free, np.maximum(what.associations.scores(histories), 0.0) + MIXED * what.recent, 0.0)
    total = np.maximum(scores.sum(axis=1, keepdims=True), 1e-12)
    share = np.log(np.maximum(scores / total, 1e-7))
    places = np.log1p(_places(scores))
    left = np.maximum((free * what.recent).sum(axis=1, keepdims=True), 1e-7)
    wide = held.shape
    parts = [share, places, np.broadcast_to(np.log(what.recent), wide), np.broadcast_to(np.log(what.ever), wide)]
    parts += [np.broadcast_to(np.log(left), wide), held.astype(np.float32)]
    parts += [np.broadcast_to(learners[:, [place]], wide) for place in (0, 5, 7)]
    parts += [share * learners[:, [0]]]
    return Pairs(np.stack(parts, axis=2).astype(np.float32), scores.astype(np.float32), free)


def _places(scores: np.ndarray) -> Ints:
    order = np.argsort(-scores, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(scores.shape[1])[None], axis=1)
    return places
