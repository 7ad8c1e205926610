"""The best plan to a goal, in an order that can be followed; or the smallest reason why there is none."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from graph.checker import Attests
from graph.holdings import Holdings
from graph.planning.program import Encoding
from graph.planning.reach import Situation
from graph.planning.search import Found, Question, best
from graph.planning.types import Lacking, Limits, Measure, NoPlan, Plan, PlanStep, Ways
from graph.requirements import Leaf, Requirement, key, leaves

SECONDS: Final = 10.0
"""How long is searched by default, in seconds."""

NO_LIMITS: Final = Limits()
_HALF: Final = 0.5
_SLACK: Final = 1e-6
_LEAST_TIME: Final = 0.05
"""Seconds that even a late search gets."""


def plan(
    ways: Ways,
    goal: Requirement,
    holdings: Holdings,
    today: date,
    *,
    minimise: Measure = Measure.COST,
    limits: Limits = NO_LIMITS,
    attests: Attests = MappingProxyType({}),
    seconds: float = SECONDS,
) -> Plan | NoPlan:
    """The plan that takes least of `minimise` within the limits, proven so unless `seconds` are over before.

    `attests` says what held credentials show, as for `graph.checker.check`: once every step is earned, checking the
    goal gives yes. Unconfirmed and expired awards count for nothing. Several best plans: one of them, always the same
    for the same question. Not a timetable: dates of offerings are for the caller to choose ways by.

    >>> from graph.planning.types import Way
    >>> from graph.requirements import HasSkill, Holds
    >>> ways = Ways([Way("x:a", None, {"x:knots": 0.0}, 30.0), Way("x:b", Holds("x:c"), {"x:knots": 0.0}, 5.0),
    ...              Way("x:c", None, {}, 10.0)])
    >>> found = plan(ways, HasSkill("x:knots"), Holdings(), date(2026, 1, 1))
    >>> [step.credential for step in found.steps], found.cost, found.optimal
    (['x:c', 'x:b'], 15.0, True)
    """
    situation = Situation(ways, goal, holdings, today, attests)
    others = replace(limits, **{minimise.value: None})
    question = Question(situation, minimise, others, time.monotonic() + seconds)
    every = _Possible(situation)
    try:
        found = best(question, every)
    except TimeoutError:
        return NoPlan(out_of_time=True)
    if found is None and not situation.fulfilled(every()):
        return NoPlan(lacking=_lacking(situation, every(), question.until))
    most = limits.of(minimise)
    if found is None or (most is not None and question.total(found.chosen) > most + _SLACK):
        return _too_narrow(question, limits, every)
    return _plan(situation, found, minimise)


class _Possible:
    """All credentials that can be earned, worked out when first asked for."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._found: list[str] | None = None

    def __call__(self) -> list[str]:
        if self._found is None:
            self._found = self._situation.reachable(self._situation.closure())
        return self._found


def lacking(
    ways: Ways,
    goal: Requirement,
    holdings: Holdings,
    today: date,
    *,
    attests: Attests = MappingProxyType({}),
    seconds: float = SECONDS,
) -> tuple[Lacking, ...]:
    """The fewest facts that would have to be added to the ways to make the goal reachable; empty where it is.

    For an issuer with its own ways: what to add to the catalogue so that an occupation's skills are all covered.

    >>> from graph.planning.types import Way
    >>> from graph.requirements import AllOf, HasSkill
    >>> goal = AllOf((HasSkill("x:knots"), HasSkill("x:ropes")))
    >>> ways = Ways([Way("x:a", None, {"x:knots": 0.0})])
    >>> [one.leaf.skill for one in lacking(ways, goal, Holdings(), date(2026, 1, 1))]
    ['x:ropes']
    """
    situation = Situation(ways, goal, holdings, today, attests)
    possible = situation.reachable(situation.closure())
    return () if situation.fulfilled(possible) else _lacking(situation, possible, time.monotonic() + seconds)


def _plan(situation: Situation, found: Found, minimise: Measure) -> Plan:
    order = _needed(situation, found.chosen)
    shows = {one: _shown(situation, one, order) for one in order}
    steps = tuple(
        PlanStep(one, way.cost, way.hours, *shows[one], way.assumed)
        for one, way in ((one, situation.ways[one]) for one in order)
    )
    bare = Plan(steps, minimise, found.bound, found.proven, found.considered)
    return replace(bare, bound=bare.total(minimise)) if found.proven else bare


def _needed(situation: Situation, chosen: Sequence[str]) -> list[str]:
    """The chosen in an order that can be followed, without those that turn out not to be needed."""
    order = situation.reachable(chosen)
    for one in reversed(order):
        rest = situation.reachable(other for other in order if other != one)
        if situation.fulfilled(rest):
            order = rest
    return order


def _shown(situation: Situation, credential: str, order: Sequence[str]) -> tuple[tuple[Leaf, ...], tuple[str, ...]]:
    """The leaves of the goal that a step shows, and the other steps that ask for something it shows."""
    goal = {key(leaf): leaf for leaf in leaves(situation.goal)}
    shown = tuple(leaf for leaf in goal.values() if credential in situation.showing(leaf))
    opened = tuple(
        other
        for other in order
        if other != credential and any(credential in situation.showing(leaf) for leaf in situation.leaves_of(other))
    )
    return shown, opened


def _too_narrow(question: Question, limits: Limits, every: _Possible) -> NoPlan:
    """What the goal takes at least of each limited measure, each for itself."""
    least: dict[Measure, float] = {}
    for measure in (one for one in Measure if limits.of(one) is not None):
        alone = replace(question, minimise=measure, limits=NO_LIMITS)
        try:
            found = best(alone, every)
        except TimeoutError:
            return NoPlan(least=least, out_of_time=True)
        if found is not None:
            least[measure] = alone.total(found.chosen)
    return NoPlan(least=least)


_ROOT, _LOCKED = 1.0, 2.0
"""What it counts, in the smallest reason, that nobody offers something, and that what is offered can't be reached."""


def _lacking(situation: Situation, possible: Sequence[str], until: float) -> tuple[Lacking, ...]:
    """The fewest leaves to be taken for met: what can be earned counts as earned, the rest is searched."""
    after = situation.with_earned(possible)
    candidates = sorted(after.closure())
    encoding = Encoding(after, candidates, lambda one: 0.0, _facts(after, candidates)).encode()
    result = encoding.program.solved(max(until - time.monotonic(), _LEAST_TIME))
    if result.x is None:
        return ()
    chosen = [one for one, variable in encoding.earn.items() if result.x[variable] > _HALF]
    taken = [leaf for variable, leaf in encoding.repairs.values() if result.x[variable] > _HALF]
    return tuple(_told(after, leaf, chosen) for leaf in taken)


def _facts(after: Situation, candidates: Sequence[str]) -> Callable[[Leaf], Mapping[Leaf, float]]:
    """For a leaf the facts that would meet it: itself, and of a skill every higher level that is asked for too."""
    asked = {*leaves(after.goal), *(leaf for one in candidates for leaf in after.leaves_of(one))}
    facts = {key(leaf): leaf for leaf in asked if not after.is_met(leaf)}
    levels: dict[str, list[float]] = defaultdict(list)
    for name, level in sorted(facts):
        levels[name].append(level)

    def meeting(leaf: Leaf) -> Mapping[Leaf, float]:
        name, level = key(leaf)
        found = [facts[name, other] for other in levels[name] if other >= level and (level < 0) == (other < 0)]
        return {fact: _LOCKED if after.showing(fact) else _ROOT for fact in found}

    return meeting


def _told(situation: Situation, leaf: Leaf, chosen: Sequence[str]) -> Lacking:
    asking = tuple(one for one in chosen if any(key(asked) == key(leaf) for asked in situation.leaves_of(one)))
    in_goal = any(key(asked) == key(leaf) for asked in leaves(situation.goal))
    return Lacking(leaf, () if in_goal else asking, nobody_offers=not situation.showing(leaf))
