"""The peer: a greedy cover with prerequisites, as planners without a solver do it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.planning.reach import Earned, Situation
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement, counted, leaves

DEPTH, FEW = 3, 5

Closure = tuple[float, frozenset[str]]
"""What a set of credentials costs, and the set."""


class Greedy:
    """Takes, until the goal is met, the credential (with what it requires) that costs least for each skill it adds.

    What a requirement needs is itself chosen greedily: of *at least k* the k cheapest parts, of credits the cheapest
    for each credit. Prerequisites are followed three deep, by way of the five cheapest that show what is asked for.
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.earned = Earned(situation)
        self.known: dict[tuple[str, int], Closure | None] = {}

    def cover(self) -> float | None:
        """The cost of the cover for a goal that is *all of* some leaves; None where it finds none."""
        open_ = {leaf for leaf in leaves(self.situation.goal) if not self.situation.is_met(leaf)}
        total = 0.0
        while open_:
            self.known.clear()
            found = [(one, self.closure(one, DEPTH, frozenset())) for one in self.showing(open_)]
            rated = [(got[0] / self.adds(got[1], open_), one, got) for one, got in found if got is not None]
            if not rated:
                return None
            _, _, (cost, chosen) = min(rated, key=lambda rate: rate[:2])
            total += cost
            for one in chosen:
                self.earned.add(one)
            open_ = {leaf for leaf in open_ if not self.earned.meets(leaf)}
        return total

    def showing(self, open_: Iterable[Leaf]) -> list[str]:
        return sorted({one for leaf in open_ for one in self.situation.showing(leaf)} - self.earned.credentials.keys())

    def adds(self, chosen: frozenset[str], open_: set[Leaf]) -> int:
        taught = {skill for one in chosen for skill in self.situation.ways[one].teaches}
        return sum(isinstance(leaf, HasSkill) and leaf.skill in taught for leaf in open_) or 1

    def closure(self, one: str, depth: int, above: frozenset[str]) -> Closure | None:
        """A credential with what it requires and isn't earned yet."""
        if one in self.earned.credentials:
            return 0.0, frozenset()
        if depth == 0 or one in above:
            return None
        if (one, depth) not in self.known:
            asked = self.situation.ways[one].requirement
            needed = self.tree(asked, depth - 1, above | {one}) if asked is not None else (0.0, frozenset())
            self.known[one, depth] = None if needed is None else self.priced(needed[1] | {one})
        return self.known[one, depth]

    def priced(self, chosen: frozenset[str]) -> Closure:
        return sum(self.situation.ways[one].cost for one in chosen), chosen

    def tree(self, part: Requirement, depth: int, above: frozenset[str]) -> Closure | None:
        if isinstance(part, Holds | HasSkill):
            return self.leaf(part, depth, above)
        if isinstance(part, Credits):
            return self.credits(part, depth, above)
        parts = part.parts if isinstance(part, AllOf) else counted(part.parts, lambda one: one)
        found = [self.tree(below, depth, above) for below in parts]
        met = sorted((one for one in found if one is not None), key=lambda one: one[0])
        k = len(parts) if isinstance(part, AllOf) else part.k if isinstance(part, AtLeast) else 0
        if len(met) < k:
            return None
        return self.priced(frozenset().union(*(chosen for _, chosen in met[:k])))

    def credits(self, part: Credits, depth: int, above: frozenset[str]) -> Closure | None:
        offers = [(self.leaf(leaf, depth, above), leaf.credits) for leaf in counted(part.parts, lambda one: one)]
        rated = sorted((got[0] / credits, got[1], credits) for got, credits in offers if got is not None and credits)
        chosen, sure = frozenset[str](), 0.0
        for _, more, credits in rated:
            if sure < part.minimum:
                chosen, sure = chosen | more, sure + credits
        return self.priced(chosen) if sure >= part.minimum else None

    def leaf(self, leaf: Leaf, depth: int, above: frozenset[str]) -> Closure | None:
        if self.earned.meets(leaf):
            return 0.0, frozenset()
        few = sorted(self.situation.showing(leaf), key=lambda one: (self.situation.ways[one].cost, one))[:FEW]
        found = [got for one in few if (got := self.closure(one, depth, above)) is not None]
        return min(found, key=lambda got: got[0], default=None)
