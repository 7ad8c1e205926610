"""What there is: credentials, pathways, skills and occupations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.context import EngineHere, MayRead, Tagged, now
from api.http.schemas import MatchAsk, ProgressAsk
from api.shapes import credential_json, hit_json, match_json, pathway_json, progress_json, wage_json
from graph.errors import UnknownNode
from graph.holdings import Known

router = APIRouter(prefix="/v1", tags=["catalogue"])

Words = Annotated[str, Query(max_length=1000, description="Words as a person types them.")]
Limit = Annotated[int, Query(ge=1, le=100)]
Start = Annotated[str, Query(max_length=1000, description="The identifier after which the page begins.")]


@router.get("/credentials", dependencies=[Tagged])
def credentials(
    engine: EngineHere, caller: MayRead, q: Words = "", issuer: str = "", after: Start = "", limit: Limit = 20
) -> dict[str, Any]:
    """Credentials by name, or all in order of identifier, a page at a time."""
    if q:
        return {"credentials": [hit_json(hit) for hit in engine.search(q, kind="credential", limit=limit)]}
    ids = [id_ for id_ in engine.credential_ids(issuer=issuer) if id_ > after][: limit + 1]
    rows = [{"id": id_, "label": engine.credential(id_).name} for id_ in ids[:limit]]
    return {"credentials": rows, "next_after": ids[limit - 1] if len(ids) > limit else None}


@router.get("/credentials/{credential:path}", dependencies=[Tagged])
def credential(credential: str, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """One credential: what it teaches with evidence, what it requires, when and where it can be earned."""
    found = engine.credential(credential)
    return credential_json(found, now().date(), [pathway.id for pathway in engine.pathways(credential=credential)])


@router.get("/pathways", dependencies=[Tagged])
def pathways(engine: EngineHere, caller: MayRead, credential: str = "") -> dict[str, Any]:
    """All pathways, or those of which a credential is a step."""
    return {"pathways": [pathway_json(pathway) for pathway in engine.pathways(credential=credential)]}


@router.post("/pathways/{pathway:path}/progress")
def progress(pathway: str, ask: ProgressAsk, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """How far what is held brings a learner: done, open now, locked and by what."""
    held = engine.holdings(credentials=ask.credentials, known=Known(ask.known))
    return progress_json(engine.progress(pathway, held, today=ask.today or now().date()), engine.name_of)


@router.get("/skills", dependencies=[Tagged])
def skills(engine: EngineHere, caller: MayRead, q: Words, limit: Limit = 20) -> dict[str, Any]:
    """Skills by name, typing errors forgiven."""
    return {"skills": [hit_json(hit) for hit in engine.search(q, kind="skill", limit=limit)]}


@router.get("/skills/{skill:path}", dependencies=[Tagged])
def skill(skill: str, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """One skill."""
    found = engine.skill(skill)
    if found is None:
        raise UnknownNode(f"No skill is called {skill!r}.", hint="GET /v1/skills?q= finds identifiers by name.")
    return asdict(found)


@router.get("/occupations", dependencies=[Tagged])
def occupations(engine: EngineHere, caller: MayRead, q: Words, limit: Limit = 20) -> dict[str, Any]:
    """Occupations by title, typing errors forgiven."""
    return {"occupations": [hit_json(hit) for hit in engine.search(q, kind="occupation", limit=limit)]}


@router.get("/occupations/{occupation:path}", dependencies=[Tagged])
def occupation(occupation: str, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """One occupation, with wages and their source."""
    found = engine.occupation(occupation)
    if found is None:
        raise UnknownNode(
            f"No occupation is called {occupation!r}.", hint="GET /v1/occupations?q= finds them by title."
        )
    wages = engine.wages(engine.resolve_goal(found.id))
    return {**asdict(found), "wages": [wage_json(wage) for wage in wages]}


@router.post("/match")
def match(ask: MatchAsk, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """Held credentials or skills against an occupation: had, lacking, what closes the gap, wages."""
    held = engine.holdings(credentials=ask.credentials, skills=ask.skills)
    goal = engine.resolve_goal(ask.goal, strict=ask.strict_goal)
    return match_json(engine.match(goal, held, today=ask.today or now().date(), limit=ask.limit))
