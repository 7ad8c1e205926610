"""Rules of conditions: what can't be met, what asks for nothing, what names a step that isn't there."""

from __future__ import annotations

from collections.abc import Iterator

from graph.linting import rules
from graph.linting.facts import Facts
from graph.linting.types import Flaw
from graph.pathways.conditions import asked, met
from graph.pathways.model import Condition, Role, Step
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement, counted, key

_ENOUGH = 1e-9


def conditions(facts: Facts) -> Iterator[Flaw]:
    """Conditions, orders, requirements and ends that can't be met as they are written."""
    for step in facts.pathway.steps:
        yield from _missing(facts, step)
        if not step.is_earned and (step.condition is None or not (step.condition.steps or step.condition.parts)):
            yield Flaw(rules.EMPTY_GROUP, f"The group “{facts.name(step)}” has no steps.", (step.id,), "condition")
        elif step.condition is not None:
            for part in _parts(step.condition):
                yield from _condition(facts, step, part)
        for field, tree in facts.requirements(step):
            yield from _requirement(facts, step, field, tree)
    for end in facts.pathway.ends:
        if end not in facts.pathway.by_id:
            yield Flaw(rules.MISSING_STEP, f"The pathway ends at “{end}”, which isn't one of its steps.", (), "ends")


def _missing(facts: Facts, step: Step) -> Iterator[Flaw]:
    named = {"after": step.after, "condition": tuple(step.condition.named()) if step.condition is not None else ()}
    for field, names in named.items():
        for name in dict.fromkeys(one for one in names if one not in facts.pathway.by_id):
            words = f"“{facts.name(step)}” names the step “{name}”, which isn't there."
            yield Flaw(rules.MISSING_STEP, words, (step.id,), field)


def _parts(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts:
        yield from _parts(part)


def _condition(facts: Facts, step: Step, condition: Condition) -> Iterator[Flaw]:
    here = facts.pathway.by_id
    steps = [here[one] for one in dict.fromkeys(condition.steps) if one in here]
    missing = len({one for one in condition.steps if one not in here})
    if condition.credits is not None:
        worth = {key(one.leaf): max(o.credits for o in steps if o.leaf == one.leaf) for one in steps if one.is_earned}
        yield from _credits(facts, step, "condition", condition.credits, sum(worth.values()))
        return
    distinct = len({key(one.leaf) for one in steps if one.is_earned}) + sum(not one.is_earned for one in steps)
    yield from _count(facts, step, "condition", condition, distinct + missing + len(condition.parts))


def _count(facts: Facts, step: Step, field: str, condition: Condition | AtLeast, there: int) -> Iterator[Flaw]:
    asked_for = condition.k if isinstance(condition, AtLeast) else condition.least
    if asked_for is None:
        return
    if asked_for > there:
        words = f"“{facts.name(step)}” asks for {asked_for} of {there}."
        yield Flaw(rules.TOO_MANY, words, (step.id,), field)
    elif asked_for <= 0:
        yield Flaw(rules.ASKS_NOTHING, f"“{facts.name(step)}” asks for {asked_for} of {there}.", (step.id,), field)


def _credits(facts: Facts, step: Step, field: str, wanted: float, there: float) -> Iterator[Flaw]:
    if wanted > there + _ENOUGH:
        words = f"“{facts.name(step)}” asks for {wanted:g} credits from steps that give {there:g} together."
        yield Flaw(rules.TOO_MANY_CREDITS, words, (step.id,), field)
    elif wanted <= 0:
        yield Flaw(rules.ASKS_NOTHING, f"“{facts.name(step)}” asks for {wanted:g} credits.", (step.id,), field)


def _requirement(facts: Facts, step: Step, field: str, tree: Requirement) -> Iterator[Flaw]:
    match tree:
        case AtLeast(_, parts):
            yield from _count(facts, step, field, tree, len(counted(parts, lambda part: part)))
        case Credits(minimum, leaves):
            there = sum(leaf.credits for leaf in counted(leaves, lambda leaf: leaf))
            yield from _credits(facts, step, field, minimum, there)
        case _:
            pass
    if isinstance(tree, AllOf | AtLeast):
        for part in tree.parts:
            yield from _requirement(facts, step, field, part)


def milestones(facts: Facts) -> Iterator[Flaw]:
    """Milestones whose conditions are the same, however they are written."""
    seen: dict[object, Step] = {}
    for step in facts.pathway.steps:
        if step.role is not Role.MILESTONE:
            continue
        tree = asked(facts.pathway, step) if step.is_earned else met(facts.pathway, step)
        same = plain(tree)
        if same == ("all", frozenset()):
            continue
        first = seen.setdefault((step.is_earned, same), step)
        if first is not step:
            words = f"“{facts.name(first)}” and “{facts.name(step)}” ask for the same."
            yield Flaw(rules.TOGETHER, words, (first.id, step.id), "condition")


def plain(tree: Requirement) -> object:
    """A requirement in a form that is equal for trees that say the same in other words.

    >>> plain(AtLeast(2, (Holds("a"), Holds("b")))) == plain(AllOf((AllOf((Holds("b"),)), Holds("a"))))
    True
    """
    match tree:
        case Holds() | HasSkill():
            return key(tree)
        case Credits(minimum, parts):
            return "credits", minimum, frozenset((key(leaf), leaf.credits) for leaf in parts)
        case AllOf(parts):
            return _all(parts)
        case AtLeast(k, parts):
            distinct = counted(parts, lambda part: part)
            if k >= len(distinct) > 0 and k == len(distinct):
                return _all(distinct)
            forms = sorted((plain(part) for part in distinct), key=repr)
            return ("all", frozenset()) if k <= 0 else ("least", k, tuple(forms))


def _all(parts: tuple[Requirement, ...]) -> object:
    found: set[object] = set()
    for part in parts:
        one = plain(part)
        found |= one[1] if isinstance(one, tuple) and one[0] == "all" and isinstance(one[1], frozenset) else {one}
    return next(iter(found)) if len(found) == 1 else ("all", frozenset(found))
