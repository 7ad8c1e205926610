"""Would another policy have done better than the one that ran? Told from a log of what was shown, by which chance."""

from recommender.off_policy.estimating import Estimate, estimates
from recommender.off_policy.judging import Judgement, Outcome, judge
from recommender.off_policy.logs import Log, Row, log_of

__all__ = ["Estimate", "Judgement", "Log", "Outcome", "Row", "estimates", "judge", "log_of"]
