"""Who is tested, by the length of their history and by how many awards their target has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from recommender.evaluating.measures import buckets
from recommender.learning.histories import Histories, Ints
from recommender.learning.holdouts import Split

LENGTHS = (1, 2, 3, 5, 10)
SUPPORTS = (0, 1, 5, 20, 100)


def buckets_of(split: Split) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """By what, which bucket, and who of those asked is in it; awards are counted in the training part."""
    for name, kept in buckets(split.asked.lengths, LENGTHS).items():
        yield "history length", name, kept
    support = np.bincount(split.before.items, minlength=split.before.size)[first_targets(split.targets)]
    for name, kept in buckets(support, SUPPORTS).items():
        yield "awards of the target", name, kept


def first_targets(targets: Histories) -> Ints:
    """The first target of each learner."""
    return targets.items[targets.starts[:-1]]
