"""Checks of a pathway's design before a learner meets its flaws: rules with stable codes, each documented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.linting import conditions, order, rules, skills, upkeep
from graph.linting.facts import Facts
from graph.linting.rules import RULES
from graph.linting.types import Flaw, Rule, Severity, Surroundings
from graph.pathways.model import Pathway

__all__ = ["RULES", "Flaw", "Rule", "Severity", "Surroundings", "lint"]

_RANK = {severity: number for number, severity in enumerate(Severity)}
_BREAKING = (rules.TOO_MANY, rules.TOO_MANY_CREDITS, rules.MISSING_STEP, rules.EMPTY_GROUP)


def lint(pathway: Pathway, around: Surroundings) -> tuple[Flaw, ...]:
    """All flaws of a pathway, the worst first, then by code and by the order of its steps.

    What follows from a flaw is told apart from it: a step that only another's flaw keeps out of reach is
    ``unreachable-step``, and that nobody can finish is said once.
    """
    facts = Facts(pathway, around)
    place = {step.id: number for number, step in enumerate(pathway.steps)}
    found = [replace(flaw, place=_place(flaw, around)) for flaw in _found(facts)]
    found.sort(
        key=lambda flaw: (_RANK[flaw.rule.severity], flaw.rule.code, place.get(flaw.steps[0], -1) if flaw.steps else -1)
    )
    return tuple(found)


def _found(facts: Facts) -> Iterator[Flaw]:
    written = list(conditions.conditions(facts))
    yield from written
    broken = frozenset(one for flaw in written if flaw.rule in _BREAKING for one in flaw.steps)
    yield from order.reach(facts, broken - facts.reached)
    for rule in (
        order.dead_ends, order.twice, order.wrong_order, order.optional_needed, conditions.milestones,
        skills.assumed, skills.taught_twice, skills.gap,
        upkeep.links, upkeep.outdated, upkeep.expires, upkeep.unstated,
    ):  # fmt: skip
        yield from rule(facts)


def _place(flaw: Flaw, around: Surroundings) -> str:
    named = around.places.get(flaw.steps[-1 if flaw.rule is rules.TOGETHER else 0], "") if flaw.steps else ""
    return named or around.places.get("", "")
