"""Conditions over a pathway's steps as requirements over what is earned, so that one checker serves both.

A group stands for its condition; any other step for what is earned by it. Steps whose conditions name each other in a
circle don't lengthen the tree without end: the second time round a step stands for what is earned by it alone, and a
group for nothing that could be met.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from graph.pathways.model import Condition, Pathway, Step
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement

IMPOSSIBLE: Final = AtLeast(1, ())
"""What nothing can meet: a group that is part of itself, or that asks for nothing that there is."""


def asked(pathway: Pathway, step: Step, own: Requirement | None = None) -> AllOf:
    """What must be met before a step: its own condition and requirement, what its credential asks for, the order.

    `own` is the credential's requirement. What stands before a step counts only where the order is enforced.
    """
    parts: list[Requirement] = [part for part in (own, step.requirement) if part is not None]
    if step.condition is not None:
        parts.append(_tree(pathway, step.condition, frozenset({step.id})))
    if pathway.ordered:
        before = [pathway.by_id[one] for one in step.after if one in pathway.by_id]
        parts.extend(_met(pathway, one, frozenset({step.id})) for one in before if not one.optional)
    return AllOf(tuple(parts))


def met(pathway: Pathway, step: Step) -> Requirement:
    """What says that a step is done: what is earned by it, or, of a group, its condition."""
    return _met(pathway, step, frozenset())


def completes(pathway: Pathway) -> Requirement:
    """What completes the pathway: any of its ends, with what they ask for; without ends all required steps.

    Where no step is required, all of them. A step that is done stands for all that it asks for.
    """
    ends = [pathway.by_id[one] for one in pathway.ends if one in pathway.by_id]
    if ends:
        parts = tuple(met(pathway, end) for end in ends)
        return parts[0] if len(parts) == 1 else AtLeast(1, parts)
    counted = [step for step in pathway.steps if not step.optional] or list(pathway.steps)
    inside = {name for step in counted if not step.is_earned and step.condition for name in step.condition.named()}
    return AllOf(tuple(met(pathway, step) for step in counted if step.id not in inside))


def _met(pathway: Pathway, step: Step, seen: frozenset[str]) -> Requirement:
    if step.is_earned:
        return step.leaf
    if step.id in seen or step.condition is None:
        return IMPOSSIBLE
    return _tree(pathway, step.condition, seen | {step.id})


def _tree(pathway: Pathway, condition: Condition, seen: frozenset[str]) -> Requirement:
    """The condition as a requirement; a step that isn't there can't be met."""
    steps = [pathway.by_id.get(one) for one in condition.steps]
    if condition.credits is not None:
        return _credits(condition, [step for step in steps if step is not None])
    parts = [_met(pathway, step, seen) if step is not None else IMPOSSIBLE for step in steps]
    parts += [_tree(pathway, part, seen) for part in condition.parts]
    if condition.least is None:
        return AllOf(tuple(parts))
    return AtLeast(max(condition.least, 0), tuple(parts))


def _credits(condition: Condition, steps: list[Step]) -> Credits:
    leaves = [step.leaf for step in steps if step.is_earned]
    return Credits(condition.credits or 0.0, tuple(leaves))


def share(pathway: Pathway, value: Callable[[Leaf], float]) -> float:
    """How much of the pathway is done, 0..1; `value` says of each leaf whether it is (1) or not (0).

    Of *all of* the mean of the parts, each weighing as many steps as it asks for at least; of *at least k* the mean
    of the k that are furthest; of credits their share of the minimum. A step that is done counts for all that it
    asks for; where the order is enforced, an end also asks for all that comes before it. So it never falls when
    something is earned. The nearest of several ends counts.
    """
    ends = [pathway.by_id[one] for one in pathway.ends if one in pathway.by_id]
    if ends:
        shares = _Shares(pathway, value)
        return max(shares.with_order(end) for end in ends)
    return _value(completes(pathway), value)[0] if pathway.steps else 0.0


class _Shares:
    """How far each step is with all that it asks for, and how many steps that is at least; each worked out once."""

    def __init__(self, pathway: Pathway, value: Callable[[Leaf], float]) -> None:
        self._pathway, self._value = pathway, value
        self._known: dict[str, tuple[float, float]] = {}

    def with_order(self, end: Step) -> float:
        """How far an end is, with the steps that must come before it."""
        done, weight = self.of(end)
        if done >= 1.0 or not self._pathway.ordered:
            return done
        inside = set(end.condition.named()) if end.condition is not None else set()
        before = [self.of(step) for step in self._before(end) if step.id not in inside]
        return _mean([(done, weight), *before])[0]

    def _before(self, end: Step) -> list[Step]:
        """The required steps that come before an end, at any distance."""
        here = self._pathway.by_id
        found: dict[str, Step] = {}
        waiting = list(end.after)
        while waiting:
            step = here.get(waiting.pop())
            if step is not None and step.id not in found and step is not end and not step.optional:
                found[step.id] = step
                waiting.extend(step.after)
        return list(found.values())

    def of(self, step: Step) -> tuple[float, float]:
        """A step that asks for itself, by way of others, counts there for what is earned by it alone."""
        if step.id not in self._known:
            own, weight = (self._value(step.leaf), 1.0) if step.is_earned else (0.0, 0.0)
            self._known[step.id] = own, max(weight, 1.0)
            self._known[step.id] = self._with_condition(step, own, weight)
        return self._known[step.id]

    def _with_condition(self, step: Step, own: float, weight: float) -> tuple[float, float]:
        if step.condition is None:
            return own, max(weight, 1.0)
        inside, below = self._condition(step.condition)
        if own >= 1.0:
            return 1.0, weight + below
        whole = weight + below
        return ((own * weight + inside * below) / whole if whole else inside), whole

    def _condition(self, condition: Condition) -> tuple[float, float]:
        steps = [self._pathway.by_id.get(one) for one in condition.steps]
        if condition.credits is not None:
            return _value(_credits(condition, [step for step in steps if step is not None]), self._value)
        parts = [self.of(step) if step is not None else (0.0, 1.0) for step in steps]
        parts += [self._condition(part) for part in condition.parts]
        return _furthest(parts, condition.asked) if condition.least is not None else _mean(parts)


def _value(tree: Requirement, value: Callable[[Leaf], float]) -> tuple[float, float]:
    match tree:
        case Holds() | HasSkill():
            return value(tree), 1.0
        case AllOf(parts):
            return _mean([_value(part, value) for part in parts])
        case AtLeast(k, parts):
            return _furthest([_value(part, value) for part in parts], k)
        case Credits(minimum, leaves):
            done = sum(leaf.credits * value(leaf) for leaf in dict.fromkeys(leaves))
            return (min(done / minimum, 1.0) if minimum else 1.0), 1.0


def _mean(parts: list[tuple[float, float]]) -> tuple[float, float]:
    weight = sum(weight for _, weight in parts)
    return (sum(done * weight for done, weight in parts) / weight, weight) if weight else (1.0, 0.0)


def _furthest(parts: list[tuple[float, float]], k: int) -> tuple[float, float]:
    """The mean of the k furthest; a number that can't be reached leaves the rest at nothing."""
    if k <= 0:
        return 1.0, 0.0
    done = sorted((done for done, _ in parts), reverse=True)[:k]
    return sum(done) / k, sum(sorted(weight for _, weight in parts)[:k]) or 1.0
