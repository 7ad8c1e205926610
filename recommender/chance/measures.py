"""How good chances are: Brier score, log-loss, calibration error in bins of equal mass, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
BINS = 15
LEAST = 1e-6
"""Chances are kept this far off 0 and 1 where a logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One item a row: its learner's number, the chance, the base rate of its credential, and whether it was got."""

    learner: NDArray[np.int64]
    chance: Reals
    base: Reals
    got: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.got)

    def where(self, kept: NDArray[np.bool_]) -> Foretold:
        """Some of the items."""
        return Foretold(self.learner[kept], self.chance[kept], self.base[kept], self.got[kept])


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured; intervals are of 95 %, learners drawn again and again.

    `skill`: 1 - Brier / Brier of the base rates: 0 is as good as those, 1 perfect. `calibration_error`: mean distance
    of mean chance and share got, over `BINS` bins of as many items each. `foretold`: mean chance.
    """

    items: int
    learners: int
    rate: float
    foretold: float
    brier: float
    brier_of_base: float
    skill: float
    skill_interval: tuple[float, float]
    log_loss: float
    log_loss_of_base: float
    calibration_error: float
    calibration_interval: tuple[float, float]


def quality(told: Foretold, *, seed: int = 0, times: int = 500) -> Quality:
    """All measures; there is at least one item."""
    got = told.got.astype(np.float64)
    ours, theirs = (told.chance - got) ** 2, (told.base - got) ** 2
    skills, errors = _drawn(told, ours, theirs, seed, times)
    return Quality(
        len(told),
        len(np.unique(told.learner)),
        float(got.mean()),
        float(told.chance.mean()),
        float(ours.mean()),
        float(theirs.mean()),
        skill(ours, theirs),
        _interval(skills),
        log_loss(told.chance, told.got),
        log_loss(told.base, told.got),
        calibration_error(told.chance, told.got),
        _interval(errors),
    )


def skill(ours: Reals, theirs: Reals) -> float:
    """1 - ours / theirs of sums of squares; 0 where theirs are all 0 and ours too.

    >>> skill(np.array([0.1, 0.2]), np.array([0.2, 0.4]))
    0.5
    """
    total = float(theirs.sum())
    return 1.0 - float(ours.sum()) / total if total else 0.0


def log_loss(chance: Reals, got: NDArray[np.bool_]) -> float:
    """Mean minus log of the chance of what happened."""
    kept = np.clip(chance, LEAST, 1 - LEAST)
    return float(-np.log(np.where(got, kept, 1 - kept)).mean())


def calibration_error(chance: Reals, got: NDArray[np.bool_], bins: int = BINS) -> float:
    """Mean over items of |mean chance - share got| of the item's bin; bins hold as many items each (+-1).

    >>> calibration_error(np.array([0.25, 0.25, 0.75, 0.75]), np.array([False, False, True, True]), bins=2)
    0.25
    """
    order = np.argsort(chance, kind="stable")
    gap = (chance - got)[order]
    starts = np.unique(np.linspace(0, len(gap), bins + 1).astype(np.int64)[:-1])
    return float(np.abs(np.add.reduceat(gap, starts)).sum() / len(gap))


def _drawn(told: Foretold, ours: Reals, theirs: Reals, seed: int, times: int) -> tuple[list[float], list[float]]:
    """Skill and calibration error of learners drawn with replacement: each counts as often as it was drawn."""
    people, owner = np.unique(told.learner, return_inverse=True)
    order = np.argsort(told.chance, kind="stable")
    owner, gap = owner[order], (told.chance - told.got)[order]
    ours_of, theirs_of = np.bincount(owner, ours[order]), np.bincount(owner, theirs[order])
    rng, skills, errors = np.random.default_rng(seed), list[float](), list[float]()
    for _ in range(times):
        count = np.bincount(rng.integers(0, len(people), len(people)), minlength=len(people)).astype(np.float64)
        skills.append(skill(ours_of * count, theirs_of * count))
        errors.append(_weighted_error(gap, count[owner]))
    return skills, errors


def _weighted_error(gap: Reals, weight: Reals) -> float:
    """The calibration error of items in the order of their chance that count `weight` times each."""
    reached = np.cumsum(weight)
    bins = np.minimum(((reached - weight / 2) * BINS / reached[-1]).astype(np.int64), BINS - 1)
    return float(np.abs(np.bincount(bins, gap * weight, BINS)).sum() / reached[-1])


def _interval(values: list[float]) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
