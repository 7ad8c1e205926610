"""What learners earned after what: counts over the awards, for "people who earned this went on to that"."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from recommender.rows import Rows, Whole

FEWEST_LEARNERS = 5
"""Nothing is counted, scored or said that fewer learners than this stand behind."""

LONGEST = 50
"""Only the last so many awards of a learner are counted, so that one long history doesn't drown the others."""


def successions(awards: pd.DataFrame, credentials: dict[str, int]) -> tuple[Rows, Whole]:
    """Counts of learners who earned `j` (column) with or after `i` (row), and of learners who earned each `i`.

    Counts below five are dropped here, so that nothing that is served can be traced to a few learners. `awards` has
    the columns learner, credential, awarded (ISO dates or null; a null date counts as the same time).
    """
    n = len(credentials)
    known = awards[awards["credential"].isin(list(credentials))].drop_duplicates(["learner", "credential"])
    if not len(known):
        return Rows.of([{} for _ in range(n)], n), np.zeros(n, np.int64)
    frame = pd.DataFrame(
        {
            "learner": pd.factorize(known["learner"])[0],
            "item": known["credential"].map(credentials).to_numpy(dtype=np.int64),
            "day": pd.factorize(known["awarded"].fillna(""), sort=True)[0],
        }
    ).sort_values(["learner", "day"], kind="stable")
    frame = frame.groupby("learner").tail(LONGEST)
    earned = np.bincount(frame["item"], minlength=n).astype(np.int64)
    pairs = frame.merge(frame, on="learner", suffixes=("", "_after"))
    pairs = pairs[(pairs["day_after"] >= pairs["day"]) & (pairs["item_after"] != pairs["item"])]
    counts = sparse.coo_array((np.ones(len(pairs)), (pairs["item"], pairs["item_after"])), shape=(n, n)).tocsr()
    counts.sum_duplicates()
    counts.data[counts.data < FEWEST_LEARNERS] = 0.0
    counts.eliminate_zeros()
    return Rows.from_sparse(counts), earned
