"""Pathways: a destination and what leads to it, as components with conditions; read into steps of a pathway.

`components` takes a pathway apart without writing anything: which components it has, what stands before each, what
must be met before it. A component that stands for a credential (``proxyFor``) is that credential; a component that is
neither a job, a competency nor a mere grouping is a credential by itself, so that the pathway stands by itself. What a
component is made of (``hasChild``) and its prerequisites must be met before it, unless its conditions choose among
them; that one component precedes another recommends an order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.ctdl.conditions import Followed
from data.ctdl.known import Known, name_of
from data.ctdl.nodes import Node
from data.ctdl.terms import Family

Tree = dict[str, Any]

MAX_COMPONENTS: Final = 10_000
_CONDITIONS: Final = ("hascondition", "requiredcondition", "hasruleset", "ruleset", "rulesetused")
_BEFORE: Final = ("precededby", "preceededby", "ispreceededby")
NOT_EARNED: Final[Mapping[str, str]] = {
    "SelectionComponent": "a choice among others is a step of its pathway, and no credential",
    "CollectionComponent": "a collection of others is a step of its pathway, and no credential",
    "MultiComponent": "a grouping of others is a step of its pathway, and no credential",
    "JobComponent": "a job is a step of its pathway, and no credential",
    "CompetencyComponent": "a competency is a step of its pathway, and no credential",
}
"""Components that are steps and no credentials."""

_LEVELS: Final = ("hasprogressionlevel", "programterm", "programlevel", "proficiencylevel")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a component asks for: `least` of the `targets` and of the `parts` together; `said` can't be checked."""

    least: int | None
    targets: tuple[str, ...]
    parts: tuple[Condition, ...] = ()
    said: tuple[str, ...] = ()
    credits: float | None = None
    name: str = ""
    description: str = ""
    constraints: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def asked(self) -> int:
        """How many of the targets and parts must be met; all, where no number is stated."""
        there = len(self.targets) + len(self.parts)
        return there if self.least is None else max(0, min(self.least, there))

    def plain(self, names: Callable[[str], str]) -> Tree:
        """The condition as JSON values, its targets by the names of their steps."""
        value: Tree = {
            "steps": [names(target) for target in self.targets],
            "parts": [part.plain(names) for part in self.parts],
            "atLeast": self.least,
            "credits": self.credits,
            "name": self.name,
            "description": self.description,
            "constraints": [list(one) for one in self.constraints],
        }
        return {key: one for key, one in value.items() if one not in (None, "", [])}


@dataclass(frozen=True, slots=True)
class Component:
    """One component. `credential` is what is earned by it, empty for a job, a competency or a mere grouping.

    `before` are the components that stand before it: `needed` those among them that it names as prerequisites,
    `children` those that it is made of, the others those that merely precede it or that a condition chooses from.
    `level` is its place in a progression (a term, a year), 0 where none is stated.
    """

    identifier: str
    credential: str
    node: Node | None
    before: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    level: int = 0

    @property
    def is_skill(self) -> bool:
        """Whether it stands for a competency."""
        return self.node is not None and self.node.kind == "CompetencyComponent"


def components(pathway: Node, known: Known) -> dict[str, Component]:
    """The components of a pathway by identifier, in the order in which they are come upon from its destination."""
    identifier = known.identifier(pathway)
    found: dict[str, Component] = {}
    waiting = deque(_starts(pathway, known))
    waiting.extend(known.parts_of.get(identifier, ()))
    while waiting and len(found) < MAX_COMPONENTS:
        at = waiting.popleft()
        if at in found or at == identifier or known.families.get(at, Family.COMPONENT) is Family.PATHWAY:
            continue
        component = component_of(at, known)
        found[at] = component
        waiting.extend(component.before)
    return found


def _starts(pathway: Node, known: Known) -> list[str]:
    keys = ("hasdestinationcomponent", "haschild", "haspart", "haspathwaycomponent")
    return [curie for ref in pathway.refs(*keys) if (curie := known.points_at(ref))]


def component_of(identifier: str, known: Known) -> Component:
    """The component of this identifier; one that only is pointed at stands for itself."""
    node = known.structured.get(identifier)
    if node is None:
        return Component(identifier, identifier if known.names.get(identifier) else "", None)
    conditions = tuple(condition_of(item, known) for item in known.nodes(node, *_CONDITIONS))
    needed = _pointed(node, ("prerequisite",), known)
    children = [*_pointed(node, ("haschild",), known), *known.children.get(identifier, ())]
    preceding = [*_pointed(node, _BEFORE, known), *known.before.get(identifier, ())]
    before = dict.fromkeys((*children, *needed, *preceding))
    before.update(dict.fromkeys(target for item in conditions for target in targets_of(item)))
    before.pop(identifier, None)
    return Component(
        identifier,
        credential_of(node, known),
        node,
        tuple(before),
        tuple(dict.fromkeys(needed)),
        tuple(one for one in dict.fromkeys(children) if one != identifier),
        conditions,
        _level(node, known),
    )


def credential_of(node: Node, known: Known) -> str:
    """What is earned by a component: what it stands for, else itself; empty where nothing is."""
    if not node.is_component:
        return known.identifier(node)
    if node.kind in NOT_EARNED:
        return ""
    for ref in node.refs("proxyfor", "proxyforresource"):
        if target := known.points_at(ref):
            return target
    return known.identifier(node) if node.text("name") else ""


def condition_of(node: Node, known: Known, followed: Followed | None = None) -> Condition:
    """A component condition or rule set, with those inside it."""
    number = node.number("requirednumber", "rightoperand")
    followed = followed or Followed()
    inside = [item for item in known.nodes(node, *_CONDITIONS) if followed.new(item)]
    parts = tuple(condition_of(item, known, followed) for item in inside)
    logic = node.text("logicaloperator", "logicaloperand").rpartition(":")[2].casefold()
    targets = tuple(dict.fromkeys(_pointed(node, ("targetcomponent",), known)))
    limits = known.nodes(node, "hasconstraint")
    worth = [item for item in map(_credits, limits) if item is not None]
    stated = tuple(_compared(item) for item in limits if _credits(item) is None)
    said = [*node.texts("description"), *(_constraint(item) for item in limits if _credits(item) is None)]
    least = int(number) if number is not None and number >= 0 else 1 if logic == "or" else None
    return Condition(
        least,
        targets,
        parts,
        tuple(filter(None, said)) if stated else (),
        worth[0] if worth else None,
        node.text("name"),
        node.text("description"),
        stated,
    )


def _credits(limit: Node) -> float | None:
    """How many credits a constraint asks for, where that is all it says."""
    left, comparator, right, _ = _compared(limit)
    at_least = comparator.rpartition(":")[2].casefold() in ("gteq", "greaterthanorequal", ">=")
    if not at_least or left.rpartition(":")[2].casefold() not in ("pointvalue", "creditvalue"):
        return None
    try:
        number = float(right)
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None


def _compared(limit: Node) -> tuple[str, str, str, str]:
    """The two sides of a constraint, what compares them, and what it says in words."""
    left, right = (
        ", ".join((*limit.texts(side), *(name_of(part) for part in limit.nodes(side) if name_of(part))))
        or ", ".join(limit.refs(side))
        for side in ("leftsource", "rightsource")
    )
    comparator = ", ".join((*limit.texts("comparator"), *limit.refs("comparator"))[:1])
    return left, comparator, right, limit.text("description", "name")


def targets_of(condition: Condition) -> Iterator[str]:
    """All components that a condition names, at any depth."""
    yield from condition.targets
    for part in condition.parts:
        yield from targets_of(part)


def positions(all_: Mapping[str, Component]) -> dict[str, int]:
    """The place of each component, 1 upwards: in its own term, else after all that stand before it.

    Where components go round in a circle the one met last is taken as the beginning.
    """
    before = {
        key: [other for other in item.before if other in all_ and not (item.level and all_[other].level)]
        for key, item in all_.items()
    }
    after: dict[str, list[str]] = {}
    for key, others in before.items():
        for other in others:
            after.setdefault(other, []).append(key)
    left = {key: len(others) for key, others in before.items()}
    depth = {key: max(1, item.level) for key, item in all_.items()}
    ready = deque(key for key in all_ if not left[key])
    rest = deque(reversed(list(all_)))
    done: set[str] = set()
    while len(done) < len(all_):
        key = ready.popleft() if ready else next(item for item in iter(rest.popleft, None) if item not in done)
        if key in done:
            continue
        done.add(key)
        for other in after.get(key, ()):
            if other not in done:
                depth[other] = max(depth[other], depth[key] + bool(all_[key].credential))
                left[other] -= 1
                if not left[other]:
                    ready.append(other)
    levels = {level: number for number, level in enumerate(sorted({depth[key] for key in all_}), 1)}
    return {key: levels[depth[key]] for key in all_}


def required(starts: Iterable[str], all_: Mapping[str, Component]) -> set[str]:
    """The components that nobody can leave out on the way to the starts."""
    found: set[str] = set()
    waiting = deque(starts)
    while waiting:
        at = waiting.popleft()
        if at in found or at not in all_:
            continue
        found.add(at)
        item = all_[at]
        chosen = {target for condition in item.conditions for target in targets_of(condition)}
        waiting.extend(item.needed)
        waiting.extend(other for other in item.children if other not in chosen)
        waiting.extend(other for other in item.before if other not in chosen)
        waiting.extend(target for condition in item.conditions for target in _all_needed(condition))
    return found


def _all_needed(condition: Condition) -> Iterator[str]:
    if condition.asked == len(condition.targets) + len(condition.parts):
        yield from condition.targets
        for part in condition.parts:
            yield from _all_needed(part)


def _pointed(node: Node, keys: tuple[str, ...], known: Known) -> list[str]:
    return [curie for ref in node.refs(*keys) if (curie := known.points_at(ref))]


def _level(node: Node, known: Known) -> int:
    """The place of a component in a progression: a number that its level states, else 0."""
    for level in known.nodes(node, *_LEVELS):
        number = level.number("sequence", "notation")
        if number is not None and 0 < number < 1_000:
            return int(number)
    return 0


def _constraint(node: Node) -> str:
    return node.text("description", "name") or " ".join(
        name_of(part) or str(part) for part in node.nodes("leftsource", "rightsource")
    )
