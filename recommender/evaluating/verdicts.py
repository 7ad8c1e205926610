"""Whether the history is enough to trust, in plain words, with a bound below which nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recommender.evaluating.contestants import OURS, POPULAR
from recommender.evaluating.measures import Reals, interval

FEWEST_TESTED = 100
"""Learners below which no verdict is given: the interval of a difference is then wider than differences are."""


class Trust(StrEnum):
    """What may be said of the history."""

    TRUSTED = "trusted"
    NOT_BETTER = "not better"
    LEAKING = "leaking"
    NOT_ENOUGH = "not enough"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said, a sentence for it, and the lead in NDCG@10 with its 95 % interval where one was measured."""

    trust: Trust
    said: str
    lead: tuple[float, float, float] | None = None


def verdict(values: Mapping[str, Reals], leaking: NDArray[np.bool_], *, seed: int = 0) -> Verdict:
    """Stackway against the better kind of popularity; `leaking`: tested learners whom a leak touches.

    `values` are NDCG@10 by model and learner.
    """
    count = len(leaking)
    if count < FEWEST_TESTED:
        return Verdict(
            Trust.NOT_ENOUGH,
            f"Not enough: {count:,} learners can be tested; gather at least {FEWEST_TESTED} "
            "with an award before the cut and a new one after it.",
        )
    if OURS not in values:
        return Verdict(Trust.NOT_ENOUGH, "Not enough: Stackway's ranking could not be trained on what is there.")
    popular, lead = _lead(values, np.ones(count, dtype=bool), seed)
    told = f"{abs(lead[0]):.3f} NDCG@10 ({lead[1]:+.3f} to {lead[2]:+.3f}) on {count:,} learners"
    if lead[2] < 0:
        return Verdict(Trust.NOT_BETTER, f"{popular} ranks ahead of Stackway by {told}: don't rank by it.", lead)
    if lead[1] <= 0:
        said = f"{popular} is as good: the difference is {lead[0]:+.3f} NDCG@10 ({lead[1]:+.3f} to {lead[2]:+.3f}) "
        return Verdict(Trust.NOT_BETTER, f"{said}on {count:,} learners, which chance explains.", lead)
    ahead = f"Stackway ranks ahead of {popular.lower()} by {told}"
    rest = ~leaking
    if leaking.any():
        if rest.sum() < FEWEST_TESTED:
            said = f"{ahead}, but leaks touch {leaking.sum():,} of them and too few are left: look at the leaks first."
            return Verdict(Trust.LEAKING, said, lead)
        _, clean = _lead(values, rest, seed)
        if clean[1] <= 0:
            said = f"{ahead}, but not without the {leaking.sum():,} whom leaks touch ({clean[1]:+.3f} to "
            return Verdict(Trust.LEAKING, f"{said}{clean[2]:+.3f}): look at the leaks first.", lead)
    return Verdict(Trust.TRUSTED, f"{ahead}: the history can be trusted.", lead)


def _lead(values: Mapping[str, Reals], kept: NDArray[np.bool_], seed: int) -> tuple[str, tuple[float, float, float]]:
    """The kind of popularity that did better, and Stackway's mean lead over it with its interval."""
    best = max(POPULAR, key=lambda name: values[name][kept].mean() if name in values else -1.0)
    ours, theirs = values[OURS][kept], values[best][kept]
    name = "Popularity" if best == POPULAR[0] else "Popularity of late"
    return name, (float((ours - theirs).mean()), *interval(ours, theirs, seed=seed))
