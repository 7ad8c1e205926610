"""Pathways: a destination and what leads to it, as components with conditions; read into steps of a pathway.

`components` takes a pathway apart without writing anything: which components it has, what stands before each, what
must be met before it. A component that stands for a credential (``proxyFor``) is that credential; a component that is
neither a job, a competency nor a mere grouping is a credential by itself, so that the pathway stands by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.ctdl.conditions import MAX_FOLLOWED, Followed
from data.ctdl.known import Known, name_of
from data.ctdl.nodes import Node
from data.ctdl.terms import Family

Tree = dict[str, Any]

MAX_COMPONENTS: Final = 10_000
_CONDITIONS: Final = ("hascondition", "requiredcondition", "hasruleset", "ruleset", "rulesetused")
_BEFORE: Final = ("prerequisite", "precededby", "ispreceededby")
NOT_EARNED: Final[Mapping[str, str]] = {
    "SelectionComponent": "a choice among others is no step by itself",
    "CollectionComponent": "a collection of others is no step by itself",
    "MultiComponent": "a grouping of others is no step by itself",
    "JobComponent": "a job is no credential",
    "CompetencyComponent": "a competency is no credential",
}
"""Components that aren't steps; what they ask for stands in the requirements of the steps around them."""

_LEVELS: Final = ("hasprogressionlevel", "programterm", "programlevel", "proficiencylevel")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a component asks for: `least` of the `targets` and of the `parts` together; `said` can't be checked."""

    least: int | None
    targets: tuple[str, ...]
    parts: tuple[Condition, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """How many of the targets and parts must be met; all, where no number is stated."""
        there = len(self.targets) + len(self.parts)
        return there if self.least is None else max(1, min(self.least, there))


@dataclass(frozen=True, slots=True)
class Component:
    """One component. `credential` is what is earned by it, empty for a job, a competency or a mere grouping.

    `before` are the components that stand before it, `needed` those among them that it names as prerequisites.
    `level` is its place in a progression (a term, a year), 0 where none is stated.
    """

    identifier: str
    credential: str
    node: Node | None
    before: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
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
    needed = _pointed(node, _BEFORE, known)
    before = dict.fromkeys((*_pointed(node, ("haschild",), known), *needed, *known.before.get(identifier, ())))
    before.update(dict.fromkeys(target for item in conditions for target in targets_of(item)))
    before.pop(identifier, None)
    return Component(
        identifier, credential_of(node, known), node, tuple(before), tuple(needed), conditions, _level(node, known)
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
    said = [*node.texts("description"), *(_constraint(item) for item in known.nodes(node, "hasconstraint"))]
    least = int(number) if number is not None and number >= 1 else 1 if logic == "or" else None
    return Condition(least, targets, parts, tuple(filter(None, said)) if node.has("hasconstraint") else ())


def targets_of(condition: Condition) -> Iterator[str]:
    """All components that a condition names, at any depth."""
    yield from condition.targets
    for part in condition.parts:
        yield from targets_of(part)


def tree_of(component: Component, all_: Mapping[str, Component], known: Known) -> Tree | None:
    """What must be met before a component, None where nothing that can be checked is stated.

    A grouping is looked into once, whatever goes round in a circle.
    """
    return _tree(component, all_, known, {component.identifier})


def _tree(component: Component, all_: Mapping[str, Component], known: Known, seen: set[str]) -> Tree | None:
    parts = [_leaf(target, all_, known, seen) for target in component.needed]
    parts += [_checked(condition, all_, known, seen) for condition in component.conditions]
    chosen = {target for condition in component.conditions for target in targets_of(condition)}
    parts += [
        _leaf(other, all_, known, seen) for other in component.before if other not in chosen and _groups(other, all_)
    ]
    return _both([part for part in parts if part])


def _checked(condition: Condition, all_: Mapping[str, Component], known: Known, seen: set[str]) -> Tree | None:
    leaves = [_leaf(target, all_, known, seen) for target in condition.targets]
    leaves += [_checked(part, all_, known, seen) for part in condition.parts]
    there = [leaf for leaf in leaves if leaf]
    if not there or len(there) < condition.asked:
        return _both(there)
    return _both(there) if condition.asked == len(leaves) else {"atLeast": condition.asked, "of": there}


def _leaf(target: str, all_: Mapping[str, Component], known: Known, seen: set[str]) -> Tree | None:
    """What a target asks for; of a grouping what stands in it, of a competency the skill."""
    component = all_.get(target)
    if target in seen or component is None:
        return None
    if component.credential:
        return {"holds": component.credential}
    if component.is_skill and component.node is not None:
        skills = [curie for ref in component.node.refs("proxyfor") if (curie := known.points_at(ref))]
        return {"skill": skills[0]} if skills else None
    if len(seen) >= MAX_FOLLOWED:
        return None
    seen.add(target)
    return _tree(component, all_, known, seen)


def _groups(identifier: str, all_: Mapping[str, Component]) -> bool:
    """Whether a component only says what of others is needed."""
    component = all_.get(identifier)
    return component is not None and not component.credential and not component.is_skill


def _both(parts: list[Tree]) -> Tree | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"all": parts}


def positions(all_: Mapping[str, Component]) -> dict[str, int]:
    """The place of each component that is earned, 1 upwards: after all that stand before it, and in its own term.

    Where components go round in a circle the one met last is taken as the beginning.
    """
    before = {key: [other for other in item.before if other in all_] for key, item in all_.items()}
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
    levels = {level: number for number, level in enumerate(sorted({depth[k] for k in all_ if all_[k].credential}), 1)}
    return {key: levels[depth[key]] for key in all_ if all_[key].credential}


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
