"""Small sets of awards whose right verdict is known by how they were made."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

BEGIN, TODAY = date(2023, 1, 1), date(2026, 1, 1)


def frame(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    """Learner, credential and the day counted from `BEGIN`."""
    made = [(who, what, (BEGIN + timedelta(days=day)).isoformat()) for who, what, day in rows]
    return pd.DataFrame(made, columns=["learner", "credential", "awarded"])


def ordered(learners: int = 1500, size: int = 20) -> list[tuple[str, str, int]]:
    """Each learner walks a ring of credentials in order, four of them, 30 days apart, beginning anywhere, any day."""
    rng, rows = np.random.default_rng(4), []
    for who in range(learners):
        start, day = int(rng.integers(size)), int(rng.integers(800))
        rows += [(f"u{who}", f"c{(start + step) % size}", day + 30 * step) for step in range(4)]
    return rows


def by_chance(learners: int = 1500, size: int = 20) -> list[tuple[str, str, int]]:
    """The same days, but each credential is drawn by chance."""
    rng, rows = np.random.default_rng(5), []
    for who in range(learners):
        day = int(rng.integers(800))
        drawn = rng.permutation(size)[:4]
        rows += [(f"u{who}", f"c{what}", day + 30 * step) for step, what in enumerate(drawn)]
    return rows
