"""What of the histories is held out to be predicted: the last award, a last share, or all from a date on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recommender.learning.histories import Histories, Ints


@dataclass(frozen=True, slots=True)
class Split:
    """`before`: all learners' histories without what is held out; `asked` and `targets`: who is to be predicted.

    `asked` are learners of `before` (its `whose` says which), `targets` what they got next, learner by learner.
    """

    before: Histories
    asked: Histories
    targets: Histories


class Holdout(Protocol):
    """A way to hold out."""

    def __call__(self, histories: Histories) -> Split:
        """Cut the histories in two."""
        ...


@dataclass(frozen=True, slots=True)
class LastAwards:
    """The last awards of each learner who has at least one more: `share` of the history, rounded, one at least.

    `skip` drops so many awards from the end first: a second, earlier cut of the same learners.

    >>> split = LastAwards()(Histories.of([[0, 1, 2], [1]], size=3))
    >>> split.before.lengths.tolist(), split.targets.items.tolist(), split.asked.numbers.tolist()
    ([2, 1], [2], [0])
    """

    share: float = 0.0
    skip: int = 0
    least: int = 1

    def __call__(self, histories: Histories) -> Split:
        whole = histories.without_last(np.minimum(self.skip, np.maximum(histories.lengths - self.least, 0)))
        count = np.maximum(np.rint(whole.lengths * self.share).astype(np.int64), 1)
        enough = whole.lengths - count >= self.least
        count = np.where(enough, count, 0)
        return _predictable(whole.without_last(count), whole.only_last(count))


@dataclass(frozen=True, slots=True)
class ByDate:
    """All from the date on that has `share` of the awards after it; the target is the first new one of each learner."""

    share: float = 0.2

    def __call__(self, histories: Histories) -> Split:
        if histories.days is None:
            raise ValueError("a cut by date needs dates")
        cut = cut_day(histories.days, self.share)
        former = histories.days < cut
        return _predictable(histories.where(former), first_new(histories.where(former), histories.where(~former)))


def cut_day(days: Ints, share: float) -> int:
    """The first day of the last `share` of the awards: whole days, so that no day is torn apart."""
    return int(np.sort(days)[int(len(days) * (1 - share))]) if len(days) else 0


def first_new(before: Histories, after: Histories) -> Histories:
    """Of each learner in `after`, only the first award that isn't in `before`."""
    new = ~np.isin(after.owners * after.size + after.items, before.owners * before.size + before.items)
    fresh = after.where(new)
    return fresh.only_last(1) if not len(fresh.items) else fresh.where(fresh.ages == fresh.lengths[fresh.owners] - 1)


def _predictable(before: Histories, after: Histories) -> Split:
    """Leave out targets that were earned before, and learners without a history or without a target."""
    new = ~np.isin(after.owners * after.size + after.items, before.owners * before.size + before.items)
    targets = after.where(new)
    learners = np.flatnonzero((before.lengths > 0) & (targets.lengths > 0))
    return Split(before, before.take(learners), targets.take(learners))
