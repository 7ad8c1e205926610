"""How the steps of a pathway hold each other up: delay, blocking and structural complexity.

After curricular analytics (Heileman, Abdallah, Slim, Hickman 2018, arXiv:1811.09676): the *delay factor* of a step is
the number of steps on the longest chain through it, its *blocking factor* the number of steps that can't be reached
without it, its complexity their sum, and a pathway's structural complexity the sum over its steps.

The literature knows prerequisites that are all needed. Where a step asks for *k of n*, a step blocks only what can't be
reached in any other way, and chains run over the k that can be reached earliest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.credentials import Credential
from graph.holdings import Holdings
from graph.measuring.inside import goal_of, name_of, ways_of
from graph.pathways.model import Pathway
from graph.planning.reach import Situation
from graph.planning.types import Way, Ways
from graph.requirements import AllOf, AtLeast, Credits, Leaf, Node, fold

_DAY = date(2000, 1, 1)
"""Nothing is held, so that the day doesn't matter."""


@dataclass(frozen=True, slots=True)
class StepMeasure:
    """One step: its delay and blocking factors; None and 0 where it can't be reached at all."""

    step: str
    delay: int | None
    blocking: int

    @property
    def complexity(self) -> int:
        """Their sum."""
        return (self.delay or 0) + self.blocking


@dataclass(frozen=True, slots=True)
class Structure:
    """All steps that are earned, in the pathway's order, and the pathway's structural complexity."""

    steps: tuple[StepMeasure, ...]

    @property
    def complexity(self) -> int:
        """The sum over the steps."""
        return sum(step.complexity for step in self.steps)

    @property
    def longest(self) -> int:
        """The length of the longest chain: no learner can be done in fewer terms, taking one step of a chain a term."""
        return max((step.delay or 0 for step in self.steps), default=0)


def structure(pathway: Pathway, credentials: Mapping[str, Credential] | None = None) -> Structure:
    """Delay and blocking of every step; `credentials` add what they ask for themselves.

    An order that is only recommended isn't counted.

    The literature's example of four courses, A before B, B before C, and D alone: A delays 3 and blocks 2, B 3 and 1,
    C 3 and 0, D 1 and 0, together 13.

    >>> from graph.pathways.model import Step
    >>> from skills_taxonomy.types import Provenance
    >>> chain = (Step("A", 1, "x:A"), Step("B", 2, "x:B", after=("A",)), Step("C", 3, "x:C", after=("B",)))
    >>> way = Pathway("x:p", "P", "x", (*chain, Step("D", 1, "x:D")), Provenance("s", "f"), ordered=True)
    >>> found = structure(way)
    >>> [(one.step, one.delay, one.blocking) for one in found.steps], found.complexity
    ([('A', 3, 2), ('B', 3, 1), ('C', 3, 0), ('D', 1, 0)], 13)
    """
    ways = ways_of(pathway, credentials or {})
    situation = Situation(Ways(ways.values()), goal_of(pathway), Holdings(), _DAY, {})
    names = {step: way.credential for step, way in ways.items()}
    reached = situation.reachable(names.values())
    delays = _delays(reached, situation)
    blocking = {one: _blocked(one, reached, situation) for one in reached}
    return Structure(
        tuple(
            StepMeasure(step.id, delays.get(name_of(step)), blocking.get(name_of(step), 0))
            for step in pathway.steps
            if step.is_earned
        )
    )


def _blocked(without: str, reached: Sequence[str], situation: Situation) -> int:
    """How many steps can't be reached without this one, itself not counted."""
    return len(reached) - 1 - len(situation.reachable(one for one in reached if one != without))


def _delays(reached: Sequence[str], situation: Situation) -> dict[str, int]:
    """For each step the number of steps on the longest chain through it."""
    needs = _chosen(reached, situation)
    above: dict[str, list[str]] = {one: [] for one in reached}
    for one, before in needs.items():
        for other in before:
            above[other].append(one)
    order = _order(reached, needs)
    head = _longest(order, needs)
    tail = _longest(list(reversed(order)), above)
    return {one: head[one] + tail[one] - 1 for one in reached}


def _chosen(reached: Sequence[str], situation: Situation) -> dict[str, tuple[str, ...]]:
    """For each step those before it, on the way that reaches it earliest.

    Steps are reached in rounds: in each round all whose requirement is met by those of the rounds before.
    """
    rounds: dict[str, int] = {}
    waiting = list(reached)
    number = 0
    while waiting:
        number += 1
        ready = [one for one in waiting if _round(situation.ways[one], rounds, situation) is not None]
        if not ready:
            break
        for one in ready:
            rounds[one] = number
        waiting = [one for one in waiting if one not in rounds]
    return {one: _before(situation.ways[one], rounds, situation) for one in reached}


def _round(way: Way, rounds: Mapping[str, int], situation: Situation) -> int | None:
    """The round after which a step's requirement is met; None: not yet."""
    if way.requirement is None:
        return 0

    def leaf(one: Leaf) -> int | None:
        known = [rounds[name] for name in situation.showing(one) if name in rounds]
        return min(known, default=None)

    return fold(way.requirement, leaf, _joined)


def _joined(node: Node, parts: tuple[int | None, ...]) -> int | None:
    if isinstance(node, AllOf):
        known = [part for part in parts if part is not None]
        return max(known, default=0) if len(known) == len(parts) else None
    if isinstance(node, AtLeast):
        early = sorted(part for part in parts if part is not None)
        return None if len(early) < node.k else early[node.k - 1] if node.k else 0
    got = sorted((part, leaf.credits) for leaf, part in zip(node.parts, parts, strict=True) if part is not None)
    total = 0.0
    for part, credits in got:
        total += credits
        if total >= node.minimum - 1e-9:
            return part
    return 0 if node.minimum <= 0 else None


Chosen = tuple[int, frozenset[str]]
"""The round after which something is met, and the steps by which."""


def _before(way: Way, rounds: Mapping[str, int], situation: Situation) -> tuple[str, ...]:
    """The steps by which a requirement is met earliest."""
    if way.requirement is None:
        return ()

    def leaf(one: Leaf) -> Chosen | None:
        known = [(rounds[name], name) for name in situation.showing(one) if name in rounds]
        if not known:
            return None
        number, name = min(known)
        return number, frozenset({name})

    found = fold(way.requirement, leaf, _together)
    return tuple(sorted(found[1])) if found is not None else ()


def _together(node: Node, parts: tuple[Chosen | None, ...]) -> Chosen | None:
    known = sorted((part for part in parts if part is not None), key=lambda part: (part[0], sorted(part[1])))
    if isinstance(node, AllOf):
        taken = known if len(known) == len(parts) else None
    elif isinstance(node, AtLeast):
        taken = known[: node.k] if len(known) >= node.k else None
    else:
        taken = _worth(node, parts)
    if taken is None:
        return None
    return max((number for number, _ in taken), default=0), frozenset().union(*(names for _, names in taken))


def _worth(node: Credits, parts: tuple[Chosen | None, ...]) -> list[Chosen] | None:
    """The earliest leaves that bring the credits."""
    offered = [(part, leaf.credits) for leaf, part in zip(node.parts, parts, strict=True) if part is not None]
    taken, total = list[Chosen](), 0.0
    for part, credits in sorted(offered, key=lambda one: (one[0][0], -one[1], sorted(one[0][1]))):
        if total < node.minimum - 1e-9:
            taken.append(part)
            total += credits
    return taken if total >= node.minimum - 1e-9 else None


def _order(reached: Sequence[str], needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Steps after all that stand before them."""
    left = {one: len(needs[one]) for one in reached}
    after: dict[str, list[str]] = {one: [] for one in reached}
    for one, before in needs.items():
        for other in before:
            after[other].append(one)
    ready = deque(one for one in reached if not left[one])
    order = []
    while ready:
        one = ready.popleft()
        order.append(one)
        for other in after[one]:
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    return order


def _longest(order: Sequence[str], needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The number of steps on the longest chain that ends in each."""
    found: dict[str, int] = {}
    for one in order:
        found[one] = 1 + max((found[other] for other in needs[one]), default=0)
    return found
