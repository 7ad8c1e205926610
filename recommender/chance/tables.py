"""Counts over earlier windows: who got what, by how long ago they were last seen and by how much they had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.chance.periods import Asked
from recommender.learning.histories import Floats, Histories, Ints

GAPS = (1 / 12, 1 / 3, 1.0, 2.0, 4.0, 8.0)
"""Edges, in horizons, of the time since the last award."""
COUNTS = (2, 3, 5, 10)
"""Edges of how many days with awards there were."""
PRIOR = 20.0
"""What a bucket's shares are smoothed with, in awards; a credential's holders, in learners."""
FADE = 0.9
"""How much a window counts against the one after it."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Counts over windows: by bucket and credential what was got; by credential who held it and returned.

    `gaps` (buckets, size), `counts` (buckets, size), `held` and `came` (size,), `people` (2,): asked, returned.
    """

    gaps: Floats
    counts: Floats
    held: Floats
    came: Floats
    people: Floats

    @property
    def lifts(self) -> Floats:
        """(size,) log of how many times likelier than others those who hold a credential return."""
        rate = (self.people[1] + 1.0) / (self.people[0] + PRIOR)
        lifts: Floats = np.log((self.came + PRIOR * rate) / (self.held + PRIOR) / rate).astype(np.float32)
        return lifts


def buckets(histories: Histories, today: int, horizon: int) -> tuple[Ints, Ints]:
    """(learners,) twice: the bucket of the time since the last award, and of the days with awards."""
    days, owners = histories.dated, histories.owners
    gaps = (today - days[histories.starts[1:] - 1]) / horizon
    fresh = np.concatenate([[True], (days[1:] != days[:-1]) | (owners[1:] != owners[:-1])])
    active = np.bincount(owners[fresh], minlength=len(histories))
    return np.searchsorted(GAPS, gaps, side="right"), np.searchsorted(COUNTS, active, side="right")


def table(asked: Asked) -> Tables:
    """The counts of one window."""
    size, got = asked.histories.size, asked.got.tocoo()
    who, what = got.row.astype(np.int64), got.col.astype(np.int64)
    came = np.diff(asked.got.indptr) > 0
    gap, count = buckets(asked.histories, asked.cut, asked.horizon)
    held = asked.histories.held()
    return Tables(
        _counted(gap[who], what, len(GAPS) + 1, size),
        _counted(count[who], what, len(COUNTS) + 1, size),
        np.asarray(held.sum(axis=0), np.float32).ravel(),
        np.asarray(held.T @ came.astype(np.float32), np.float32).ravel(),
        np.array([len(came), came.sum()], np.float32),
    )


def summed(tables: Sequence[Tables], size: int) -> Tables:
    """All together, oldest first; the older a window the less it counts."""
    parts = [np.zeros((len(GAPS) + 1, size)), np.zeros((len(COUNTS) + 1, size)), *np.zeros((2, size)), np.zeros(2)]
    for each in tables:
        now = (each.gaps, each.counts, each.held, each.came, each.people)
        parts = [FADE * old + new for old, new in zip(parts, now, strict=True)]
    return Tables(*(part.astype(np.float32) for part in parts))


def shares(counts: Floats, whole: Floats) -> Floats:
    """(buckets, size) log of each credential's share of what was got in a bucket, smoothed with its share of all."""
    smooth = counts + PRIOR * whole[None]
    logs: Floats = np.log(smooth / smooth.sum(axis=1, keepdims=True)).astype(np.float32)
    return logs


def _counted(rows: Ints, columns: Ints, height: int, size: int) -> Floats:
    return np.bincount(rows * size + columns, minlength=height * size).reshape(height, size).astype(np.float32)
