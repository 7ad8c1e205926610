"""How much of what an occupation asks for a pathway teaches, with and without each step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph.pathways.model import Pathway, StepKind


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share 0..1 of the demand's weight that is taught, the share without each step, and what nobody teaches."""

    share: float
    without: Mapping[str, float]
    lacking: tuple[str, ...]


def coverage(pathway: Pathway, taught: Mapping[str, Collection[str]], demand: Mapping[str, float]) -> Coverage:
    """Coverage of a demand (skill to weight above 0) by what the steps' credentials teach (credential to skills).

    >>> from graph.pathways.model import Step
    >>> from skills_taxonomy.types import Provenance
    >>> way = Pathway("x:p", "P", "x", (Step("1", 1, "x:a"), Step("2", 2, "x:b")), Provenance("s", "f"))
    >>> found = coverage(way, {"x:a": ["knots"], "x:b": ["knots", "ropes"]}, {"knots": 2.0, "ropes": 1.0, "stars": 1.0})
    >>> found.share, dict(found.without), found.lacking
    (0.75, {'1': 0.75, '2': 0.5}, ('stars',))
    """
    whole = sum(demand.values())
    shows = {
        step.id: {step.credential} if step.kind is StepKind.SKILL else set(taught.get(step.credential, ()))
        for step in pathway.steps
        if step.is_earned
    }

    def share(left_out: str) -> float:
        skills = set[str]().union(*(found for step, found in shows.items() if step != left_out))
        return sum(weight for skill, weight in demand.items() if skill in skills) / whole if whole else 0.0

    every = set[str]().union(*shows.values())
    return Coverage(share(""), {step: share(step) for step in shows}, tuple(s for s in demand if s not in every))
