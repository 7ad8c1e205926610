"""Pathways as pictures, and what the studio asks besides: who edits, and how far a learner is."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.engine import Engine
from api.http.context import Caller, EngineHere, LearnerId, MayRead, MaySeeLearners, now
from api.http.recommendations import learner_of
from api.one_step import page_of
from api.pages.drawing import States, drawing
from api.shapes import progress_json
from graph.pathways import Progress

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/v1", tags=["pathways"])

Id = Annotated[str, Path(max_length=1_000, description="The pathway's identifier.")]
SVG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/svg+xml": {}}, "description": "The drawing, with a text alternative."}
}


@router.get("/embed/pathways/{pathway:path}.svg")
def embedded(pathway: Id, engine: EngineHere, request: Request) -> Response:
    """The drawing of a pathway for other sites: the same for everybody, no script, nothing loaded."""
    return _same_for_all(engine, pathway, request)


@api.get("/pathways/{pathway:path}.svg", responses=SVG, response_class=Response)
def picture(pathway: Id, engine: EngineHere, caller: MayRead, request: Request) -> Response:
    """The drawing of a pathway as SVG, with every step told in its description."""
    return _same_for_all(engine, pathway, request)


@api.get("/learners/{learner}/pathways/{pathway:path}.svg", responses=SVG, response_class=Response)
def picture_for(learner: LearnerId, pathway: Id, engine: EngineHere, caller: MaySeeLearners) -> Response:
    """The drawing of a pathway with how far a learner of the issuer's is with each step."""
    found = _progress(engine, caller, learner, pathway)
    states: States = {one.step.id: one.state for one in found.steps}
    said = drawing(found.pathway, engine.name_of, states=states)
    return Response(said, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@api.get("/learners/{learner}/pathways/{pathway:path}")
def progress_of(learner: LearnerId, pathway: Id, engine: EngineHere, caller: MaySeeLearners) -> dict[str, Any]:
    """How far a learner of the issuer's is on a pathway: each step done, open, locked and by what."""
    return progress_json(_progress(engine, caller, learner, pathway), engine.name_of)


@api.get("/pathways/{pathway:path}/one-step-away")
def one_step_away(
    pathway: Id,
    engine: EngineHere,
    caller: MaySeeLearners,
    after: Annotated[str, Query(max_length=250, description="`next_after` of the page before.")] = "",
    learners: Annotated[int, Query(ge=1, le=2_000, description="How many learners are looked at.")] = 500,
) -> dict[str, Any]:
    """The issuer's learners to whom a single step is left, and any of which credentials would complete it."""
    found = engine.pathway(pathway)
    rows, last = page_of(engine, found, caller.issuer, now().date(), after=after, looked_at=learners)
    return {
        "pathway": found.id,
        "learners": [{"learner": learner, "any_of": list(steps)} for learner, steps in rows],
        "next_after": last or None,
    }


def _progress(engine: Engine, caller: Caller, learner: str, pathway: str) -> Progress:
    return engine.progress(pathway, learner_of(engine, caller.issuer, learner), today=now().date())


def _same_for_all(engine: Engine, pathway: str, request: Request) -> Response:
    tag = f'"{engine.snapshot_name}"'
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    said = drawing(engine.pathway(pathway), engine.name_of)
    return Response(said, media_type="image/svg+xml", headers=headers)


router.include_router(api, include_in_schema=True)
