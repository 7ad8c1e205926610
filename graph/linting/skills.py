"""Rules of skills: assumed and never taught, taught twice, asked for at the end and left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graph.linting import rules
from graph.linting.facts import Facts, necessary
from graph.linting.types import Flaw
from graph.pathways.model import Step, StepKind
from graph.requirements import HasSkill

_SHOWN = 8


def assumed(facts: Facts) -> Iterator[Flaw]:
    """Skills that a step can't be begun without and that nothing before it teaches."""
    for step in facts.pathway.steps:
        wanted = {
            leaf.skill: None
            for _, tree in facts.requirements(step)
            for leaf in necessary(tree)
            if isinstance(leaf, HasSkill)
        }
        earlier = [facts.taught(one) for one in _before(facts, step)] if wanted else []
        if not wanted or any(one is None for one in earlier):
            continue
        had = frozenset[str]().union(*(one for one in earlier if one is not None))
        lacking = [skill for skill in wanted if facts.around.concept(skill) not in had]
        if lacking:
            told = ", ".join(facts.around.label(skill) for skill in lacking[:_SHOWN])
            words = f"“{facts.name(step)}” assumes {told}, which no earlier step teaches."
            yield Flaw(rules.NOT_TAUGHT, words, (step.id,), "requires")


def _before(facts: Facts, step: Step) -> list[Step]:
    """Steps that are done before one: of a lower position, or needed by it."""
    steps = facts.pathway.by_id
    found: set[str] = set()
    waiting = [*step.after, *facts.mentions[step.id]]
    while waiting:
        one = waiting.pop()
        if one in steps and one not in found and one != step.id:
            found.add(one)
            waiting.extend((*steps[one].after, *facts.mentions[one]))
    return [one for one in facts.pathway.steps if one.id in found or one.position < step.position]


def taught_twice(facts: Facts) -> Iterator[Flaw]:
    """Steps that all must take, one of which teaches nothing that the other doesn't."""
    known: list[tuple[Step, frozenset[str]]] = []
    by_skill: defaultdict[str, list[int]] = defaultdict(list)
    for step in facts.pathway.steps:
        skills = facts.taught(step) if step.is_earned and step.kind is not StepKind.SKILL else None
        if not skills or step.id not in facts.taken_by_all:
            continue
        shared = [by_skill[skill] for skill in skills]
        twins = set(shared[0]).intersection(*shared[1:])
        other = next((known[at][0] for at in sorted(twins) if _alike(facts, known[at][0], step)), None)
        if other is not None:
            words = f"“{facts.name(step)}” teaches nothing that “{facts.name(other)}” doesn't."
            yield Flaw(rules.TAUGHT_TWICE, words, (other.id, step.id), "skills")
        for skill in skills:
            by_skill[skill].append(len(known))
        known.append((step, skills))


def _alike(facts: Facts, one: Step, other: Step) -> bool:
    """Whether two steps aren't of different levels, nor the same thing twice (which another rule says)."""
    levels = [facts.credential(step) for step in (one, other)]
    ranks = {known.level_rank for known in levels if known is not None and known.level_rank is not None}
    names = {known.level for known in levels if known is not None and known.level}
    return one.credential != other.credential and len(ranks) < 2 and len(names) < 2


def gap(facts: Facts) -> Iterator[Flaw]:
    """What the destination's occupation needs and no step teaches."""
    wanted = facts.around.demand
    taught = [facts.taught(step) for step in facts.pathway.steps]
    if not wanted or any(one is None for one in taught):
        return
    had = frozenset[str]().union(*(one for one in taught if one is not None))
    lacking = [skill for skill in wanted if skill not in had]
    if lacking:
        told = ", ".join(facts.around.label(skill) for skill in lacking[:_SHOWN])
        more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
        words = f"{facts.around.occupation or 'The occupation'} asks for {len(lacking)} skills that no step teaches"
        yield Flaw(rules.GAP, f"{words}: {told}{more}.", (), "destination")
