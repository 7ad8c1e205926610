"""Plans for people: from what is held to a job's skills, a credential or a pathway's end, at the prices of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any, Final

from api.engine import Engine
from api.errors import BadOption
from graph.credentials import Credential, Offering, attested
from graph.holdings import Holdings, credited
from graph.pathways.conditions import completes
from graph.pathways.model import Pathway
from graph.planning import Limits, Measure, NoPlan, Plan, Way, Ways, lacking, plan
from graph.planning.reach import Earned, Situation
from graph.requirements import AllOf, HasSkill, Holds, Leaf, Requirement
from recommender.designing import Demand, demand_of, over_concepts, taught

SECONDS: Final = 10.0
NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a plan leads: one of an occupation as typed, a credential, a pathway, and one that isn't kept yet."""

    goal: str = ""
    credential: str = ""
    pathway: str = ""
    sent: Pathway | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is minimised under which limits, out of whose credentials, in which currency.

    A cost or hours that nobody states count as `unknown_cost` and `unknown_hours`; None: the median of those stated, 0
    where none is.
    """

    minimise: Measure = Measure.COST
    limits: Limits = NO_LIMITS
    issuers: frozenset[str] = frozenset()
    currency: str = ""
    unknown_cost: float | None = None
    unknown_hours: float | None = None
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan or why there is none; `left_out` are needed skills that nobody teaches within reach, in words."""

    aim: str
    found: Plan | NoPlan
    terms: Terms
    left_out: tuple[str, ...]
    names: Mapping[str, str]
    signups: Mapping[str, str]
    assumed: Mapping[Measure, float]

    def leaf(self, leaf: Leaf) -> str:
        """A skill or credential in words."""
        name = leaf.skill if isinstance(leaf, HasSkill) else leaf.credential
        return self.names.get(name, name)

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        told: dict[str, Any] = {"aim": self.aim, "minimise": self.terms.minimise.value, "left_out": list(self.left_out)}
        told["assumed"] = {measure.value: amount for measure, amount in self.assumed.items()}
        if isinstance(self.found, NoPlan):
            return told | {"plan": None, "why": self._why(self.found)}
        return told | {"plan": self._plan(self.found)}

    def _plan(self, found: Plan) -> dict[str, Any]:
        steps = [
            {"credential": s.credential, "name": self.names.get(s.credential, s.credential), "cost": s.cost,
             "hours": s.hours, "assumed": [one.value for one in s.assumed], "shows": [self.leaf(x) for x in s.shows],
             "opens": list(s.opens), "signup_url": self.signups.get(s.credential, "")}
            for s in found.steps
        ]  # fmt: skip
        totals = {measure.value: found.total(measure) for measure in Measure}
        proof = {"optimal": found.optimal, "bound": found.bound, "gap": found.gap}
        return {"steps": steps, "totals": totals, "considered": found.considered, **proof}

    def _why(self, found: NoPlan) -> dict[str, Any]:
        lacking_ = [
            {"what": self.leaf(x.leaf), "asked_by": list(x.asked_by), "nobody_offers": x.nobody_offers}
            for x in found.lacking
        ]
        least = {measure.value: amount for measure, amount in found.least.items()}
        return {"lacking": lacking_, "least": least, "out_of_time": found.out_of_time}


def planned(
    engine: Engine, aim: Aim, holdings: Holdings, today: date, terms: Terms, *, strict: bool = False
) -> Planned:
    """Plan; where nothing states what is to be minimised, the fewest steps (`terms.minimise` of the answer says so).

    With `strict` a skill that nobody teaches within reach is a reason for no plan, else it is left out.
    Raises `BadOption` unless the aim names one thing, `UnknownGoal`, `AmbiguousGoal`, `UnknownNode`.
    """
    goal, told, demand = _goal(engine, aim)
    credentials = _offered(engine, terms)
    ways, assumed = _ways(engine, credentials, today, terms)
    holdings = credited(holdings, engine.snapshot.accepted)
    held = _over_concepts(engine, holdings)
    attests = _attests(engine, holdings)
    terms = _telling(terms, ways)
    asked, left_out = (goal, ()) if strict or demand is None else _reachable(goal, ways, held, today, attests)
    found = plan(
        ways, asked, held, today, minimise=terms.minimise, limits=terms.limits, attests=attests, seconds=terms.seconds
    )
    names = {name: one.name for name, one in credentials.items()}
    label = demand.label_of if demand is not None else str
    concepts = {leaf.skill for leaf in (*left_out, *_skills(found)) if isinstance(leaf, HasSkill)}
    names |= {one: label(one) for one in concepts}
    signups = {name: _signup(one, today, terms.currency) for name, one in credentials.items() if name in _chosen(found)}
    return Planned(told, found, terms, tuple(label(_name(one)) for one in left_out), names, signups, assumed)


def _telling(terms: Terms, ways: Ways) -> Terms:
    """The terms, but for steps where nothing takes any of what was to be minimised: every plan would be as good."""
    nothing = not any(way.takes(terms.minimise) for way in ways.values())
    return replace(terms, minimise=Measure.STEPS) if nothing else terms


def missing(engine: Engine, aim: Aim, today: date, issuer: str) -> tuple[str, ...]:
    """What an issuer would have to add to its catalogue so that the aim could be reached with it alone, in words."""
    goal, _, demand = _goal(engine, aim)
    terms = Terms(issuers=frozenset({issuer}))
    ways, _ = _ways(engine, _offered(engine, terms), today, terms)
    label = demand.label_of if demand is not None else engine.name_of
    return tuple(label(_name(one.leaf)) for one in lacking(ways, goal, Holdings(), today))


def _goal(engine: Engine, aim: Aim) -> tuple[Requirement, str, Demand | None]:
    if sum(bool(one) for one in (aim.goal, aim.credential, aim.pathway, aim.sent)) != 1:
        raise BadOption("Say where it leads: one of an occupation, a credential, a pathway.", hint="--goal 'nurse'")
    if aim.credential:
        return Holds(engine.credential(aim.credential).id), engine.name_of(aim.credential), None
    if aim.pathway or aim.sent is not None:
        pathway = aim.sent if aim.sent is not None else engine.pathway(aim.pathway)
        return over_concepts(engine.snapshot, completes(pathway)), pathway.name, None
    goal = engine.resolve_goal(aim.goal, strict=True)
    view = engine.view(goal)
    demand = demand_of(engine.snapshot, view) if view is not None else None
    if demand is None or not demand.needed or goal.occupation is None:
        raise BadOption(
            f"No essential skills of {aim.goal[:100]!r} are known.",
            hint="`stackway search --kind occupation` finds others.",
        )
    return AllOf(tuple(HasSkill(one) for one in demand.needed)), goal.occupation.label, demand


def _offered(engine: Engine, terms: Terms) -> dict[str, Credential]:
    names: Iterable[str] = engine.credential_ids()
    if terms.issuers:
        names = [name for issuer in sorted(terms.issuers) for name in engine.credential_ids(issuer=issuer)]
    return {name: engine.credential(name) for name in names}


def _ways(
    engine: Engine, credentials: Mapping[str, Credential], today: date, terms: Terms
) -> tuple[Ways, dict[Measure, float]]:
    """Credentials that aren't withdrawn or closed as ways, with the cheapest offering that is open on the day."""
    there = [one for one in credentials.values() if not one.withdrawn and one.availability(today) != "closed"]
    costs = {one.id: _least(_open(one, today, terms.currency), "cost") for one in there}
    hours = {one.id: _hours(one, today, terms.currency) for one in there}
    assumed = {
        Measure.COST: _assumed(terms.unknown_cost, costs.values()),
        Measure.HOURS: _assumed(terms.unknown_hours, hours.values()),
    }
    return Ways(_way(engine, one, costs[one.id], hours[one.id], assumed) for one in there), assumed


def _way(
    engine: Engine, one: Credential, cost: float | None, hours: float | None, assumed: Mapping[Measure, float]
) -> Way:
    asks = over_concepts(engine.snapshot, one.requirement) if one.requirement is not None else None
    unknown = tuple(m for m, stated in ((Measure.COST, cost), (Measure.HOURS, hours)) if stated is None)
    return Way(
        one.id, asks, taught(engine.snapshot, one.id), assumed[Measure.COST] if cost is None else cost,
        assumed[Measure.HOURS] if hours is None else hours, unknown,
    )  # fmt: skip


def _open(one: Credential, today: date, currency: str) -> list[Offering]:
    return [o for o in one.offerings if o.is_open(today) and (not currency or o.currency in ("", currency))]


def _least(offerings: Iterable[Offering], what: str) -> float | None:
    return min((stated for one in offerings if (stated := getattr(one, what)) is not None), default=None)


def _hours(one: Credential, today: date, currency: str) -> float | None:
    return one.hours if one.hours is not None else _least(_open(one, today, currency), "hours")


def _assumed(given: float | None, stated: Iterable[float | None]) -> float:
    known = [one for one in stated if one is not None]
    return given if given is not None else float(median(known)) if known else 0.0


def _signup(one: Credential, today: date, currency: str) -> str:
    """Where to sign up for the cheapest open offering, else the credential's page."""
    there = sorted(_open(one, today, currency), key=lambda o: (o.cost is None, o.cost or 0.0, o.id))
    return next((o.signup_url for o in there if o.signup_url), one.page_url)


def _over_concepts(engine: Engine, holdings: Holdings) -> Holdings:
    """Skills had as concepts."""
    place, concept = engine.snapshot.skill_place, engine.snapshot.arrays["concept"]
    skills = tuple(
        (f"concept:{int(concept[place[skill]])}" if skill in place else skill, mastery, known)
        for skill, mastery, known in holdings.skills
    )
    return replace(holdings, skills=skills)


def _attests(engine: Engine, holdings: Holdings) -> dict[str, dict[str, float]]:
    """What held credentials attest: what their issuers state that they teach, as concepts."""
    held = [award.credential for award in holdings.awards if award.credential in engine.snapshot.credential_index]
    stated = attested(engine.credential(name) for name in held)
    place, concept = engine.snapshot.skill_place, engine.snapshot.arrays["concept"]
    return {
        name: {f"concept:{int(concept[place[skill]])}": level for skill, level in skills.items() if skill in place}
        for name, skills in stated.items()
    }


def _reachable(
    goal: Requirement, ways: Ways, held: Holdings, today: date, attests: Mapping[str, Mapping[str, float]]
) -> tuple[Requirement, tuple[Leaf, ...]]:
    """The goal without the skills that can't be shown by any plan, and those."""
    situation = Situation(ways, goal, held, today, attests)
    earned = Earned(situation)
    for one in situation.reachable(situation.closure()):
        earned.add(one)
    parts = tuple(part for part in goal.parts if isinstance(part, HasSkill)) if isinstance(goal, AllOf) else ()
    kept = tuple(part for part in parts if earned.meets(part))
    return AllOf(kept), tuple(part for part in parts if not earned.meets(part))


def _chosen(found: Plan | NoPlan) -> set[str]:
    return {step.credential for step in found.steps} if isinstance(found, Plan) else set()


def _skills(found: Plan | NoPlan) -> list[Leaf]:
    if isinstance(found, Plan):
        return [leaf for step in found.steps for leaf in step.shows]
    return [one.leaf for one in found.lacking]


def _name(leaf: Leaf) -> str:
    return leaf.skill if isinstance(leaf, HasSkill) else leaf.credential
