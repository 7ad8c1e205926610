"""Awards as a table made into histories to be measured on; what can't be used is left out and counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from recommender.errors import TooFewAwards
from recommender.learning.histories import Histories

if TYPE_CHECKING:
    import pandas as pd

EPOCH = date(1970, 1, 1).toordinal()
MOST_AWARDS = 100_000
"""Awards that are worked with at most; of more, learners are drawn."""
NEXT = "Give each award of each learner with its date: the columns learner, credential, awarded."


@dataclass(frozen=True, slots=True)
class Gathered:
    """Histories with the names of credentials, and by what was left out how many awards; `drawn`: share of learners."""

    histories: Histories
    credentials: tuple[str, ...]
    left_out: Mapping[str, int]
    drawn: float = 1.0


def gathered(frame: pd.DataFrame, *, today: date, seed: int = 0, most: int = MOST_AWARDS) -> Gathered:
    """Each learner's awards, oldest first, those of one day in an order drawn by chance; the first of repeats counts.

    `frame` has learner, credential and awarded (ISO date; null or empty: unknown). Raises `TooFewAwards`.
    """
    if not len(frame):
        raise TooFewAwards("There are no awards.", hint=NEXT)
    awarded = frame["awarded"].fillna("").astype(str)
    dated = (awarded != "").to_numpy()
    if not dated.any():
        raise TooFewAwards(
            f"None of {len(frame):,} awards has a date, so which came first isn't known.",
            hint="Export the awards with their dates, in a column `awarded`, as 2025-03-31.",
        )
    coming = (awarded > today.isoformat()).to_numpy()
    kept = frame[dated & ~coming]
    days = _days(awarded[dated & ~coming])
    _check(kept, days)
    histories, names, drawn, repeats = _histories(kept, days, seed, most)
    left = {"without a date": int((~dated).sum()), "in the future": int(coming.sum()), "repeated": repeats}
    return Gathered(histories, names, left, drawn)


def _days(awarded: pd.Series) -> np.ndarray:
    import pandas as pd

    codes, names = pd.factorize(awarded)
    numbers = np.array([date.fromisoformat(name[:10]).toordinal() - EPOCH for name in names], dtype=np.int64)
    return np.asarray(numbers[codes] if len(names) else np.zeros(0, np.int64))


def _check(kept: pd.DataFrame, days: np.ndarray) -> None:
    if not len(kept):
        raise TooFewAwards("All dates are in the future.", hint="Look at the column of dates: is it the expiry?")
    if kept["learner"].nunique() < 2:
        raise TooFewAwards(
            "All awards are of a single learner, so nothing can be learned from others.",
            hint="Export the awards of all learners; look whether the column `learner` tells them apart.",
        )
    if kept["credential"].nunique() < 2:
        raise TooFewAwards("There is a single credential, so nothing comes next.", hint="Export all credentials.")
    if days.min() == days.max():
        raise TooFewAwards(
            f"All awards are of one day ({date.fromordinal(int(days[0]) + EPOCH)}), so which came first isn't known.",
            hint="Look whether the dates are those of an import; export the day on which each was earned.",
        )


def _histories(
    kept: pd.DataFrame, days: np.ndarray, seed: int, most: int
) -> tuple[Histories, tuple[str, ...], float, int]:
    import pandas as pd

    who, people = pd.factorize(kept["learner"].astype(str), sort=True)
    what, names = pd.factorize(kept["credential"].astype(str), sort=True)
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(len(who)), days, who))
    _, first = np.unique(who[order] * len(names) + what[order], return_index=True)
    order = order[np.sort(first)]
    repeats = len(who) - len(order)
    counts = np.bincount(who, minlength=len(people)) if not repeats else np.bincount(who[order], minlength=len(people))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    histories = Histories(starts, what[order].astype(np.int64), len(names), days[order])
    drawn = min(1.0, most / len(order))
    if drawn < 1:
        chosen = np.sort(rng.permutation(len(people))[: max(2, int(len(people) * drawn))]).astype(np.int64)
        some = histories.take(chosen)
        histories = Histories(some.starts, some.items, some.size, some.days)
    return histories, tuple(str(name) for name in names), drawn, repeats
