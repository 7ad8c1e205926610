"""Which days are cuts, who is asked there, and what they got within the horizon: nothing is asked that isn't over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse

from recommender.errors import TooFewAwards
from recommender.learning.histories import Histories

EPOCH = date(1970, 1, 1).toordinal()
MOST_CUTS = 12
"""Earlier windows that are learned from, at most: what happened long ago tells less of what will."""


@dataclass(frozen=True, slots=True)
class Asked:
    """At the end of day `cut`: histories until then, and who got what from the next day on, until `horizon` days on.

    `histories` are of everybody with an award by then, also of those who never return; `got` (learners, size) of
    ones.
    """

    cut: int
    horizon: int
    histories: Histories
    got: sparse.csr_array


def cuts(histories: Histories, horizon: int, *, until: int | None = None, most: int = MOST_CUTS) -> list[int]:
    """Days, oldest first, whose windows of `horizon` days follow one another and end at `until`, the newest day known.

    Each has at least a horizon of awards before it; a window that isn't over is never one: whoever got nothing in it
    may still. `until` is the newest award where none is given. Days are since 1970-01-01.

    >>> cuts(Histories.of([[0, 1]], size=2, days=[[0, 100]]), 30)
    [40, 70]
    """
    if horizon < 1:
        raise ValueError(f"a horizon is at least 1 day, not {horizon}")
    days = histories.dated
    if not len(days):
        return []
    end = int(days.max()) if until is None else until
    first = int(days.min()) + horizon
    return [end - horizon * n for n in range(most, 0, -1) if end - horizon * n >= first]


def asked_at(histories: Histories, cut: int, horizon: int, *, until: int | None = None, again: bool = False) -> Asked:
    """The question of one day. Raises `TooFewAwards` where its window isn't over by `until`.

    Without `again` what a learner has already can't be got once more; with it, it can (renewals, enrolments).
    """
    days = histories.dated
    end = int(days.max()) if until is None else until
    if cut + horizon > end:
        raise TooFewAwards(
            f"What was earned within {horizon} days of {_said(cut)} isn't known yet: the awards end at {_said(end)}.",
            hint=f"Ask at {_said(end - horizon)} or earlier, or take a horizon of at most {max(end - cut, 0)} days.",
        )
    learners = np.flatnonzero(histories.where(days <= cut).lengths > 0)
    some = histories.take(learners)
    before = some.where(some.dated <= cut)
    after = some.where((some.dated > cut) & (some.dated <= cut + horizon))
    got = after.held()
    if not again:
        got = (got - got.multiply(before.held())).tocsr()
        got.eliminate_zeros()
    return Asked(cut, horizon, before, got)


def _said(day: int) -> str:
    return date.fromordinal(day + EPOCH).isoformat()
