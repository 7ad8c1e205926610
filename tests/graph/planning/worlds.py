"""Random worlds to plan in: small ones for brute force, large ones for time; requirements nested, counted, circular."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations

from graph.checker import Attests, Verdict, check
from graph.holdings import Award, Holdings
from graph.planning import Limits, Measure, Way, Ways
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Requirement

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class World:
    """Ways, a goal, and what is held."""

    ways: Ways
    goal: Requirement
    holdings: Holdings

    @property
    def attests(self) -> Attests:
        return {way.credential: way.teaches for way in self.ways.values() if way.teaches}


def leaf(chance: random.Random, names: Sequence[str], skills: Sequence[str], credits: bool = False) -> Holds | HasSkill:
    worth = float(chance.randint(1, 4) * 5) if credits else 0.0
    if chance.random() < 0.6:
        return Holds(chance.choice(names), worth)
    return HasSkill(chance.choice(skills), chance.choice([0.0, 0.0, 0.5]), worth)


def tree(chance: random.Random, names: Sequence[str], skills: Sequence[str], depth: int) -> Requirement:
    if depth == 0 or chance.random() < 0.3:
        return leaf(chance, names, skills)
    parts = chance.randint(2, 3)
    kind = chance.random()
    if kind < 0.2:
        named = tuple(leaf(chance, names, skills, credits=True) for _ in range(parts))
        return Credits(float(chance.randint(1, 3) * 5), named)
    below = tuple(tree(chance, names, skills, depth - 1) for _ in range(parts))
    return AllOf(below) if kind < 0.45 else AtLeast(chance.randint(1, parts), below)


def small(seed: int) -> World:
    """At most nine credentials and five skills; about half of them ask for something, perhaps in circles."""
    chance = random.Random(seed)
    names = [f"x:{letter}" for letter in "abcdefghi"[: chance.randint(3, 9)]]
    skills = [f"x:skill/{number}" for number in range(chance.randint(2, 5))]
    ways = []
    for name in names:
        taught = {skill: chance.choice([0.0, 0.5, 1.0]) for skill in chance.sample(skills, chance.randint(0, 2))}
        requirement = tree(chance, names, skills, 2) if chance.random() < 0.55 else None
        ways.append(Way(name, requirement, taught, float(chance.randint(0, 9)), float(chance.randint(1, 9))))
    held = Holdings(tuple(Award(name) for name in names if chance.random() < 0.12))
    return World(Ways(ways), tree(chance, names, skills, 3), held)


def followable(world: World, chosen: Sequence[str]) -> bool:
    """Whether the credentials can be earned in some order and then meet the goal: by the checker alone."""
    held, waiting = world.holdings, list(chosen)
    while waiting:
        ready = next(
            (one for one in waiting if (asked := world.ways[one].requirement) is None or met(asked, held, world)), None
        )
        if ready is None:
            return False
        waiting.remove(ready)
        held = Holdings((*held.awards, Award(ready)), held.skills)
    return met(world.goal, held, world)


def met(requirement: Requirement, held: Holdings, world: World) -> bool:
    return check(requirement, held, TODAY, world.attests).verdict is Verdict.YES


def least(world: World, measure: Measure, limits: Limits) -> float | None:
    """The least that any set of credentials takes which can be earned and meets the goal: all sets are tried."""
    held = {award.credential for award in world.holdings.awards}
    names = [name for name in world.ways if name not in held]
    best: float | None = None
    for chosen in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
        amounts = {one: sum(world.ways[name].takes(one) for name in chosen) for one in Measure}
        over = any((most := limits.of(one)) is not None and amounts[one] > most for one in Measure)
        if over or (best is not None and amounts[measure] >= best):
            continue
        if followable(world, chosen):
            best = amounts[measure]
    return best


def large(seed: int, size: int = 50_000, needed: int = 20, skills: int = 2_000) -> World:
    """A catalogue in which a third of the credentials ask for something, nested three deep, and a goal of skills.

    A credential asks only for earlier ones or for skills, teaches one to six skills, costs 0 to 2,000.
    """
    chance = random.Random(seed)
    every = [f"x:skill/{number}" for number in range(skills)]
    names = [f"x:{number}" for number in range(size)]
    ways = []
    for number, name in enumerate(names):
        taught = dict.fromkeys(chance.sample(every, chance.randint(1, 6)), 0.0)
        requirement = None
        if number > 100 and chance.random() < 0.33:
            requirement = tree(chance, names[max(0, number - 5_000) : number], every, 3)
        ways.append(
            Way(name, _levelless(requirement), taught, float(chance.randint(0, 2_000)), float(chance.randint(1, 300)))
        )
    goal = AllOf(tuple(HasSkill(skill) for skill in chance.sample(every, needed)))
    held = Holdings(tuple(Award(name) for name in chance.sample(names, 3)))
    return World(Ways(ways), goal, held)


def _levelless(requirement: Requirement | None) -> Requirement | None:
    """The tree with every skill asked for at any level, since nothing in a large world states one."""
    match requirement:
        case HasSkill(skill, _, credits):
            return HasSkill(skill, 0.0, credits)
        case AllOf(parts):
            return AllOf(tuple(_levelless(part) for part in parts))  # type: ignore[misc]
        case AtLeast(k, parts):
            return AtLeast(k, tuple(_levelless(part) for part in parts))  # type: ignore[misc]
        case Credits(minimum, parts):
            return Credits(minimum, tuple(_levelless(part) for part in parts))  # type: ignore[misc]
    return requirement
