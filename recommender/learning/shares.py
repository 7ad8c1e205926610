"""Who earned what with or after what, counted; and the share of learners that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from recommender.learning.histories import Floats, Histories

FEWEST_LEARNERS: Final = 5
"""Nothing is counted, scored or said that fewer learners than this stand behind."""

SHRINK: Final = 10.0
"""Added to the number of learners before a share is taken of it, so that three learners don't make a rule."""


def successions(histories: Histories) -> sparse.csr_array:
    """(size, size): learners who earned the column on the day of the row or later; counts below five are dropped.

    Each learner counts once, what was earned again counts by its first place in the history.

    >>> five = Histories.of([[0, 1]] * 5 + [[2, 1]], size=3, days=[[3, 9]] * 5 + [[1, 1]])
    >>> successions(five).toarray().astype(int).tolist()
    [[0, 5, 0], [0, 0, 0], [0, 0, 0]]
    """
    days, starts, lengths = histories.dated, histories.starts, histories.lengths
    formers, laters = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for length in np.unique(lengths[lengths > 1]):
        whose = np.flatnonzero(lengths == length)
        places = starts[whose][:, None] + np.arange(length)
        items, when = histories.items[places], days[places]
        for step in range(1, int(length)):
            formers.append(items[:, :-step].ravel())
            laters.append(items[:, step:].ravel())
            same = (when[:, :-step] == when[:, step:]).ravel()
            formers.append(items[:, step:].ravel()[same])
            laters.append(items[:, :-step].ravel()[same])
    former, later = np.concatenate(formers), np.concatenate(laters)
    shape = (histories.size, histories.size)
    counts: sparse.csr_array = sparse.coo_array((np.ones(len(former)), (former, later)), shape=shape).tocsr()
    counts.sum_duplicates()
    counts.data[counts.data < FEWEST_LEARNERS] = 0.0
    counts.eliminate_zeros()
    return counts


@dataclass(frozen=True, slots=True)
class Shares:
    """The largest share of learners who earned something held and then this: ``both / (earned + 10)``."""

    name: str = "shares"

    def fit(self, histories: Histories) -> FittedShares:
        """Count."""
        earned = np.bincount(histories.items, minlength=histories.size)
        scaled = sparse.diags_array(1.0 / (earned + SHRINK)) @ successions(histories)
        return FittedShares(sparse.csr_array(scaled.tocsr()))


@dataclass(frozen=True, slots=True)
class FittedShares:
    """`shares` (size, size) of those who earned the row."""

    shares: sparse.csr_array

    def scores(self, asked: Histories) -> Floats:
        """(learners, size): the largest share over what is held."""
        found = np.zeros((len(asked), asked.size), np.float32)
        for learner in range(len(asked)):
            for item in asked.row(learner):
                span = slice(self.shares.indptr[item], self.shares.indptr[item + 1])
                columns = self.shares.indices[span]
                found[learner, columns] = np.maximum(found[learner, columns], self.shares.data[span])
        return found
