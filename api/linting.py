"""Pathways checked in what is known around them: the file that they stand in, and the workspace where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.designing import occupation_of
from api.engine import Engine
from graph.credentials import Credential
from graph.linting import Flaw, Severity, Surroundings, lint
from graph.pathways import Pathway
from recommender.designing import Demand, demand_of, taught


@dataclass(frozen=True, slots=True)
class Linted:
    """A pathway and its flaws."""

    pathway: Pathway
    flaws: tuple[Flaw, ...]

    def count(self, severity: Severity) -> int:
        """How many flaws are of a severity."""
        return sum(flaw.rule.severity is severity for flaw in self.flaws)

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "pathway": self.pathway.id,
            "name": self.pathway.name,
            "steps": len(self.pathway.steps),
            "flaws": [flaw_json(flaw) for flaw in self.flaws],
            "counts": {severity.value: self.count(severity) for severity in Severity},
        }


def flaw_json(flaw: Flaw) -> dict[str, Any]:
    """A flaw with its rule's code, why it matters, what to do, and where it is documented."""
    return {
        "code": flaw.rule.code,
        "name": flaw.rule.name,
        "severity": flaw.rule.severity.value,
        "message": flaw.message,
        "why": flaw.rule.why,
        "fix": flaw.rule.what_to_do,
        "steps": list(flaw.steps),
        "field": flaw.field,
        "place": flaw.place,
        "page": flaw.rule.page,
    }


def lint_pathway(
    pathway: Pathway,
    engine: Engine | None,
    *,
    today: date,
    beside: Mapping[str, Credential] | None = None,
    places: Mapping[str, str] | None = None,
    bad_links: Mapping[str, Mapping[str, str]] | None = None,
) -> Linted:
    """Check one pathway; `beside` are credentials that stand with it in its file, `bad_links` what is no link there."""
    around = Surroundings(
        today=today, credentials=beside or {}, whole=bool(beside), places=places or {}, bad_links=bad_links or {}
    )
    if engine is not None:
        around = _within(pathway, engine, around)
    return Linted(pathway, lint(pathway, around))


def _within(pathway: Pathway, engine: Engine, around: Surroundings) -> Surroundings:
    """The same, with what the workspace knows: credentials, concepts of skills, and what the destination asks for."""
    snapshot = engine.snapshot
    credentials = {**_known(engine, (step.credential for step in pathway.steps)), **around.credentials}
    demand = _demand(pathway, engine)

    def concept(skill: str) -> str:
        place = snapshot.skill_place.get(skill)
        return skill if place is None else f"concept:{int(snapshot.arrays['concept'][place])}"

    def teaches(credential: str) -> frozenset[str] | None:
        known = frozenset(taught(snapshot, credential))
        if not known and credential in around.credentials:
            known = frozenset(concept(one.skill) for one in around.credentials[credential].teaches)
        return known or None

    def label(name: str) -> str:
        return demand.label_of(name) if demand is not None and name.startswith("concept:") else engine.name_of(name)

    return Surroundings(
        today=around.today,
        credentials=credentials,
        whole=True,
        concept=concept,
        taught=teaches,
        demand=demand.needed if demand is not None else None,
        occupation=_called(pathway, engine) if demand is not None else "",
        label=label,
        places=around.places,
        bad_links=around.bad_links,
    )


def _called(pathway: Pathway, engine: Engine) -> str:
    goal = occupation_of(engine, pathway.destination)
    return goal.occupation.label if goal is not None and goal.occupation is not None else pathway.destination


def _known(engine: Engine, names: Iterable[str]) -> dict[str, Credential]:
    return {name: engine.credential(name) for name in names if name in engine.snapshot.credential_index}


def _demand(pathway: Pathway, engine: Engine) -> Demand | None:
    """What the destination asks for, where it is an occupation."""
    goal = occupation_of(engine, pathway.destination)
    view = engine.view(goal) if goal is not None else None
    return demand_of(engine.snapshot, view) if view is not None else None


def worst(found: Sequence[Linted], severity: Severity) -> int:
    """How many flaws are at least as bad as a severity."""
    ranks = list(Severity)
    return sum(one.count(other) for one in found for other in ranks[: ranks.index(severity) + 1])
