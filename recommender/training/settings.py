"""The knobs of training at scale."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from recommender.errors import TrainingError

LEAST = {
    "parts": 1, "reach": 1, "half_life": 0.0, "dense": 0, "neighbours": 1, "l2": 0.001, "k": 1, "mix": 0.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """What is counted, and how the counts are solved.

    `parts`: learners are counted in so many parts, each of which can be resumed; more parts need less memory.
    `reach`: pairs of awards of one learner up to so many awards apart are counted. `fade`: what a pair counts in
    `near`, per award of distance (0 to 1). `half_life`: days after which a pair counts half in `near`; 0: never.
    `dense`: a catalogue of so many credentials at most is solved whole (4 x dense^2 bytes, a few times over).
    `neighbours`: in a larger one, how many others each credential is foreseen from. `l2`: ridge. `k`: associations
    kept for each credential. `mix`: weight of the ordered statistics beside the regression. `recency`: weight of an
    award when asked, per award that came after it.
    """

    parts: int = 8
    reach: int = 20
    fade: float = 0.7
    half_life: float = 0.0
    dense: int = 4000
    neighbours: int = 50
    l2: float = 100.0
    k: int = 200
    mix: float = 2.0
    recency: float = 0.7

    def __post_init__(self) -> None:
        """Raises TrainingError for what is out of range."""
        for name, least in LEAST.items():
            if getattr(self, name) < least:
                raise TrainingError(f"The setting {name} is {getattr(self, name)}.", hint=f"It is {least} at least.")
        for name in ("fade", "recency"):
            if not 0 < getattr(self, name) <= 1:
                raise TrainingError(f"The setting {name} is {getattr(self, name)}.", hint="It is above 0, 1 at most.")

    def counted(self) -> dict[str, float]:
        """The knobs that the counts depend on."""
        kept = ("parts", "reach", "fade", "half_life")
        return {name: value for name, value in dataclasses.asdict(self).items() if name in kept}
