"""What several rules need to know of a pathway, worked out once: what needs what, and what can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graph.credentials import Credential
from graph.holdings import Holdings
from graph.linting.types import Surroundings
from graph.measuring.inside import NOTHING, name_of, ways_of
from graph.pathways.conditions import completes, met
from graph.pathways.model import Condition, Pathway, Step
from graph.planning.reach import Situation, satisfied
from graph.planning.types import Ways
from graph.requirements import AllOf, AtLeast, Credits, HasSkill, Holds, Leaf, Requirement, key, leaves

_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Facts:
    """A pathway in its surroundings."""

    pathway: Pathway
    around: Surroundings

    def credential(self, step: Step) -> Credential | None:
        """What is known of what is earned by a step."""
        return self.around.credentials.get(step.credential)

    def name(self, step: Step) -> str:
        """A step in words."""
        known = self.credential(step)
        return step.name or (known.name if known is not None else "") or step.id

    def named(self, steps: Iterable[str]) -> str:
        """Steps in words, the first few of many."""
        every = [self.name(self.pathway.by_id[one]) if one in self.pathway.by_id else one for one in steps]
        return ", ".join(f"“{one}”" for one in every[:5]) + (f" and {len(every) - 5} more" if len(every) > 5 else "")

    @cached_property
    def earning(self) -> Mapping[str, tuple[str, ...]]:
        """Of each credential and skill the steps by which it is earned."""
        found: dict[str, tuple[str, ...]] = {}
        for step in self.pathway.steps:
            if step.is_earned:
                found[step.credential] = (*found.get(step.credential, ()), step.id)
        return found

    def requirements(self, step: Step) -> Iterator[tuple[str, Requirement]]:
        """What a step asks for beyond conditions, each with the field that says so."""
        if step.requirement is not None:
            yield "requires", step.requirement
        known = self.credential(step)
        if known is not None and known.requirement is not None:
            yield "credential", known.requirement

    @cached_property
    def mentions(self) -> Mapping[str, tuple[str, ...]]:
        """Of each step the steps that it may need: by its condition, its requirements, and an enforced order."""
        return {step.id: tuple(dict.fromkeys(self._mentioned(step))) for step in self.pathway.steps}

    def _mentioned(self, step: Step) -> Iterator[str]:
        here = self.pathway.by_id
        if self.pathway.ordered:
            yield from (one for one in step.after if one in here and not here[one].optional)
        if step.condition is not None:
            yield from (one for one in step.condition.named() if one in here)
        for _, tree in self.requirements(step):
            for leaf in leaves(tree):
                yield from self.earning.get(key(leaf)[0], ())

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """Of each step those without which it can't be begun (its order, where it isn't enforced, left out)."""
        return {step.id: frozenset(self._needed(step)) for step in self.pathway.steps}

    def _needed(self, step: Step) -> Iterator[str]:
        here = self.pathway.by_id
        if self.pathway.ordered:
            yield from (one for one in step.after if one in here and not here[one].optional)
        if step.condition is not None:
            yield from (one for one in necessary_steps(step.condition) if one in here)
        for _, tree in self.requirements(step):
            for leaf in necessary(tree):
                earning = self.earning.get(key(leaf)[0], ())
                yield from earning if len(earning) == 1 else ()

    @cached_property
    def reached(self) -> frozenset[str]:
        """Steps that can be done, one after the other; what they ask for from outside counts as there."""
        ways = ways_of(self.pathway, self.around.credentials)
        situation = Situation(Ways(ways.values()), NOTHING, Holdings(), _DAY, {})
        earned = set(situation.reachable(way.credential for way in ways.values()))
        return frozenset(step.id for step in self.pathway.steps if self._is_done(step, earned))

    def _is_done(self, step: Step, earned: set[str]) -> bool:
        if step.is_earned:
            return name_of(step) in earned
        return satisfied(met(self.pathway, step), lambda leaf: self.is_earned(leaf, earned))

    def is_earned(self, leaf: Leaf, earned: set[str]) -> bool:
        """Whether a leaf is met by what has been earned (`name_of` the steps)."""
        return any(name_of(self.pathway.by_id[one]) in earned for one in self.earning.get(key(leaf)[0], ()))

    @cached_property
    def can_finish(self) -> bool:
        """Whether what completes the pathway can be met."""
        earned = {name_of(self.pathway.by_id[one]) for one in self.reached}
        return satisfied(completes(self.pathway), lambda leaf: self.is_earned(leaf, earned))

    @cached_property
    def taken_by_all(self) -> frozenset[str]:
        """Steps that nobody who finishes can leave out."""
        here = self.pathway.by_id
        if self.pathway.ends:
            start = [one for one in self.pathway.ends if one in here] if len(self.pathway.ends) == 1 else []
        else:
            groups = [s for s in self.pathway.steps if not s.is_earned and not s.optional and s.condition]
            inside = {one for group in groups for one in (group.condition.named() if group.condition else ())}
            start = [step.id for step in self.pathway.steps if not step.optional and step.id not in inside]
        found: set[str] = set()
        waiting = start
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.needs[one])
        return frozenset(found)

    def taught(self, step: Step) -> frozenset[str] | None:
        """The concepts that a step teaches; None where that isn't known."""
        if not step.is_earned:
            return frozenset()
        if isinstance(step.leaf, HasSkill):
            return frozenset({self.around.concept(step.credential)})
        if self.around.taught is not None:
            return self.around.taught(step.credential)
        known = self.credential(step)
        stated = [one.skill for one in known.teaches if one.how == "stated"] if known is not None else []
        return frozenset(map(self.around.concept, stated)) or None


def necessary_steps(condition: Condition) -> Iterator[str]:
    """The steps without which a condition can't be met: those of parts that ask for all that they name."""
    if condition.credits is None and condition.asked >= len(condition.steps) + len(condition.parts):
        yield from condition.steps
        for part in condition.parts:
            yield from necessary_steps(part)


def necessary(tree: Requirement) -> Iterator[Leaf]:
    """The leaves without which a requirement can't be met: those of parts that ask for all that they name."""
    match tree:
        case Holds() | HasSkill():
            yield tree
        case AllOf(parts):
            for part in parts:
                yield from necessary(part)
        case AtLeast(k, parts) if k >= len(parts):
            for part in parts:
                yield from necessary(part)
        case AtLeast() | Credits():
            return
