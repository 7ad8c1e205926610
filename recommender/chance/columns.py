"""What is known of a learner, and of a credential for a learner, at the end of a day: columns to learn from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recommender.chance.tables import Tables, buckets, shares
from recommender.learning.histories import Floats, Histories, Ints
from recommender.learning.linear import Rules
from recommender.learning.models import Associations, Model, Recency

KNOTS = (1 / 12, 1 / 3, 1.0, 4.0)
"""Where the slope over the time since the last award may change, in horizons."""
PRIOR = 20.0
"""Awards that a credential's share of the recent ones is smoothed with, as its share of all."""
SPELLS = 8
"""Spells back over which a credential's share is averaged so that a single burst (an import, an event) counts once."""
SHARE_KNOTS = (0.03, 0.1, 0.3)
"""Where the slope over a credential's share of a learner's associations may change."""
OF_CREDENTIALS = slice(1, 7)
"""Columns of pairs that are the same for many learners: they are few, however many pairs there are."""
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
    latest: Floats
    steady: Floats
    associations: Associations
    tables: Tables


def known(histories: Histories, cut: int, horizon: int, tables: Tables, model: Model | None = None) -> Known:
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
    spells = _spells(histories.items[later], (cut - days[later]) // horizon, size)
    steady = np.exp(np.log(spells).mean(axis=0))
    parts = [part.astype(np.float32) for part in (ever, recent, spells[0], steady / steady.sum())]
    return Known(parts[0], parts[1], parts[2], parts[3], fitted, tables)


def _spells(items: Ints, back: Ints, size: int) -> np.ndarray:
    """(SPELLS, size): each credential's share of the awards of a spell as long as the horizon, the latest first."""
    inside = back < SPELLS
    counts = np.bincount(back[inside] * size + items[inside], minlength=SPELLS * size).reshape(SPELLS, size)
    smooth = counts + PRIOR / 4 / size
    return np.asarray(smooth / smooth.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Learners:
    """`columns` (learners, columns), and the `buckets` of each: of the last award's age, of the days with awards."""

    columns: Floats
    gap: Ints
    count: Ints


def of_learners(
    what: Known, histories: Histories, today: int, horizon: int, usable: Histories | None = None
) -> Learners:
    """Of learners with at least one award each, of which only `usable` ones may be of known credentials."""
    columns = np.concatenate([_times(histories, today, horizon), _holders(what, usable or histories)], axis=1)
    return Learners(columns, *buckets(histories, today, horizon))


def _times(histories: Histories, today: int, horizon: int) -> Floats:
    """(learners, columns): how long ago the last award was, how many there are, how many of late, and the pace."""
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


def _holders(what: Known, histories: Histories) -> Floats:
    """(learners, columns): how much likelier those return who hold the same: mean, greatest, of the last."""
    held, lifts = histories.held(), what.tables.lifts
    count = np.maximum(np.diff(held.indptr), 1)
    each = held.multiply(lifts[None]).tocsr()
    last = histories.last()
    parts = [each.sum(axis=1) / count, each.max(axis=1).toarray().ravel(), np.where(last < 0, 0.0, lifts[last])]
    return np.stack(parts, axis=1).astype(np.float32)


def of_pairs(what: Known, histories: Histories, learners: Learners, *, again: bool = False) -> Pairs:
    """`learners` are the same learners."""
    held = histories.held().toarray() > 0
    free = np.ones_like(held) if again else ~held
    scores = np.where(free, np.maximum(what.associations.scores(histories), 0.0) + MIXED * what.recent, 0.0)
    total = np.maximum(scores.sum(axis=1, keepdims=True), 1e-12)
    share = np.log(np.maximum(scores / total, 1e-7))
    places = np.log1p(_places(scores))
    left = np.maximum((free * what.recent).sum(axis=1, keepdims=True), 1e-7)
    wide = held.shape
    recent = np.log(what.recent)
    of_all = [recent, *(np.log(each) - recent for each in (what.ever, what.latest, what.steady))]
    parts = [share, *(np.broadcast_to(each, wide) for each in of_all)]
    parts += [shares(what.tables.gaps, what.recent)[learners.gap] - recent]
    parts += [shares(what.tables.counts, what.recent)[learners.count] - recent]
    parts += [places, np.broadcast_to(np.log(left), wide), held.astype(np.float32)]
    parts += [np.broadcast_to(learners.columns[:, [place]], wide) for place in (0, 5, 7)]
    ago, several = learners.columns[:, [0]], learners.columns[:, [6]]
    parts += [
        share * ago,
        share * several,
        recent * several,
        *(np.maximum(share - np.log(knot), 0.0) for knot in SHARE_KNOTS),
    ]
    return Pairs(np.stack(parts, axis=2).astype(np.float32), scores.astype(np.float32), free)


def _places(scores: np.ndarray) -> Ints:
    order = np.argsort(-scores, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(scores.shape[1])[None], axis=1)
    return places
