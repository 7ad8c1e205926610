"""What makes figures look better, or mean less, than they do: awards that imply others, bulk issues, unknown order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from recommender.evaluating.awards import EPOCH, Gathered
from recommender.evaluating.buckets import first_targets
from recommender.learning.histories import Histories, Ints
from recommender.learning.holdouts import Split
from recommender.learning.pairs import counted

FEWEST = 10
"""Learners that a pair of twins needs at least."""
TWIN_SHARE = 0.9
"""So much of a credential's awards come on the day of another one, where it is said to come with it."""
BULK_LEARNERS, BULK_SHARE = 20, 0.25
"""A bulk issue: so many learners on one day, and such a share of all awards of the credential."""
LONG_DAY = 50
"""Days on which a learner got more than this are no evidence of twins."""
NAMED = 5


@dataclass(frozen=True, slots=True)
class Leak:
    """`kind`; how often (`count`), in words; `examples`; who of those tested it touches (`touched`, a mask)."""

    kind: str
    count: int
    said: str
    effect: str
    examples: tuple[str, ...]
    touched: NDArray[np.bool_]


def leaks(awards: Gathered, split: Split) -> list[Leak]:
    """All that were found; `split` is of the awards' histories."""
    nobody = np.zeros(len(split.asked), dtype=bool)
    found = [_twins(awards, split), _bulk(awards, split), _one_day(awards.histories, split)]
    for kind, effect in _LEFT_OUT.items():
        if count := awards.left_out.get(kind, 0):
            found.append(Leak(kind, count, f"{count:,} awards are {kind}", effect, (), nobody))
    return [leak for leak in found if leak is not None]


_LEFT_OUT = {
    "repeated": "only the first of each counts: no figure is touched",
    "in the future": "left out: they would have been all that is tested",
    "without a date": "left out: whether they came before or after the cut isn't known",
}


def same_day(histories: Histories) -> tuple[sparse.csr_array, Ints]:
    """(size, size) how often both were awarded to a learner on one day; and the awards of each on days that count."""
    span = int(histories.dated.max() - histories.dated.min()) + 1
    keys = histories.owners * span + (histories.dated - histories.dated.min())
    _, group, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    fine = sizes[group] <= LONG_DAY
    ones = np.ones(int(fine.sum()), np.float32)
    held = counted(ones, group[fine], histories.items[fine], (len(sizes), histories.size))
    return (held.T @ held).tocsr(), np.bincount(histories.items[fine], minlength=histories.size)


def _twins(awards: Gathered, split: Split) -> Leak | None:
    histories = awards.histories
    both, alone = same_day(histories)
    pairs = both.tocoo()
    rows, columns = (each.astype(np.int64) for each in pairs.coords)
    share = pairs.data / np.maximum(alone[rows], 1)
    fits = (rows != columns) & (pairs.data >= FEWEST) & (share >= TWIN_SHARE)
    if not fits.any():
        return None
    order = np.flatnonzero(fits)[np.argsort(-pairs.data[fits], kind="stable")]
    named = tuple(
        f"{awards.credentials[rows[at]]} comes with {awards.credentials[columns[at]]} on the same day: "
        f"{pairs.data[at]:.0f} of {alone[rows[at]]} times"
        for at in order[:NAMED]
    )
    twins = counted(np.ones(len(order), np.float32), rows[order], columns[order], both.shape)
    touched = _with_twin(histories, split, (twins + twins.T).tocsr())
    return Leak(
        "same-day twins",
        len(order),
        f"{len(order):,} pairs in which one award nearly always comes on the same day as another",
        "which of the two came first is unknown, and foretelling one from the other is no advice",
        named,
        touched,
    )


def _with_twin(histories: Histories, split: Split, twins: sparse.csr_array) -> NDArray[np.bool_]:
    """Whose target has a twin among the learner's awards of the same day, the day before or the day after."""
    target, day = first_targets(split.targets), split.targets.dated[split.targets.starts[:-1]]
    whole = histories.take(split.asked.numbers)
    owners = whole.owners
    near = np.abs(whole.dated - day[owners]) <= 1
    found = np.asarray(twins[target[owners[near]], whole.items[near]]).ravel() > 0
    return np.bincount(owners[near][found], minlength=len(split.asked)) > 0


def _bulk(awards: Gathered, split: Split) -> Leak | None:
    histories = awards.histories
    first = int(histories.dated.min())
    span = int(histories.dated.max()) - first + 1
    keys, times = np.unique(histories.items * span + histories.dated - first, return_counts=True)
    all_of = np.bincount(histories.items, minlength=histories.size)[keys // span]
    bulk = (times >= BULK_LEARNERS) & (times >= BULK_SHARE * all_of)
    if not bulk.any():
        return None
    order = np.flatnonzero(bulk)[np.argsort(-times[bulk], kind="stable")]
    named = tuple(
        f"{awards.credentials[keys[at] // span]}: {times[at]:,} of its {all_of[at]:,} awards on "
        f"{date.fromordinal(int(keys[at] % span) + first + EPOCH)}"
        for at in order[:NAMED]
    )
    starts = split.targets.starts[:-1]
    asked = first_targets(split.targets) * span + split.targets.dated[starts] - first
    return Leak(
        "bulk issues",
        len(order),
        f"{len(order):,} times one credential was issued to many learners on one day",
        "what is tested there is when the issuer worked, not what a learner chose next",
        named,
        np.isin(asked, keys[bulk]),
    )


def _one_day(histories: Histories, split: Split) -> Leak | None:
    starts, ends = histories.starts[:-1], histories.starts[1:] - 1
    several = np.flatnonzero(histories.lengths > 1)
    same = several[histories.dated[starts[several]] == histories.dated[ends[several]]]
    if not len(same) or len(same) < 0.1 * len(several):
        return None
    return Leak(
        "all on one day",
        len(same),
        f"{len(same):,} of {len(several):,} learners with several awards got all of them on one day",
        "their order is unknown and was drawn by chance: they teach which go together, not which comes next",
        (),
        np.isin(split.asked.numbers, same),
    )
