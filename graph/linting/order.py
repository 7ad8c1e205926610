"""Rules of order and reach: circles, steps that can't be begun, dead ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.linting import rules
from graph.linting.facts import Facts
from graph.linting.types import Flaw
from graph.pathways.model import Role


def circles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The groups of nodes that lead to each other, in the order of the first of each (Tarjan 1972, without recursion).

    >>> circles({"a": ["b"], "b": ["a", "c"], "c": [], "d": ["d"]})
    [('a', 'b'), ('d',)]
    """
    place = {node: number for number, node in enumerate(edges)}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            following = next((one for one in rest if one in edges and (one not in index or one in on_stack)), None)
            if following is not None and following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(edges[following])))
                continue
            if following is not None:
                low[node] = min(low[node], index[following])
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == index[node]:
                cut = stack.index(node)
                members = stack[cut:]
                del stack[cut:]
                on_stack.difference_update(members)
                if len(members) > 1 or node in edges[node]:
                    found.append(tuple(sorted(members, key=place.__getitem__)))
    return sorted(found, key=lambda members: place[members[0]])


def order_circles(facts: Facts) -> list[tuple[str, ...]]:
    """Steps that come after each other."""
    return circles({step.id: step.after for step in facts.pathway.steps})


def need_circles(facts: Facts, broken: frozenset[str]) -> list[tuple[str, ...]]:
    """Steps out of reach that need each other and nothing that is broken in itself, nor merely by the order."""
    out = {step.id for step in facts.pathway.steps} - facts.reached
    edges = {one: [to for to in facts.mentions[one] if to in out] for one in facts.mentions if one in out}
    by_order = {one for members in order_circles(facts) for one in members}
    return [m for m in circles(edges) if not broken.intersection(m) and not by_order.issuperset(m)]


def reach(facts: Facts, broken: frozenset[str]) -> Iterator[Flaw]:
    """Circles, steps that can't be begun because of others, and whether anybody can finish.

    `broken` are steps whose own condition can't be met, which other rules tell of.
    """
    in_circles: set[str] = set()
    for members in order_circles(facts):
        in_circles.update(members)
        yield Flaw(rules.CIRCLE_OF_ORDER, _circle(facts, members, "comes after"), members, "after")
    for members in need_circles(facts, broken):
        in_circles.update(members)
        yield Flaw(rules.CIRCLE_OF_NEEDS, _circle(facts, members, "needs"), members, "condition")
    for step in facts.pathway.steps:
        if step.id not in facts.reached and step.id not in in_circles and step.id not in broken:
            lacking = [one for one in facts.mentions[step.id] if one not in facts.reached]
            because = f": it needs {facts.named(lacking)}, which can't be done" if lacking else ""
            yield Flaw(rules.UNREACHABLE, f"“{facts.name(step)}” can't be begun{because}.", (step.id,), "condition")
    if not facts.pathway.steps:
        yield Flaw(rules.NO_STEPS, "The pathway has no steps.", (), "steps")
    elif not facts.can_finish:
        yield Flaw(rules.NO_WAY, "Whatever a learner earns, the pathway can't be finished.", (), "ends")


def _circle(facts: Facts, members: tuple[str, ...], verb: str) -> str:
    if len(members) == 1:
        return f"{facts.named(members)} {verb} itself."
    return f"{facts.named(members)}: each {verb} another of them."


def dead_ends(facts: Facts) -> Iterator[Flaw]:
    """Required steps from which no end can be come to."""
    ends = [one for one in facts.pathway.ends if one in facts.pathway.by_id]
    if not ends:
        return
    leading = _leading(facts, ends)
    for step in facts.pathway.steps:
        if step.id not in leading and not step.optional and step.role is not Role.OFF_RAMP:
            words = f"“{facts.name(step)}” is required, and none of the ends ({facts.named(ends)}) builds on it."
            yield Flaw(rules.DEAD_END, words, (step.id,), "ends")


def _leading(facts: Facts, ends: list[str]) -> set[str]:
    """Steps that lead to an end; where no order is stated at all, every step leads to those of a later position."""
    steps = facts.pathway.by_id
    stated = any(step.after or facts.mentions[step.id] for step in facts.pathway.steps)
    last = max(steps[one].position for one in ends)
    found = set() if stated else {one for one, step in steps.items() if step.position <= last}
    waiting = list(ends)
    while waiting:
        one = waiting.pop()
        if one in steps and one not in found:
            found.add(one)
            waiting.extend((*facts.mentions[one], *steps[one].after))
    return found | set(ends)


def twice(facts: Facts) -> Iterator[Flaw]:
    """Steps by which the same is earned."""
    for steps in facts.earning.values():
        if len(steps) > 1:
            yield Flaw(rules.TWICE, f"{facts.named(steps)}: the same thing is earned by them.", steps, "credential")


def wrong_order(facts: Facts) -> Iterator[Flaw]:
    """Steps that stand before one that they need."""
    steps = facts.pathway.by_id
    in_circles = {one for members in order_circles(facts) for one in members}
    for step in facts.pathway.steps:
        wanted = facts.needs[step.id] | {one for one in step.after if one in steps}
        if not step.is_earned or step.id in in_circles:
            continue
        later = sorted(o for o in wanted if steps[o].is_earned and steps[o].position > step.position)
        if later:
            words = f"“{facts.name(step)}” stands before {facts.named(later)}, which it needs."
            yield Flaw(rules.WRONG_ORDER, words, (step.id, *later), "position")


def optional_needed(facts: Facts) -> Iterator[Flaw]:
    """Optional steps that everybody who finishes must take."""
    for step in facts.pathway.steps:
        if step.optional and step.id in facts.taken_by_all and facts.can_finish:
            users = [one for one in facts.taken_by_all if step.id in facts.needs[one]]
            by = f" by {facts.named(sorted(users))}" if users else ""
            words = f"“{facts.name(step)}” is optional, yet needed{by}."
            yield Flaw(rules.OPTIONAL_NEEDED, words, (step.id,), "optional")
