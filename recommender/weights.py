"""How much each part of a score counts, and how much an occupation's ways of asking for a skill weigh."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the scorers; every scorer's value is in 0..1, so a weight is the most that it can contribute.

    Set by hand; a build learns those of `co_awards`, `builds_on` and `next_step` where histories are enough. `variety`
    is what a full likeness to something already on the list takes away; `little_known` is a thumb on the scale for new
    credentials and small issuers, off unless set.
    """

    goal_skills: float = 0.80
    goal_title: float = 0.30
    goal_text: float = 0.35
    next_step: float = 0.30
    builds_on: float = 0.20
    co_awards: float = 0.30
    demand: float = 0.10
    startable: float = 0.25
    little_known: float = 0.0
    pin: float = 1.00
    boost: float = 0.30
    variety: float = 0.15

    def as_dict(self) -> dict[str, float]:
        """The weights by scorer name."""
        return asdict(self)


ASKED: tuple[tuple[str, float], ...] = (
    ("listed as essential", 1.0),
    ("listed as optional", 0.3),
    ("in demand", 1.0),
    ("a hot technology", 0.5),
    ("a listed technology", 0.25),
    ("rated as important", 0.2),
    ("asked for in postings", 1.0),
)
"""How an occupation asks for a skill, in words, and the weight 0..1 of it; the position is the code in the arrays."""
