"""What another policy would have brought in per place, by three estimators, each with a 95 % interval.

With w the weight of what was shown, r its reward and q a model of rewards (`reward_model`):

* IPS, the mean of w r: unbiased where the chances are right; varies much.
* SNIPS, the sum of w r over the sum of w: a little biased, varies less.
* DR, the mean of q under the other policy plus w (r - q): unbiased where the chances are right, whatever q is, since q
  is fitted on other lists; varies less the better q is. It needs all chances of a place.

Places of one list (or learner) hang together: intervals are Student's, of sums by cluster, for the mean of a ratio
linearised. The gain over the policy that ran is told by the differences place by place, both policies estimated in the
same way: where both would show the same they differ by nothing, which makes the interval of a gain narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from recommender.off_policy.logs import Log
from recommender.off_policy.reward_model import fitted
from recommender.rows import Floats

LEVEL: Final = 0.95
"""How often an interval is to hold the truth."""

ESTIMATORS: Final = ("IPS", "SNIPS", "DR")
"""In the order of their trust; the last one only where all chances of each place are known."""

Wide = tuple[float, float, float]
"""An estimate, and its interval from low to high; infinite where there is but one cluster."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """By one estimator: the reward per place that the other policy would bring, and its gain over the one that ran."""

    name: str
    value: Wide
    gain: Wide


def estimates(log: Log, model: Floats | None = None) -> tuple[Estimate, ...]:
    """IPS, SNIPS and, where the log is complete, DR; `model` (rows,) is q, None: fitted on the log, crosswise."""
    weight, reward = log.weight, log.reward
    found = [
        Estimate("IPS", _mean(log, weight * reward), _mean(log, weight * reward - reward)),
        _self_normalised(log, weight),
    ]
    if log.complete:
        q = fitted(log) if model is None else model
        left = reward - q[log.shown]
        robust = log.summed(log.evaluated * q) + weight * left
        found.append(Estimate("DR", _mean(log, robust), _mean(log, robust - log.summed(log.propensity * q) - left)))
    return tuple(found)


def ran(log: Log) -> Wide:
    """The reward per place of the policy that ran, with its interval."""
    return _mean(log, log.reward)


def effective(weight: Floats) -> float:
    """The effective sample size, by Kish: how many places of equal weight would tell as much.

    >>> effective(np.array([1.0, 1.0, 0.0]))
    2.0
    """
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares else 0.0


def mean_weight(log: Log) -> Wide:
    """The mean weight, which is 1 but for chance where the chances are right."""
    return _mean(log, log.weight)


def _self_normalised(log: Log, weight: Floats) -> Estimate:
    reward, total = log.reward, float(weight.sum())
    if not total:
        nothing = (float("nan"), -np.inf, np.inf)
        return Estimate("SNIPS", nothing, nothing)
    value, before = float((weight * reward).sum()) / total, float(reward.mean())
    off = weight * (reward - value) / total
    own = (reward - before) / log.places
    return Estimate("SNIPS", _interval(value, off, log), _interval(value - before, off - own, log))


def _mean(log: Log, values: Floats) -> Wide:
    mean = float(values.mean())
    return _interval(mean, (values - mean) / log.places, log)


def _interval(value: float, influence: Floats, log: Log) -> Wide:
    """Student's interval; `influence` (places,) is by how much each place moves the estimate."""
    from scipy.stats import t

    sums = np.bincount(log.cluster, influence)
    clusters = len(np.unique(log.cluster))
    if clusters < 2:
        return value, -np.inf, np.inf
    error = float(np.sqrt((sums**2).sum() * clusters / (clusters - 1)))
    half = error * float(t.ppf(0.5 + LEVEL / 2, clusters - 1))
    return value, value - half, value + half
