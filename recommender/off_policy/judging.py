"""A verdict in plain words, and the floors below which none is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from recommender.off_policy.estimating import ESTIMATORS, Estimate, Wide, effective, estimates, mean_weight, ran
from recommender.off_policy.logs import Log

FEWEST_EFFECTIVE: Final = 100.0
"""The effective sample size below which an interval can't be trusted."""

FEWEST_REWARDED: Final = 20
"""The rewards, at places where the policies differ, below which an interval can't be trusted."""

FEWEST_CLUSTERS: Final = 50
"""Lists (or learners) below which an interval can't be trusted."""

LEAST_SHARE: Final = 0.5
"""The share of places that must be judgeable; of less a verdict would speak of something else than was asked."""

FAR: Final = 2.0
"""Half widths of its interval by which the mean weight may be off 1."""


class Outcome(StrEnum):
    """What may be said of the other policy."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NO_TELLING = "can't be told"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What may be said, in a sentence, and all that it goes by.

    `places` are all of the log, `judged` those where the other policy's choice might have been shown; all figures are
    of these. Where `deciding` of them the policies differ; `effective` is their effective sample size, `rewarded` how
    many of them brought a reward.
    """

    outcome: Outcome
    said: str
    places: int
    judged: int
    deciding: int
    rewarded: int
    clusters: int
    effective: float
    weight: Wide | None
    ran: Wide | None
    estimates: tuple[Estimate, ...]


def judge(log: Log) -> Judgement:
    """Would the other policy have done better? By DR where the log is complete, else by SNIPS."""
    kept = log.only(log.supported)
    if not kept.places:
        said = "Can't be told: nowhere might what the other would show have been shown. Explore, then ask again."
        return Judgement(Outcome.NO_TELLING, said, log.places, 0, 0, 0, 0, 0.0, None, None, ())
    deciding = kept.deciding
    found = estimates(kept)
    judgement = Judgement(
        Outcome.NO_TELLING, "", log.places, kept.places, int(deciding.sum()), int((kept.reward[deciding] != 0).sum()),
        len(np.unique(kept.cluster)), effective(kept.weight[deciding]), mean_weight(kept), ran(kept), found,
    )  # fmt: skip
    outcome, said = _verdict(judgement)
    return replace(judgement, outcome=outcome, said=said)


def _verdict(of: Judgement) -> tuple[Outcome, str]:
    if of.judged == of.places and not of.deciding and len(of.estimates) == len(ESTIMATORS):
        return Outcome.SAME, "Both would have shown the same: there is nothing to choose between them."
    if why := "; ".join(_against(of)):
        return Outcome.NO_TELLING, f"Can't be told: {why}."
    best, before = of.estimates[-1], of.ran[0] if of.ran else 0.0
    gain, low, high = best.gain
    told = f"{gain:+.4f} per place (95 %: {low:+.4f} to {high:+.4f}), where the one that ran brought {before:.4f}"
    rest = f", told of {of.judged / of.places:.0%} of the places" if of.judged < of.places else ""
    if low > 0:
        return Outcome.BETTER, f"The other would have done better: {told}{rest}."
    if high < 0:
        return Outcome.WORSE, f"The other would have done worse: {told}{rest}."
    return Outcome.NO_TELLING, f"Can't be told: the difference is {told}{rest}, which chance explains."


def _against(of: Judgement) -> Iterator[str]:
    """What speaks against any verdict."""
    if of.judged < LEAST_SHARE * of.places:
        yield (
            f"at {of.places - of.judged:,} of {of.places:,} places the other would show what never might have been "
            f"shown there; at least {LEAST_SHARE:.0%} must be judgeable"
        )
    if of.effective < FEWEST_EFFECTIVE:
        yield (
            f"the effective sample size, {of.effective:,.0f} of the {of.deciding:,} places where they differ, is below "
            f"{FEWEST_EFFECTIVE:,.0f}"
        )
    if of.rewarded < FEWEST_REWARDED:
        yield f"{of.rewarded:,} of these places brought a reward, at least {FEWEST_REWARDED} must"
    if of.clusters < FEWEST_CLUSTERS:
        yield f"{of.clusters:,} lists or learners are fewer than {FEWEST_CLUSTERS}"
    if of.weight is not None and abs(of.weight[0] - 1.0) > FAR * (of.weight[2] - of.weight[0]) + 1e-6:
        yield f"the weights have a mean of {of.weight[0]:.3f} instead of 1, so some of the chances aren't right"
