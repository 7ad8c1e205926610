"""Learners' histories as two flat arrays: whose is what, oldest first; the food of every model that learns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Histories:
    """What each learner got, oldest first.

    `starts` (learners + 1,) are places in `items`; `items` (events,) numbers of credentials below `size`; `days`
    (events,) their dates as days since 1970-01-01, None where only the order is known; `whose` (learners,) the
    learners' numbers in the histories that these were taken from, None where they weren't.

    >>> two = Histories.of([[2, 0], [1]], size=3)
    >>> two.lengths.tolist(), two.row(0).tolist()
    ([2, 1], [2, 0])
    """

    starts: Ints
    items: Ints
    size: int
    days: Ints | None = None
    whose: Ints | None = None

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]], *, size: int, days: Iterable[Sequence[int]] | None = None) -> Histories:
        """Histories from one sequence a learner."""
        kept = [np.asarray(row, dtype=np.int64) for row in rows]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in kept])]).astype(np.int64)
        return cls(starts, _joined(kept), size, None if days is None else _joined(list(days)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def dated(self) -> Ints:
        """`days`; raises `ValueError` where only the order is known."""
        if self.days is None:
            raise ValueError("dates are needed")
        return self.days

    @property
    def lengths(self) -> Ints:
        """How many awards each learner has."""
        return np.diff(self.starts)

    @property
    def numbers(self) -> Ints:
        """`whose`, or the learners' own places where they were taken from nothing."""
        return np.arange(len(self), dtype=np.int64) if self.whose is None else self.whose

    @property
    def owners(self) -> Ints:
        """The learner of each event."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.lengths)

    @property
    def ages(self) -> Ints:
        """How many awards of the same learner came after each event: 0 for the last."""
        return np.repeat(self.starts[1:], self.lengths) - 1 - np.arange(len(self.items), dtype=np.int64)

    def row(self, learner: int) -> Ints:
        """One learner's credentials, oldest first."""
        return self.items[self.starts[learner] : self.starts[learner + 1]]

    def take(self, learners: Ints) -> Histories:
        """The histories of some learners, in that order."""
        lengths = self.lengths[learners]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.repeat(self.starts[learners] - starts[:-1], lengths) + np.arange(starts[-1], dtype=np.int64)
        days = None if self.days is None else self.days[places]
        return Histories(starts, self.items[places], self.size, days, self.numbers[learners])

    def where(self, kept: NDArray[np.bool_]) -> Histories:
        """The same learners with only some of the events."""
        counts = np.bincount(self.owners[kept], minlength=len(self))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        days = None if self.days is None else self.days[kept]
        return Histories(starts, self.items[kept], self.size, days, self.whose)

    def without_last(self, n: int | Ints = 1) -> Histories:
        """The same learners without their last `n` awards (one number, or one for each learner)."""
        cut = np.repeat(np.broadcast_to(np.asarray(n), (len(self),)), self.lengths)
        return self.where(self.ages >= cut)

    def only_last(self, n: int | Ints) -> Histories:
        """The same learners with only their last `n` awards."""
        cut = np.repeat(np.broadcast_to(np.asarray(n), (len(self),)), self.lengths)
        return self.where(self.ages < cut)

    def last(self, lag: int = 1) -> Ints:
        """The credential at a lag from the end (1: the last) of each learner; -1 where the history is shorter."""
        there = self.lengths >= lag
        places = np.where(there, self.starts[1:] - lag, 0)
        return np.where(there, self.items[places] if len(self.items) else -1, -1)

    def held(self) -> sparse.csr_array:
        """Who has what: (learners, size) of ones."""
        return self.weighted(np.ones(len(self.items), dtype=np.float32))

    def weighted(self, weights: Floats) -> sparse.csr_array:
        """(learners, size) with the greatest of the weights of a learner's events of the same credential."""
        owners = self.owners
        order = np.lexsort((-weights, self.items, owners))
        keys = owners[order] * self.size + self.items[order]
        first = order[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(order) else order
        counts = np.bincount(owners[first], minlength=len(self))
        indptr = np.concatenate([[0], np.cumsum(counts)])
        return sparse.csr_array((weights[first], self.items[first], indptr), shape=(len(self), self.size))

    def chunks(self, n: int) -> Iterable[tuple[slice, Histories]]:
        """The learners, `n` at a time; those that were taken from nothing stay nobody's."""
        for start in range(0, len(self), n):
            stop = min(start + n, len(self))
            some = self.take(np.arange(start, stop, dtype=np.int64))
            yield slice(start, stop), some if self.whose is not None else replace(some, whose=None)


def _joined(rows: Sequence[Sequence[int] | Ints]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *[np.asarray(row, dtype=np.int64) for row in rows]])
