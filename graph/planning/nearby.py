"""Which credentials a plan may hold that takes little more than no plan takes less than."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from graph.planning.reach import Situation
from graph.planning.types import Measure
from graph.requirements import AllOf, AtLeast, HasSkill, Holds, Leaf, Node, fold


class Nearby:
    """Follows the way of least addition from the goal to all that is asked for, as far as `spare` reaches.

    What shows something of the goal adds its reduced cost (`more`) to what the relaxation says, anything else adds all
    that it takes, and on top comes what asks for it. A credential is left out where it, what asks for it, and the
    least that any way to meet its own requirement adds, come to more than `spare`.
    """

    def __init__(self, situation: Situation, measure: Measure, more: Mapping[str, float], spare: float) -> None:
        """Take what the relaxation says of what shows something of the goal."""
        self._situation, self._measure, self._more, self._spare = situation, measure, more, spare
        self._cheap: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for one, extra in more.items():
            for skill in situation.ways[one].teaches if extra <= spare else ():
                self._cheap[skill].append((extra, one))
        self._least: dict[Leaf, float] = {}
        self._found: set[str] = set()
        self._waiting: list[tuple[float, str]] = []

    def all(self) -> set[str]:
        """Every credential within `spare`."""
        for one, extra in self._more.items():
            self._consider(extra, one)
        seen: set[Leaf] = set()
        while self._waiting:
            extra, one = heapq.heappop(self._waiting)
            if one in self._found:
                continue
            self._found.add(one)
            for leaf in () if self._situation.is_free(one) else self._situation.leaves_of(one):
                if leaf not in seen and not self._situation.is_met(leaf):
                    seen.add(leaf)
                    for added, other in self._meeting(leaf, self._spare - extra):
                        self._consider(extra + added, other)
        return self._found

    def _consider(self, extra: float, one: str) -> None:
        if extra > self._spare or one in self._found or self._situation.is_met(Holds(one)):
            return
        requirement = self._situation.ways[one].requirement
        if requirement is None or extra + fold(requirement, self._leaf, _node) <= self._spare:
            heapq.heappush(self._waiting, (extra, one))

    def _meeting(self, leaf: Leaf, most: float) -> Iterator[tuple[float, str]]:
        """What would meet a leaf and adds no more than `most`."""
        if isinstance(leaf, Holds):
            if leaf.credential in self._situation.ways:
                yield self._adds(leaf.credential), leaf.credential
            return
        yield from self._cheap.get(leaf.skill, ())
        for amount, one in self._situation.ways.teaching(leaf.skill, self._measure):
            if amount > most:
                return
            if one not in self._more and self._situation.ways[one].teaches[leaf.skill] >= leaf.level:
                yield amount, one

    def _adds(self, credential: str) -> float:
        more = self._more.get(credential)
        return self._situation.ways[credential].takes(self._measure) if more is None else more

    def _leaf(self, leaf: Leaf) -> float:
        """What meeting a leaf adds at least; infinite where nothing meets it."""
        found = self._least.get(leaf)
        if found is None:
            met = self._situation.is_met(leaf)
            found = self._least[leaf] = 0.0 if met else min((one for one, _ in self._first(leaf)), default=math.inf)
        return found

    def _first(self, leaf: Leaf) -> Iterator[tuple[float, str]]:
        if isinstance(leaf, HasSkill):
            yield from self._cheap.get(leaf.skill, ())
            yield from self._situation.ways.teaching(leaf.skill, self._measure)[:1]
        else:
            yield from self._meeting(leaf, math.inf)


def _node(node: Node, parts: tuple[float, ...]) -> float:
    """What a tree adds at least: of *all* the dearest, of *at least k* the k-th cheapest, of credits the cheapest."""
    if isinstance(node, AllOf):
        return max(parts, default=0.0)
    if isinstance(node, AtLeast):
        return 0.0 if node.k == 0 else sorted(parts)[node.k - 1] if node.k <= len(parts) else math.inf
    return 0.0 if node.minimum <= 0 else min(parts, default=math.inf)
