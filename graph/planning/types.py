"""What a plan is made of: ways to earn credentials, what is minimised under which limits, and the plan or its lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from graph.requirements import HasSkill, Leaf, Requirement


class Measure(StrEnum):
    """What a plan is to have least of: money, hours of work, or credentials to earn."""

    COST = "cost"
    HOURS = "hours"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Way:
    """How one credential may be earned: what it asks for first, what it then attests, what it takes.

    `teaches` gives the level 0..1 of each skill (0: some level, not stated). `cost` is in one currency for all ways,
    `hours` of work; both are 0 or more. `assumed` names those of the two that nobody states.
    """

    credential: str
    requirement: Requirement | None = None
    teaches: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    cost: float = 0.0
    hours: float = 0.0
    assumed: tuple[Measure, ...] = ()

    def takes(self, measure: Measure) -> float:
        """How much of a measure this way takes."""
        return self.cost if measure is Measure.COST else self.hours if measure is Measure.HOURS else 1.0


class Ways(Mapping[str, Way]):
    """All ways by credential, with an index of what teaches each skill; made once for many plans."""

    __slots__ = ("_by_amount", "_by_skill", "_ways", "_whole")

    def __init__(self, ways: Iterable[Way]) -> None:
        """Take the ways; of several for one credential the last counts."""
        self._ways = {way.credential: way for way in ways}
        self._by_skill: dict[str, list[str]] = defaultdict(list)
        self._by_amount: dict[tuple[str, Measure], list[tuple[float, str]]] = {}
        self._whole = {one: all(way.takes(one).is_integer() for way in self._ways.values()) for one in Measure}
        for way in self._ways.values():
            for skill in way.teaches:
                self._by_skill[skill].append(way.credential)

    def __getitem__(self, credential: str) -> Way:
        return self._ways[credential]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ways)

    def __len__(self) -> int:
        return len(self._ways)

    def whole(self, measure: Measure) -> bool:
        """Whether every way takes a whole number of a measure, so that two plans differ by one at least."""
        return self._whole[measure]

    def teaching(self, skill: str, measure: Measure) -> list[tuple[float, str]]:
        """What teaches a skill at any level, and how much of a measure each takes, least first."""
        found = self._by_amount.get((skill, measure))
        if found is None:
            found = sorted((self._ways[one].takes(measure), one) for one in self._by_skill.get(skill, ()))
            self._by_amount[skill, measure] = found
        return found

    def showing(self, leaf: Leaf) -> list[str]:
        """The credentials each of which, earned, meets the leaf as `graph.checker.check` would find it."""
        if not isinstance(leaf, HasSkill):
            return [leaf.credential] if leaf.credential in self._ways else []
        teachers = self._by_skill.get(leaf.skill, ())
        return [one for one in teachers if not leaf.level or self._ways[one].teaches[leaf.skill] >= leaf.level]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan may take at most; None: without limit."""

    cost: float | None = None
    hours: float | None = None
    steps: int | None = None

    def of(self, measure: Measure) -> float | None:
        """The limit of a measure."""
        return {Measure.COST: self.cost, Measure.HOURS: self.hours, Measure.STEPS: self.steps}[measure]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One credential to earn: what it takes, what of the goal it shows, and which later steps ask for it."""

    credential: str
    cost: float
    hours: float
    shows: tuple[Leaf, ...]
    opens: tuple[str, ...]
    assumed: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Credentials in an order that can be followed, and how good that is.

    No plan takes less than `bound` of what is minimised; `gap` is the share of this plan's that lies above the bound
    (0 where it is `optimal`, as it is unless time ran out).
    """

    steps: tuple[PlanStep, ...]
    measure: Measure
    bound: float
    optimal: bool
    considered: int

    @property
    def cost(self) -> float:
        """The sum of all steps' costs."""
        return sum(step.cost for step in self.steps)

    @property
    def hours(self) -> float:
        """The sum of all steps' hours."""
        return sum(step.hours for step in self.steps)

    def total(self, measure: Measure) -> float:
        """How much of a measure the plan takes."""
        return {Measure.COST: self.cost, Measure.HOURS: self.hours, Measure.STEPS: float(len(self.steps))}[measure]

    @property
    def gap(self) -> float:
        """How far above the bound it may be, 0..1."""
        total = self.total(self.measure)
        return 0.0 if self.optimal or total <= self.bound else (total - self.bound) / total


@dataclass(frozen=True, slots=True)
class Lacking:
    """The fewest facts that would have to be added to make a goal reachable.

    Each leaf is a skill that somebody would have to teach, or a credential that would have to be offered (or be
    within reach); `asked_by` are the credentials whose requirement names it, empty: the goal itself.
    """

    leaf: Leaf
    asked_by: tuple[str, ...] = ()
    nobody_offers: bool = True


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Why there is no plan: something lacks, or the limits are too narrow.

    `lacking` is the smallest set of facts whose addition would make the goal reachable. Where nothing lacks, the
    limits are to blame: `least` says what the goal takes at least of each limited measure, each for itself.
    """

    lacking: tuple[Lacking, ...] = ()
    least: Mapping[Measure, float] = field(default_factory=lambda: MappingProxyType({}))
    out_of_time: bool = False
