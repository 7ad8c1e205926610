"""The knobs of training at scale."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What is counted, and how the counts are solved.

    `parts`: learners are counted in so many parts, each of which can be resumed; more parts need less memory.
    `reach`: pairs of awards of one learner up to so many awards apart are counted. `fade`: what a pair counts in
    `near`, per award of distance (0 to 1). `half_life`: days after which a pair counts half in `near`; 0: never.
    `head`: so many of the most held credentials are solved densely (4 x head^2 bytes, a few times over). `neighbours`:
    predictors of each other credential. `l2`: ridge. `k`: associations kept for each credential. `mix`: weight of the
    ordered statistics beside the regression. `recency`: weight of an award when asked, per award that came after it.
    """

    parts: int = 8
    reach: int = 20
    fade: float = 0.7
    half_life: float = 0.0
    head: int = 4000
    neighbours: int = 50
    l2: float = 100.0
    k: int = 200
    mix: float = 0.5
    recency: float = 0.7

    def counted(self) -> dict[str, float]:
        """The knobs that the counts depend on."""
        kept = ("parts", "reach", "fade", "half_life")
        return {name: value for name, value in dataclasses.asdict(self).items() if name in kept}
