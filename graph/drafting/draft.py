"""The draft: the fewest credentials that show what is wanted, in an order that can be followed, with alternatives.

The core is exact (`graph.planning`): no pathway of fewer required steps shows all that can be shown. Around it stand
alternatives (*1 of these*), optional steps for what would be nice to have, and milestones where a level ends. It is a
proposal: what nobody teaches, and what isn't known of a step, is listed beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from graph.credentials import Credential
from graph.drafting.history import following
from graph.holdings import Holdings
from graph.pathways.model import Condition, Pathway, Role, Step, StepKind
from graph.planning import Measure, NoPlan, Ways, plan
from graph.planning.reach import Earned, Situation
from graph.requirements import AllOf, HasSkill, Holds, Leaf, Requirement
from skills_taxonomy.types import Provenance

_DAY: Final = date(2000, 1, 1)
MOST_ALTERNATIVES: Final = 2
MOST_OPTIONAL: Final = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a draft leads to: leaves that must be shown, those that would be nice, and where that ends.

    `destination` is the occupation or credential. `label` says a skill or credential in words.
    """

    destination: str
    needed: tuple[Leaf, ...]
    nice: tuple[Leaf, ...] = ()
    label: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Draft:
    """The proposed pathway, why each step is in it (by step), what nothing here teaches, and what isn't known."""

    pathway: Pathway
    reasons: Mapping[str, tuple[str, ...]]
    gaps: tuple[Leaf, ...]
    unknown: tuple[str, ...] = field(default=())


def draft(
    id_: str,
    name: str,
    issuer: str,
    wanted: Wanted,
    *,
    ways: Ways,
    credentials: Mapping[str, Credential],
    learners: Collection[Sequence[str]] = (),
) -> Draft:
    """Propose a pathway; `learners` are what each earned, oldest first. Where nothing can be shown it has no steps."""
    making = _Making(wanted, ways, credentials, learners)
    chosen = making.core()
    steps = making.steps(chosen)
    ends = (wanted.destination,) if wanted.destination in {step.credential for step in steps} else ()
    found = tuple(step.id for step in steps if step.credential in ends)
    pathway = Pathway(
        id_, name, issuer, steps, Provenance("draft", id_), destination=wanted.destination, ends=found,
        note="A draft, proposed from the catalogue: look at it before you publish it.",
    )  # fmt: skip
    return Draft(pathway, making.reasons, making.gaps, making.unknown(steps))


class _Making:
    """One draft while it is made."""

    def __init__(
        self,
        wanted: Wanted,
        ways: Ways,
        credentials: Mapping[str, Credential],
        learners: Collection[Sequence[str]],
    ) -> None:
        self.wanted, self.ways, self.credentials = wanted, ways, credentials
        self.after = following(learners)
        self.situation = self._situation(AllOf(wanted.needed))
        possible = self.situation.reachable(self.situation.closure())
        earned = Earned(self.situation)
        for one in possible:
            earned.add(one)
        self.shown = tuple(leaf for leaf in wanted.needed if earned.meets(leaf))
        self.gaps = tuple(leaf for leaf in wanted.needed if not earned.meets(leaf))
        self.reasons: dict[str, tuple[str, ...]] = {}

    def _situation(self, goal: Requirement) -> Situation:
        return Situation(self.ways, goal, Holdings(), _DAY, {})

    def core(self) -> list[str]:
        """The fewest credentials that show all that can be shown, in an order that can be followed."""
        found = plan(self.ways, AllOf(self.shown), Holdings(), _DAY, minimise=Measure.STEPS)
        return [] if isinstance(found, NoPlan) else self._ordered([step.credential for step in found.steps])

    def _ordered(self, chosen: Sequence[str]) -> list[str]:
        """By what is required first, then by level, then by what learners did earlier, then by identifier."""
        rank = {one: place for place, one in enumerate(self.after.order(chosen))}
        waiting, done = set(chosen), list[str]()
        earned = Earned(self.situation)
        while waiting:
            ready = [one for one in waiting if self._may(one, earned)] or sorted(waiting)[:1]
            best = min(ready, key=lambda one: (self._level(one), rank[one], one))
            waiting.remove(best)
            done.append(best)
            earned.add(best)
        return done

    def _may(self, one: str, earned: Earned) -> bool:
        from graph.planning.reach import satisfied

        requirement = self.ways[one].requirement
        return requirement is None or satisfied(requirement, earned.meets)

    def _level(self, one: str) -> float:
        credential = self.credentials.get(one)
        return credential.level_rank if credential is not None and credential.level_rank is not None else 0.0

    # -- steps ----------------------------------------------------------------------------------------------------

    def steps(self, chosen: Sequence[str]) -> tuple[Step, ...]:
        """The core's steps, a group of alternatives where there are some, and optional steps at the end."""
        made: list[Step] = []
        for position, one in enumerate(chosen, 1):
            others = self._alternatives(one, chosen)
            role = self._role(position, chosen)
            made += self._with_alternatives(one, others, position, role, chosen)
        made += self._optional(chosen, len(chosen) + 1)
        return tuple(made)

    def _with_alternatives(
        self, one: str, others: Sequence[str], position: int, role: Role, chosen: Sequence[str]
    ) -> list[Step]:
        step = self._step(one, position, role=Role.NONE if others else role, optional=bool(others))
        self.reasons[step.id] = self._why(one, chosen)
        if not others:
            return [step]
        beside = [self._step(other, position, optional=True) for other in others]
        for other in beside:
            self.reasons[other.id] = (f"Shows the same as {self._name(one)}, so either will do.",)
        names = (step.id, *(other.id for other in beside))
        group = Step(
            f"choice-{position}", position, f"choice-{position}", kind=StepKind.GROUP, role=role,
            name=f"One of {len(names)}", condition=Condition(names, least=1),
        )  # fmt: skip
        self.reasons[group.id] = (f"{len(names)} credentials here show the same.",)
        return [step, *beside, group]

    def _step(self, one: str, position: int, *, role: Role = Role.NONE, optional: bool = False) -> Step:
        return Step(one, position, one, optional=optional, name=self._name(one), role=role)

    def _role(self, position: int, chosen: Sequence[str]) -> Role:
        """A milestone is the last step of a level, where levels are stated and more follow."""
        later = [self._level(one) for one in chosen[position:]]
        here = self._level(chosen[position - 1])
        return Role.MILESTONE if later and min(later) > here > 0 else Role.NONE

    def _alternatives(self, one: str, chosen: Sequence[str]) -> list[str]:
        """Others that can stand in for a step: the rest with one of them shows all that is to be shown."""
        if Holds(one) in self.shown or any(Holds(one) == leaf for other in chosen for leaf in self._asked(other)):
            return []
        rest = [other for other in chosen if other != one]
        shown = [leaf for leaf in self.shown if one in self.situation.showing(leaf)]
        beside = sorted({other for leaf in shown for other in self.situation.showing(leaf)} - set(chosen))
        fit = [other for other in beside if self._enough([*rest, other])]
        return sorted(fit, key=lambda other: (self.ways[other].hours, self.ways[other].cost, other))[:MOST_ALTERNATIVES]

    def _enough(self, credentials: Sequence[str]) -> bool:
        situation = self._situation(AllOf(self.shown))
        reached = situation.reachable(credentials)
        return len(reached) == len(credentials) and situation.fulfilled(reached)

    def _asked(self, one: str) -> tuple[Leaf, ...]:
        return tuple(Holds(leaf.credential) for leaf in self.situation.leaves_of(one) if isinstance(leaf, Holds))

    def _optional(self, chosen: Sequence[str], position: int) -> list[Step]:
        """Credentials that show what would be nice to have and that the core makes possible, the most telling first."""
        earned = Earned(self.situation)
        for one in chosen:
            earned.add(one)
        open_ = [leaf for leaf in self.wanted.nice if not earned.meets(leaf)]
        offers: dict[str, list[Leaf]] = {}
        for leaf in open_:
            for one in self.situation.showing(leaf):
                if one not in earned.credentials and self._may(one, earned):
                    offers.setdefault(one, []).append(leaf)
        best = sorted(offers, key=lambda one: (-len(offers[one]), one))[:MOST_OPTIONAL]
        for one in best:
            self.reasons[one] = (f"Adds what would be good to have: {self._words(offers[one])}.",)
        return [self._step(one, position, optional=True) for one in best]

    # -- words ----------------------------------------------------------------------------------------------------

    def _why(self, one: str, chosen: Sequence[str]) -> tuple[str, ...]:
        """What it shows, what it opens, what learners did."""
        said = []
        shown = [leaf for leaf in self.shown if one in self.situation.showing(leaf)]
        if shown:
            said.append(f"Shows what is needed: {self._words(shown)}.")
        opened = [
            other for other in chosen if any(one in self.situation.showing(x) for x in self.situation.leaves_of(other))
        ]
        if opened:
            said.append(f"Asked for by {', '.join(self._name(other) for other in opened)}.")
        if went := self.after.most(one, chosen):
            said.append(
                f"{went.count} of {went.of} learners who went on from {self._name(went.before)} earned it next."
            )
        return tuple(said)

    def _opens(self, one: str, other: str) -> bool:
        return any(one in self.situation.showing(leaf) for leaf in self.situation.leaves_of(other))

    def _words(self, leaves: Sequence[Leaf]) -> str:
        names = [self.wanted.label(x.skill if isinstance(x, HasSkill) else x.credential) for x in leaves]
        return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")

    def _name(self, one: str) -> str:
        credential = self.credentials.get(one)
        return credential.name if credential is not None else one

    def unknown(self, steps: Sequence[Step]) -> tuple[str, ...]:
        """What the issuer should fill in: costs, hours, levels and sign-ups that aren't stated."""
        there = [one for step in steps if (one := self.credentials.get(step.credential)) is not None]
        counts = {
            "The cost isn't": sum(all(offer.cost is None for offer in one.offerings) for one in there),
            "The hours aren't": sum(one.hours is None and all(o.hours is None for o in one.offerings) for one in there),
            "The level isn't": sum(not one.level for one in there),
            "Where to sign up isn't": sum(not any(offer.signup_url for offer in one.offerings) for one in there),
        }
        return tuple(f"{what} stated for {count} of {len(there)} steps." for what, count in counts.items() if count)
