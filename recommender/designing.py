"""What an issuer's design questions need of a snapshot: credentials as ways over concepts, and what a goal wants.

A need in one vocabulary is met by a lesson in another where both are one concept (`recommender.concepts`), so plans
and drafts speak of concepts: ``concept:17``, said in words by `label_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.credentials import Credential
from graph.planning import Measure, Way, Ways
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Node, Requirement, fold
from recommender.goal_view import GoalView
from recommender.snapshot import Snapshot

TAUGHT: Final = 0.4
"""From this strength on (`compiling.vocabulary.teaching`) a credential counts as teaching a concept."""

ESSENTIAL: Final = frozenset({0, 2})
"""Positions in `weights.ASKED` of what counts as needed: essential (ESCO), in demand (O*NET); the rest is nice."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What an occupation asks for, as concepts: needed, nice to have, and the weight 0..1 of each."""

    needed: tuple[str, ...]
    nice: tuple[str, ...]
    weights: Mapping[str, float]
    label_of: Callable[[str], str]


def demand_of(snapshot: Snapshot, view: GoalView) -> Demand:
    """The demand of a goal, the weightiest first."""
    found = sorted(view.position.items(), key=lambda item: (-float(view.need[item[0]]), item[0]))
    asked = {f"concept:{concept}": int(snapshot.arrays["need.asked"][position]) for concept, position in found}
    labels = {
        f"concept:{concept}": snapshot.skill_labels[int(snapshot.arrays["need.skill"][position])]
        for concept, position in found
    }
    return Demand(
        tuple(one for one, code in asked.items() if code in ESSENTIAL),
        tuple(one for one, code in asked.items() if code not in ESSENTIAL),
        {f"concept:{concept}": float(view.need[concept]) for concept, _ in found},
        lambda one: labels.get(one, one),
    )


def taught(snapshot: Snapshot, credential: str) -> dict[str, float]:
    """The concepts that a credential teaches, at no stated level; nothing for one that isn't in the snapshot."""
    place = snapshot.credential_index.get(credential)
    if place is None:
        return {}
    columns, values = snapshot.teaches.row(place)
    return {f"concept:{int(c)}": 0.0 for c, value in zip(columns, values, strict=True) if value >= TAUGHT}


def ways_of(snapshot: Snapshot, credentials: Iterable[Credential]) -> Ways:
    """Credentials as ways over concepts; cost and hours that nobody states count 0 and are named as assumed."""
    return Ways(_way(snapshot, one) for one in credentials if not one.withdrawn)


def _way(snapshot: Snapshot, credential: Credential) -> Way:
    costs = [offer.cost for offer in credential.offerings if offer.cost is not None]
    stated = [offer.hours for offer in credential.offerings if offer.hours is not None]
    hours = credential.hours if credential.hours is not None else min(stated, default=None)
    assumed = (*((Measure.COST,) if not costs else ()), *((Measure.HOURS,) if hours is None else ()))
    requirement = over_concepts(snapshot, credential.requirement) if credential.requirement is not None else None
    return Way(
        credential.id, requirement, taught(snapshot, credential.id), min(costs, default=0.0), hours or 0.0, assumed
    )


def over_concepts(snapshot: Snapshot, requirement: Requirement) -> Requirement:
    """The requirement with every skill as its concept; a skill that the snapshot doesn't know stays as it is."""

    def leaf(one: Leaf) -> Requirement:
        if isinstance(one, Holds) or one.skill not in snapshot.skill_place:
            return one
        concept = int(snapshot.arrays["concept"][snapshot.skill_place[one.skill]])
        return HasSkill(f"concept:{concept}", one.level, one.credits)

    def node(part: Node, below: tuple[Requirement, ...]) -> Requirement:
        if isinstance(part, AllOf):
            return AllOf(below)
        if isinstance(part, AtLeast):
            return AtLeast(part.k, below)
        return Credits(part.minimum, tuple(one for one in below if isinstance(one, Holds | HasSkill)))

    return fold(requirement, leaf, node)
