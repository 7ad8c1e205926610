"""An issuer's design questions: what a pathway is worth, and a first draft of one out of what the issuer offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.engine import Engine
from api.errors import BadOption
from graph.credentials import Credential
from graph.drafting import Draft, Wanted, draft
from graph.measuring import Coverage, Lengths, Stop, Structure, coverage, lengths, stops, structure
from graph.pathways import Pathway
from graph.planning import Measure
from graph.requirements import HasSkill, Holds
from recommender.designing import Demand, demand_of, taught, ways_of
from skills_taxonomy.types import Goal


@dataclass(frozen=True, slots=True)
class Measured:
    """All measures of one pathway; `coverage` is None where no occupation is asked for or understood."""

    pathway: Pathway
    structure: Structure
    lengths: tuple[Lengths, ...]
    coverage: Coverage | None
    demand: Demand | None
    occupation: str
    stops: tuple[Stop, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "pathway": self.pathway.id,
            "complexity": self.structure.complexity,
            "longest_chain": self.structure.longest,
            "steps": [asdict(one) | {"complexity": one.complexity} for one in self.structure.steps],
            "lengths": [asdict(one) for one in self.lengths],
            "occupation": self.occupation,
            "coverage": None if self.coverage is None else self._coverage(self.coverage),
            "stops": [asdict(one) | {"share": one.share} for one in self.stops],
        }

    def _coverage(self, found: Coverage) -> dict[str, Any]:
        label = self.demand.label_of if self.demand is not None else str
        return {
            "share": found.share,
            "without": dict(found.without),
            "lacking": [label(one) for one in found.lacking],
        }


def pathway_called(engine: Engine, name: str, *, issuer: str = "") -> Pathway:
    """A pathway by identifier, or the one that a file holds; raises `UnknownNode`, `BadOption`, `UnreadableFile`."""
    path = Path(name)
    if not path.exists():
        return engine.pathway(name)
    from api.pathway_files import pathways_of

    _, found = pathways_of(path, issuer=issuer)
    if len(found) > 1:
        raise BadOption(
            f"{path.name} holds {len(found)} pathways.",
            hint="Import it and name one: " + ", ".join(p.id for p in found[:5]),
        )
    return found[0]


def measured(engine: Engine, pathway: Pathway, *, occupation: str = "", seed: int = 0) -> Measured:
    """Measure a pathway; the occupation (as typed) defaults to the pathway's destination."""
    known = _known(engine, [step.credential for step in pathway.steps])
    goal = engine.resolve_goal(occupation) if occupation else occupation_of(engine, pathway.destination)
    demand = _demand(engine, goal)
    covered = None
    if demand is not None and demand.weights:
        covered = coverage(pathway, {name: taught(engine.snapshot, name) for name in known}, demand.weights)
    return Measured(
        pathway,
        structure(pathway, known),
        tuple(lengths(pathway, known, measure, seed=seed) for measure in Measure),
        covered,
        demand,
        goal.occupation.label if goal is not None and goal.occupation is not None else "",
        stops(pathway, histories(engine).values()),
    )


def occupation_of(engine: Engine, destination: str) -> Goal | None:
    """The occupation that a pathway's destination names outright; None where it is a credential, or nothing known."""
    if not destination or destination in engine.snapshot.credential_index:
        return None
    goal = engine.resolve_goal(destination)
    named = goal.occupation is not None and (goal.occupation.id == destination or goal.how in ("exact", "alias"))
    return goal if named else None


def drafted(engine: Engine, issuer: str, *, goal: str = "", credential: str = "") -> tuple[Draft, Demand | None]:
    """A draft out of an issuer's credentials towards an occupation (as typed) or one of its credentials.

    Raises `BadOption` where the issuer offers nothing here or neither goal nor credential is named, `UnknownGoal`,
    `AmbiguousGoal`, `UnknownNode`.
    """
    credentials = _known(engine, engine.credential_ids(issuer=issuer))
    if not credentials:
        raise BadOption(f"Nothing of the issuer {issuer[:100]!r} is here.", hint="Import its catalogue and build.")
    if bool(goal) == bool(credential):
        raise BadOption("Say where it leads: one of an occupation and a credential.", hint="--goal or --credential.")
    earlier = [[one for one in earned if one in credentials] for earned in histories(engine).values()]
    demand, wanted = None, Wanted(credential, (Holds(credential),), label=engine.name_of)
    if goal:
        found = engine.resolve_goal(goal, strict=True)
        demand = _demand(engine, found)
        if demand is None or found.occupation is None:
            raise BadOption(f"Nothing is known of what {goal[:100]!r} asks for.", hint="Name another occupation.")
        nice = tuple(HasSkill(one) for one in demand.nice)
        wanted = Wanted(found.occupation.id, tuple(HasSkill(one) for one in demand.needed), nice, demand.label_of)
    else:
        engine.credential(credential)
    name = f"To {found.occupation.label}" if goal and found.occupation else f"To {engine.name_of(credential)}"
    ways = ways_of(engine.snapshot, credentials.values())
    made = draft(f"{issuer}:draft", name, issuer, wanted, ways=ways, credentials=credentials, learners=earlier)
    return made, demand


def _known(engine: Engine, names: Any) -> Mapping[str, Credential]:
    return {name: engine.credential(name) for name in names if name in engine.snapshot.credential_index}


def _demand(engine: Engine, goal: Goal | None) -> Demand | None:
    view = engine.view(goal) if goal is not None else None
    return demand_of(engine.snapshot, view) if view is not None else None


def histories(engine: Engine) -> dict[str, list[str]]:
    """What each learner of the records earned, oldest first."""
    frame = engine.records.award_pairs().sort_values(["learner", "awarded", "credential"])
    found: dict[str, list[str]] = {}
    for learner, credential in zip(frame["learner"], frame["credential"], strict=True):
        found.setdefault(learner, []).append(credential)
    return found
