"""A pathway as it is designed: steps of many kinds, conditions over them, an order, destinations and ways off.

French minor                      destination: a credential with a condition
└── 4 of these 5
    ├── French 2040               a course
    ├── Oral participation        an assessment
    ├── Study abroad              work experience, or another activity
    └── ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from graph.requirements import HasSkill, Holds, Leaf, Requirement
from skills_taxonomy.types import Provenance


class StepKind(StrEnum):
    """What a step is. A *group* isn't earned itself: it is met when its condition is.

    ``job`` and ``skill`` are what others call a job component and a competency component.
    """

    CREDENTIAL = "credential"
    COURSE = "course"
    SKILL = "skill"
    ASSESSMENT = "assessment"
    WORK = "work"
    ACTIVITY = "activity"
    JOB = "job"
    GROUP = "group"


class Role(StrEnum):
    """What a step is besides: a milestone on the way, or an off-ramp at which one may leave with something in hand."""

    NONE = ""
    MILESTONE = "milestone"
    OFF_RAMP = "off-ramp"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition's further demand as its author states it, such as "hours >= 30"; kept and shown, not checked."""

    left: str
    comparator: str
    right: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be met among steps: `least` of the steps and parts together (None: all), or `credits` from them."""

    steps: tuple[str, ...] = ()
    parts: tuple[Condition, ...] = ()
    least: int | None = None
    credits: float | None = None
    name: str = ""
    description: str = ""
    constraints: tuple[Constraint, ...] = ()

    @property
    def asked(self) -> int:
        """How many of the steps and parts must be met."""
        there = len(self.steps) + len(self.parts)
        return there if self.least is None else self.least

    def named(self) -> Iterator[str]:
        """Every step that it names, at any depth, in order."""
        waiting = [self]
        while waiting:
            condition = waiting.pop()
            yield from condition.steps
            waiting.extend(reversed(condition.parts))


@dataclass(frozen=True, slots=True)
class Step:
    """One step; steps with a lower `position` come first, equal positions in any order.

    `credential` is what is earned by it: a credential, of a step of kind *skill* the skill; of a step that nobody
    issues anything for, an identifier of its own under which it can be recorded. `requirement` is what this pathway
    asks for before it, beyond what the credential itself does; `condition` the same in terms of other steps; `after`
    are the steps that come before it. `credits` is what it counts for in a condition over credits.
    """

    id: str
    position: int
    credential: str
    optional: bool = False
    requirement: Requirement | None = None
    kind: StepKind = StepKind.CREDENTIAL
    name: str = ""
    description: str = ""
    page_url: str = ""
    condition: Condition | None = None
    after: tuple[str, ...] = ()
    credits: float = 0.0
    hours: float | None = None
    role: Role = Role.NONE

    @property
    def is_earned(self) -> bool:
        """Whether something is earned by it; a group only says what of others is needed."""
        return self.kind is not StepKind.GROUP

    @property
    def leaf(self) -> Leaf:
        """What the checker looks for: the credential, or the skill."""
        if self.kind is StepKind.SKILL:
            return HasSkill(self.credential, credits=self.credits)
        return Holds(self.credential, self.credits)


@dataclass(frozen=True)
class Pathway:
    """Steps towards a destination, as an issuer publishes them. Not a plan for one learner.

    `destination` is the occupation or credential that it leads to, `ends` the steps at which it is done: any of them
    (none named: all required steps). With `ordered` a step is locked until those before it (`after`) are done; else
    the order is a recommendation.
    """

    id: str
    name: str
    issuer: str
    steps: tuple[Step, ...]
    provenance: Provenance
    destination: str = ""
    description: str = ""
    page_url: str = ""
    note: str = ""
    ends: tuple[str, ...] = ()
    ordered: bool = False
    level: str = ""
    language: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by identifier."""
        return {step.id: step for step in self.steps}
