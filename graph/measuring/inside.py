"""A pathway as ways to earn its steps, by themselves: what they ask for from outside counts as there."""

from __future__ import annotations

from collections.abc import Mapping

from graph.credentials import Credential
from graph.pathways.conditions import asked, completes
from graph.pathways.model import Pathway, Step, StepKind
from graph.planning.types import Way
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement, counted, fold

NOTHING = AllOf(())
"""What asks for nothing."""


def name_of(step: Step) -> str:
    """What stands for a step as something to be earned: its credential, or, of a skill, the step itself."""
    return step.id if step.kind is StepKind.SKILL else step.credential


def ways_of(pathway: Pathway, credentials: Mapping[str, Credential]) -> dict[str, Way]:
    """A way for each step that is earned, by the step's identifier; cost and hours where they are stated, else 0."""
    inside = {step.credential for step in pathway.steps if step.is_earned}
    found = {}
    for step in (one for one in pathway.steps if one.is_earned):
        credential = credentials.get(step.credential)
        own = credential.requirement if credential is not None else None
        requirement = _without_outside(asked(pathway, step, own), inside)
        teaches = {step.credential: 0.0} if step.kind is StepKind.SKILL else {}
        found[step.id] = Way(
            name_of(step), requirement, teaches, cost_of(credential) or 0.0, hours_of(step, credential) or 0.0
        )
    return found


def goal_of(pathway: Pathway) -> Requirement:
    """What completes the pathway."""
    return completes(pathway)


def cost_of(credential: Credential | None) -> float | None:
    """The least stated cost of a credential's offerings; None where none is stated."""
    stated = [one.cost for one in credential.offerings if one.cost is not None] if credential is not None else []
    return min(stated, default=None)


def hours_of(step: Step, credential: Credential | None) -> float | None:
    """The hours that the step states, else its credential, else the least of its offerings; None: not stated."""
    if step.hours is not None or credential is None:
        return step.hours
    stated = [one.hours for one in credential.offerings if one.hours is not None]
    return credential.hours if credential.hours is not None else min(stated, default=None)


def _without_outside(requirement: Requirement, inside: set[str]) -> Requirement:
    """The tree with every leaf that is no step of the pathway taken for met."""

    def leaf(one: Holds | HasSkill) -> Requirement:
        return one if (one.credential if isinstance(one, Holds) else one.skill) in inside else NOTHING

    def node(part: AllOf | AtLeast | Credits, below: tuple[Requirement, ...]) -> Requirement:
        if isinstance(part, AllOf):
            return AllOf(tuple(one for one in below if one != NOTHING))
        distinct = counted(list(zip(part.parts, below, strict=True)), lambda pair: pair[0])
        left = tuple(one for _, one in distinct if one != NOTHING)
        if isinstance(part, AtLeast):
            return AtLeast(max(part.k - (len(distinct) - len(left)), 0), left)
        outside = sum(leaf.credits for leaf, one in distinct if one == NOTHING and isinstance(leaf, Holds | HasSkill))
        kept = tuple(one for one in left if isinstance(one, Holds | HasSkill))
        return Credits(max(part.minimum - outside, 0.0), kept)

    return fold(requirement, leaf, node)
