"""Where learners stop on a pathway: of those who hold a step, how many went on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from graph.pathways.model import Pathway

FEWEST: Final = 5
"""Of fewer learners nothing is told: it would say something of people."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: how many hold it, and how many of them hold a later one, too."""

    step: str
    held: int
    went_on: int

    @property
    def share(self) -> float:
        """The share 0..1 of its holders who went on."""
        return self.went_on / self.held


def stops(pathway: Pathway, learners: Iterable[Collection[str]]) -> tuple[Stop, ...]:
    """Of each step that isn't the last and that five learners hold, how many went on; a learner is what they hold.

    >>> from graph.pathways.model import Step
    >>> from skills_taxonomy.types import Provenance
    >>> way = Pathway("x:p", "P", "x", (Step("1", 1, "x:a"), Step("2", 2, "x:b")), Provenance("s", "f"))
    >>> stops(way, [{"x:a"}] * 6 + [{"x:a", "x:b"}] * 2)
    (Stop(step='1', held=8, went_on=2),)
    """
    steps = sorted((step for step in pathway.steps if step.is_earned), key=lambda step: (step.position, step.id))
    held = dict.fromkeys((step.id for step in steps), 0)
    went_on = dict(held)
    for credentials in learners:
        mine = [step for step in steps if step.credential in credentials]
        last = max((step.position for step in mine), default=0)
        for step in mine:
            held[step.id] += 1
            went_on[step.id] += step.position < last
    end = max((step.position for step in steps), default=0)
    shown = [step for step in steps if step.position < end and held[step.id] >= FEWEST]
    return tuple(Stop(step.id, held[step.id], went_on[step.id]) for step in shown)
