"""Whether chances would be calibrated on an issuer's own awards, tried on the last period, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from recommender.chance.trial import Trial, tried
from recommender.chance.wording import VERBS
from recommender.errors import TooFewAwards
from recommender.evaluating.awards import Gathered

HORIZONS = (90, 30)
"""Days: the first that the awards are long enough for."""
FEWEST_CAME = 20
"""Learners who got something new in the period that is tried: with fewer nothing is said of calibration."""
LARGEST_ERROR, LARGEST_SHARE = 0.02, 0.5
"""Calibration error up to which chances are called calibrated, and the same as a share of what came.

Where hardly anything comes, even saying 0 of everything keeps below the first; so the second must hold too.
"""


@dataclass(frozen=True, slots=True)
class Foresight:
    """What may be said of chances; `trial` is None where none could be held. `calibrated`: both figures hold.

    They hold where the Brier skill's 95 % interval is above 0 and the calibration error, over the ten items shown, is
    at most `LARGEST_ERROR` and at most `LARGEST_SHARE` of the share that came.
    """

    said: str
    trial: Trial | None = None
    calibrated: bool = False


def foresight(awards: Gathered, *, predicted: str = "awarded", seed: int = 0) -> Foresight:
    """Tried on the longest horizon that the awards are long enough for."""
    why = ""
    for horizon in HORIZONS:
        try:
            trial = tried(awards.histories, awards.credentials, horizon, predicted=predicted, seed=seed)
        except TooFewAwards as error:
            why = why or error.message
            continue
        return judged(trial)
    return Foresight(f"No chance can be given beside the ranking. {why}")


def judged(trial: Trial) -> Foresight:
    """What a trial lets one say."""
    verb = VERBS.get(trial.predicted, "get")
    asked = f"The chance to {verb} a credential within {trial.horizon} days, tried on {trial.learners:,} learners"
    if trial.returned < FEWEST_CAME:
        said = f"{asked}: only {trial.returned} got something new, at least {FEWEST_CAME} are needed to judge it."
        return Foresight(said, trial)
    q = trial.shown
    came = f"of 100 items shown {100 * q.foretold:.2f} were foretold and {100 * q.rate:.2f} came"
    gain = f"{100 * q.skill:.1f} % ({100 * q.skill_interval[0]:.1f} to {100 * q.skill_interval[1]:.1f})"
    error = f"{100 * q.calibration_error:.2f} points of 100 ({100 * q.calibration_interval[0]:.2f} to "
    error += f"{100 * q.calibration_interval[1]:.2f})"
    if q.calibration_error > min(LARGEST_ERROR, LARGEST_SHARE * q.rate):
        return Foresight(f"{asked}, is off by {error}: {came}. Don't show it.", trial)
    if q.skill_interval[0] <= 0:
        said = (
            f"{asked}, is off by {error}, but no better than each credential's base rate (Brier skill {gain}): {came}."
        )
        return Foresight(said, trial)
    said = f"{asked}, is calibrated: off by {error}; {came}. Its squared error is {gain} less than the base rates'."
    return Foresight(said, trial, calibrated=True)
