"""Awards of a process whose chances are known: half of all learners stop after their first award, the rest go on."""

from __future__ import annotations

import math

import numpy as np

from recommender.learning.histories import Histories

SIZE, HAZARD, SPAN, HORIZON = 30, 1 / 60, 900, 60
NAMES = tuple(f"c{number}" for number in range(SIZE))


def chains(learners: int = 4000, *, seed: int = 0, staying: float = 0.5) -> Histories:
    """Credential n + 1 follows n (0 follows the last): whoever stays gets the next after an exponential time."""
    rng, rows, days = np.random.default_rng(seed), [], []
    for _ in range(learners):
        day, item = float(rng.integers(0, SPAN)), int(rng.integers(SIZE))
        items, when, stays = [item], [int(day)], rng.random() < staying
        while stays and len(items) < SIZE:
            day += rng.exponential(1 / HAZARD)
            if day > SPAN:
                break
            item = (item + 1) % SIZE
            items.append(item)
            when.append(int(day))
        rows.append(items)
        days.append(when)
    return Histories.of(rows, size=SIZE, days=days)


def true_chance(ago: int, *, single: bool, staying: float = 0.5) -> float:
    """Bayes: who has one award only, `ago` days old, stayed with less and less chance; who has two stays for sure."""
    silent = math.exp(-HAZARD * ago)
    stays = staying * silent / (staying * silent + 1 - staying) if single else 1.0
    return stays * (1 - math.exp(-HAZARD * HORIZON))
