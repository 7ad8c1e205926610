"""What an issuer asks while designing: checks, measures, plans, drafts, progress and exports; nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.designing import drafted, measured
from api.errors import InvalidPathway
from api.http.context import Caller, EngineHere, MayRead, MayWrite, now
from api.http.errors import NotAllowed
from api.linting import flaw_json, lint_pathway
from api.pages.drawing import drawing
from api.pathway_shapes import PathwayIn, pathway_meant
from api.plans import Aim, Terms, planned
from api.shapes import progress_json
from graph.drafting import Draft
from graph.holdings import Holdings
from graph.pathways.codec import pathway_to_plain
from graph.planning import Limits, Measure
from graph.requirements import key
from recommender.authored import Fault

router = APIRouter(prefix="/v1", tags=["designing pathways"])

MOST_SECONDS: Final = 5.0
"""How long a plan is looked for at most, while somebody waits."""

MOST_MEASURED: Final = 500
"""How many steps a pathway may have to be measured: what its steps block takes the square of them."""


_PATHWAY: Final = {
    "name": "From containers to operating them",
    "steps": [
        {"id": "1", "position": 1, "credential": "cncf:CKA"},
        {"id": "2", "position": 2, "credential": "acme:operations", "kind": "course", "after": ["1"]},
    ],
    "ends": ["2"],
}


def _like(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", allow_inf_nan=False, json_schema_extra={"examples": [example]})


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Designed(_Asked):
    """A pathway, kept or not, as it is sent for saving."""

    model_config = _like(pathway=_PATHWAY)

    pathway: PathwayIn


class Held(_Asked):
    """What a learner holds."""

    holds: list[Annotated[str, Field(max_length=250)]] = Field(default_factory=list, max_length=2_000)
    skills: list[Annotated[str, Field(max_length=250)]] = Field(default_factory=list, max_length=2_000)
    today: date | None = Field(None, description="The day to answer for; the server's by default.")


class DesignedFor(Designed, Held):
    """A pathway and a learner."""

    model_config = _like(pathway=_PATHWAY, holds=["cncf:CKA"])


class Wanting(Held):
    """What a plan takes least of, and the most that it may take."""

    minimise: Measure = Measure.COST
    budget: float | None = Field(None, ge=0)
    currency: str = Field("", max_length=10)
    hours: float | None = Field(None, ge=0)
    steps: int | None = Field(None, ge=0)
    issuers: list[Annotated[str, Field(max_length=250)]] = Field(default_factory=list, max_length=100)
    unknown_cost: float | None = Field(None, ge=0, description="What a step counts of which no price is stated.")
    strict: bool = Field(False, description="No plan at all where a needed skill is taught nowhere.")
    seconds: float = Field(2.0, gt=0, le=MOST_SECONDS, description="How long to look; the gap is told.")


class PlanFor(Wanting):
    """Where a plan leads: one of the three."""

    model_config = _like(credential="cncf:CKA", minimise="hours")

    goal: str = Field("", max_length=1_000, description="An occupation as a person says it.")
    credential: str = Field("", max_length=250)
    pathway: str = Field("", max_length=250, description="A kept pathway's identifier.")


class PlanThrough(Designed, Wanting):
    """A plan through a pathway that needn't be kept."""

    model_config = _like(pathway=_PATHWAY, holds=["cncf:CKA"], minimise="cost")


class Measuring(Designed):
    """What coverage is of: the job, by default the pathway's destination."""

    model_config = _like(pathway=_PATHWAY)

    occupation: str = Field("", max_length=1_000)


class Toward(_Asked):
    """Whose credentials a draft is made of, and where it leads: an occupation or a credential."""

    model_config = _like(credential="cncf:CKA")

    issuer: str = Field("", max_length=250, description="By default the key's own.")
    goal: str = Field("", max_length=1_000)
    credential: str = Field("", max_length=250)


@router.post("/pathways/lint")
def lint(asked: Designed, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """Every flaw of a pathway's design: its code, the steps, why it matters and what to do; the worst first."""
    return lint_pathway(pathway_meant(asked.pathway), engine, today=now().date()).as_json()


@router.post("/pathways/measure")
def measure(asked: Measuring, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """What each step delays and blocks, what the pathway takes, what of a job's demand it covers."""
    pathway = pathway_meant(asked.pathway)
    if len(pathway.steps) > MOST_MEASURED:
        raise InvalidPathway.of([Fault("steps", f"more than {MOST_MEASURED} steps aren't measured here")])
    own = bool(caller.issuer) and caller.issuer == pathway.issuer
    found = measured(engine, pathway, occupation=asked.occupation).as_json()
    return found if own else found | {"stops": []}


@router.post("/plans")
def plan(asked: PlanFor, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """The plan of least cost, hours or steps to a job's skills, a credential or a pathway's end, with its proof."""
    return _planned(engine, Aim(asked.goal, asked.credential, asked.pathway), asked)


@router.post("/pathways/plan")
def plan_through(asked: PlanThrough, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """The same through a pathway as it is sent."""
    return _planned(engine, Aim(sent=pathway_meant(asked.pathway)), asked)


def _planned(engine: EngineHere, aim: Aim, asked: Wanting) -> dict[str, Any]:
    terms = Terms(
        asked.minimise, Limits(asked.budget, asked.hours, asked.steps), frozenset(asked.issuers),
        asked.currency.upper(), asked.unknown_cost, seconds=asked.seconds,
    )  # fmt: skip
    return planned(engine, aim, _held(engine, asked), _day(asked), terms, strict=asked.strict).as_json()


@router.post("/pathways/draft")
def draft(asked: Toward, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """A first pathway out of an issuer's own catalogue and awards, with the reason for every step and its flaws."""
    issuer = _own(caller, asked.issuer)
    made, demand = drafted(engine, issuer, goal=asked.goal, credential=asked.credential)
    return _drafted(engine, made, [demand.label_of(key(one)[0]) if demand else key(one)[0] for one in made.gaps])


def _drafted(engine: EngineHere, made: Draft, gaps: list[str]) -> dict[str, Any]:
    plain = {name: value for name, value in pathway_to_plain(made.pathway).items() if name != "provenance"}
    flaws = lint_pathway(made.pathway, engine, today=now().date()).flaws
    reasons = {step: list(said) for step, said in made.reasons.items()}
    told = {"reasons": reasons, "gaps": gaps, "unknown": list(made.unknown)}
    return {"pathway": plain, **told, "flaws": [flaw_json(one) for one in flaws]}


def _own(caller: Caller, issuer: str) -> str:
    """The issuer asked about: a key's own; any where the key has the scope admin."""
    if issuer and issuer != caller.issuer and "admin" not in caller.scopes:
        raise NotAllowed(f"This key is of {caller.issuer}, not of {issuer[:100]}.", hint="Leave `issuer` out.")
    return issuer or caller.issuer


@router.post("/pathways/progress")
def progress(asked: DesignedFor, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """How far whoever holds this is on a pathway: each step done, open, locked and by what; what is next."""
    found = engine.progress(pathway_meant(asked.pathway), _held(engine, asked), today=_day(asked))
    return progress_json(found, engine.name_of)


@router.post("/pathways/drawing", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}})
def picture(asked: DesignedFor, engine: EngineHere, caller: MayRead) -> Response:
    """The drawing of a pathway as SVG, with every step told in its description; with progress where holds are given."""
    pathway = pathway_meant(asked.pathway)
    states = None
    if asked.holds or asked.skills:
        found = engine.progress(pathway, _held(engine, asked), today=_day(asked))
        states = {one.step.id: one.state for one in found.steps}
    return Response(drawing(pathway, engine.name_of, states=states), media_type="image/svg+xml")


@router.post("/pathways/export")
def export(
    asked: Designed, engine: EngineHere, caller: MayRead, to: Annotated[str, Query(max_length=40)] = "yaml"
) -> dict[str, Any]:
    """A pathway in another system's format, with every field that the format can't keep."""
    from api.pathway_files import converted, file_name, format_called

    pathway, format_ = pathway_meant(asked.pathway), format_called(to)
    written = converted(pathway, format_)
    losses = [{"step": one.step, "field": one.field, "why": one.why, "became": one.became} for one in written.losses]
    return {
        "text": written.text,
        "media_type": "application/yaml" if format_.suffix == ".yaml" else "application/json",
        "file_name": file_name(pathway, format_),
        "losses": losses,
    }


def _held(engine: EngineHere, asked: Held) -> Holdings:
    return engine.holdings(credentials=asked.holds, skills=asked.skills)


def _day(asked: Held) -> date:
    return asked.today or now().date()
