"""Which credentials can matter for a goal, and which of them can be earned at all."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import date

from graph.checker import Attests, Verdict, check
from graph.holdings import Holdings
from graph.planning.types import Ways
from graph.requirements import (
    AllOf,
    AtLeast,
    HasSkill,
    Holds,
    Leaf,
    Node,
    Requirement,
    counted,
    fold,
    key,
    leaves,
)

LeafKey = tuple[str, float]


def satisfied(requirement: Requirement, met: Callable[[Leaf], bool]) -> bool:
    """Whether the tree is met where `met` says which leaves are; as `graph.checker.check` joins them.

    >>> satisfied(AtLeast(2, (Holds("a"), Holds("a"), Holds("b"))), lambda leaf: leaf == Holds("a"))
    False
    """
    return fold(requirement, met, _joined)


def _joined(node: Node, parts: tuple[bool, ...]) -> bool:
    if isinstance(node, AllOf):
        return all(parts)
    distinct = counted(list(zip(node.parts, parts, strict=True)), lambda pair: pair[0])
    if isinstance(node, AtLeast):
        return sum(is_met for _, is_met in distinct) >= node.k
    return sum(_worth(part) for part, is_met in distinct if is_met) >= node.minimum - 1e-9


def _worth(part: Requirement) -> float:
    return part.credits if isinstance(part, Holds | HasSkill) else 0.0


class Situation:
    """The goal, what is held on the day, and the ways: what every question of a plan is asked of.

    Whether a leaf is met now is found by `graph.checker.check` when it is first asked, since a goal seldom touches
    much of a catalogue. A credential that is held and valid isn't a way any more; an expired one may be earned again.
    """

    __slots__ = ("_attests", "_free", "_held", "_holdings", "_leaves", "_met", "_today", "_touched", "goal", "ways")

    def __init__(self, ways: Ways, goal: Requirement, holdings: Holdings, today: date, attests: Attests) -> None:
        """Take the question; `attests` as for the checker."""
        self.ways, self.goal = ways, goal
        self._holdings, self._today, self._attests = holdings, today, attests
        self._touched = {award.credential for award in holdings.awards} | {skill for skill, _, _ in holdings.skills}
        self._touched.update(*(attests.get(award.credential, ()) for award in holdings.awards))
        self._met: dict[LeafKey, bool] = {}
        self._free: dict[str, bool] = {}
        self._leaves: dict[str, tuple[Leaf, ...]] = {}
        self._held: Earned | None = None

    def with_earned(self, credentials: Iterable[str]) -> Situation:
        """The same question after these were earned."""
        other = Situation(self.ways, self.goal, self._holdings, self._today, self._attests)
        other._met, other._leaves = dict(self._met), self._leaves
        held = Earned(self)
        for credential in credentials:
            held.add(credential)
        other._held = held
        return other

    def is_met(self, leaf: Leaf) -> bool:
        """Whether a leaf is met by what is held."""
        name = key(leaf)
        if self._held is not None:
            return self._held.meets(leaf)
        if name[0] not in self._touched:
            return False
        found = self._met.get(name)
        if found is None:
            verdict = check(leaf, self._holdings, self._today, self._attests).verdict
            found = self._met[name] = verdict is Verdict.YES
        return found

    def leaves_of(self, credential: str) -> tuple[Leaf, ...]:
        """What the requirement of a credential names, each once."""
        found = self._leaves.get(credential)
        if found is None:
            requirement = self.ways[credential].requirement
            found = tuple({key(leaf): leaf for leaf in leaves(requirement)}.values()) if requirement else ()
            self._leaves[credential] = found
        return found

    def is_free(self, credential: str) -> bool:
        """Whether a credential can be earned at once."""
        found = self._free.get(credential)
        if found is None:
            requirement = self.ways[credential].requirement
            found = self._free[credential] = requirement is None or satisfied(requirement, self.is_met)
        return found

    def showing(self, leaf: Leaf) -> list[str]:
        """Ways that would meet a leaf; none where it is met."""
        if self.is_met(leaf):
            return []
        held = self._touched
        return [one for one in self.ways.showing(leaf) if one not in held or not self.is_met(Holds(one))]

    def for_goal(self) -> list[str]:
        """Ways that show something of the goal, by identifier."""
        asked = {key(leaf): leaf for leaf in leaves(self.goal)}
        return sorted({one for leaf in asked.values() for one in self.showing(leaf)})

    def closure(self) -> set[str]:
        """Every credential that can matter: it shows a leaf of the goal, or of one that matters."""
        found: set[str] = set()
        seen: set[LeafKey] = set()
        waiting: deque[Leaf] = deque(leaves(self.goal))
        while waiting:
            leaf = waiting.popleft()
            if key(leaf) in seen:
                continue
            seen.add(key(leaf))
            for credential in self.showing(leaf):
                if credential not in found and not self.is_met(Holds(credential)):
                    found.add(credential)
                    waiting.extend(self.leaves_of(credential))
        return found

    def reachable(self, among: Iterable[str]) -> list[str]:
        """Those that can be earned one after the other from what is held, in such an order; ties by identifier."""
        allowed = sorted(among)
        asking = self._asking(allowed)
        earned = Earned(self)
        ready = deque(allowed)
        while ready:
            credential = ready.popleft()
            requirement = self.ways[credential].requirement
            if credential in earned.credentials or (requirement and not satisfied(requirement, earned.meets)):
                continue
            for leaf in earned.add(credential):
                ready.extend(other for other in asking.get(leaf, ()) if other not in earned.credentials)
        return list(earned.credentials)

    def fulfilled(self, credentials: Iterable[str]) -> bool:
        """Whether the goal is met once these are earned besides what is held."""
        earned = Earned(self)
        for credential in credentials:
            earned.add(credential)
        return satisfied(self.goal, earned.meets)

    def _asking(self, among: Iterable[str]) -> dict[LeafKey, list[str]]:
        """Who asks for what, by credential or skill without its level."""
        asking: dict[LeafKey, list[str]] = defaultdict(list)
        for credential in among:
            for leaf in self.leaves_of(credential):
                asking[_plain(leaf)].append(credential)
        return asking


class Earned:
    """What has been earned so far besides what is held, and which leaves that meets."""

    __slots__ = ("_best", "_situation", "credentials")

    def __init__(self, situation: Situation) -> None:
        """Begin with nothing but what is held."""
        self._situation = situation
        self.credentials: dict[str, None] = {}
        self._best: dict[str, float] = {}

    def add(self, credential: str) -> list[LeafKey]:
        """Earn one more; gives what it shows for the first time or better than before, without levels."""
        self.credentials[credential] = None
        new: list[LeafKey] = [(credential, -1.0)]
        for skill, level in self._situation.ways[credential].teaches.items():
            if level > self._best.get(skill, -1.0):
                self._best[skill] = level
                new.append((skill, 0.0))
        return new

    def meets(self, leaf: Leaf) -> bool:
        """Whether a leaf is met now."""
        if isinstance(leaf, Holds):
            return leaf.credential in self.credentials or self._situation.is_met(leaf)
        best = self._best.get(leaf.skill)
        return (best is not None and best >= leaf.level) or self._situation.is_met(leaf)


def _plain(leaf: Leaf) -> LeafKey:
    return (leaf.credential, -1.0) if isinstance(leaf, Holds) else (leaf.skill, 0.0)
