"""What keeps a pathway from being saved: names that lead nowhere, and more than can be worked out in bounded time.

What is merely unwise (a condition that can't be met, a circle, a step that nothing leads to) is saved: an author is
told of it elsewhere and may be in the middle of the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.pathways import Condition, Pathway, Step

MOST_STEPS: Final = 2_000
"""The most steps of one pathway."""

DEEPEST: Final = 20
"""The deepest nesting of one condition's parts."""

LONGEST_CHAIN: Final = 50
"""How deep conditions may lead into each other, step by step, part by part."""

MOST_WORK: Final = 100_000
"""How many parts all conditions together may have once the steps they name stand for their own conditions."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which field, such as ``steps.3.condition.steps.0``."""

    field: str
    message: str


def faults(pathway: Pathway) -> tuple[Fault, ...]:
    """Why the pathway can't be saved, in the order of its fields; nothing where it can."""
    if len(pathway.steps) > MOST_STEPS:
        return (Fault("steps", f"{len(pathway.steps):,} steps; at most {MOST_STEPS:,} are kept"),)
    found = (*_twice(pathway), *_unknown(pathway), *_too_deep(pathway))
    return found or tuple(_too_much(pathway))


def _twice(pathway: Pathway) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for i, step in enumerate(pathway.steps):
        at = first.setdefault(step.id, i)
        if at != i:
            yield Fault(f"steps.{i}.id", f"{step.id!a:.80} is steps.{at}.id, too; each step needs one of its own")


def _unknown(pathway: Pathway) -> Iterator[Fault]:
    """Names of steps that aren't there."""
    known = {step.id for step in pathway.steps}

    def check(names: Iterable[str], field: str) -> Iterator[Fault]:
        for i, name in enumerate(names):
            if name not in known:
                yield Fault(f"{field}.{i}", f"no step has the id {name!a:.80}")

    for i, step in enumerate(pathway.steps):
        yield from check(step.after, f"steps.{i}.after")
        for field, condition, _ in _conditions(step, i):
            yield from check(condition.steps, f"{field}.steps")
    yield from check(pathway.ends, "ends")


def _too_deep(pathway: Pathway) -> Iterator[Fault]:
    for i, step in enumerate(pathway.steps):
        for field, _, depth in _conditions(step, i):
            if depth == DEEPEST:
                yield Fault(field, f"a condition nested deeper than {DEEPEST} parts")


def _conditions(step: Step, number: int) -> Iterator[tuple[str, Condition, int]]:
    """A step's condition and its parts, with the field and depth of each."""
    waiting = [(f"steps.{number}.condition", step.condition, 0)] if step.condition is not None else []
    while waiting:
        field, condition, depth = waiting.pop()
        yield field, condition, depth
        parts = [(f"{field}.parts.{i}", part, depth + 1) for i, part in enumerate(condition.parts)]
        waiting.extend(reversed(parts))


def _too_much(pathway: Pathway) -> Iterator[Fault]:
    """Conditions are followed as `graph.pathways.conditions` does: the steps they name stand for their own, in turn."""
    done = 0
    for i, step in enumerate(pathway.steps):
        for depth in _followed(pathway, step):
            done += 1
            if depth > LONGEST_CHAIN or done > MOST_WORK:
                what = f"conditions that lead on more than {LONGEST_CHAIN} deep"
                much = f"conditions that lead into each other in more than {MOST_WORK:,} ways"
                yield Fault(f"steps.{i}.condition", what if depth > LONGEST_CHAIN else much)
                return


def _followed(pathway: Pathway, step: Step) -> Iterator[int]:
    """The depth of everything that a step asks for, groups opened, a circle closed where it comes round."""
    before = [pathway.by_id[one] for one in step.after] if pathway.ordered else []
    waiting = [(0, step.condition, frozenset({step.id}))] if step.condition is not None else []
    waiting += [
        (1, one.condition, frozenset({step.id, one.id}))
        for one in before
        if one.condition is not None and not one.is_earned
    ]
    while waiting:
        depth, condition, seen = waiting.pop()
        yield depth
        waiting += [(depth + 1, part, seen) for part in condition.parts]
        for name in condition.steps:
            one = pathway.by_id[name]
            yield depth + 1
            if one.condition is not None and not one.is_earned and name not in seen:
                waiting.append((depth + 1, one.condition, seen | {name}))
