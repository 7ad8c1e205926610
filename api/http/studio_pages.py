"""The studio's pages, and the two things that only it asks: whose key this is, and what identifiers are called."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.context import CallerHere, EngineHere, MayRead
from api.http.errors import KeyMissing
from api.pages.render import page
from graph.errors import UnknownNode
from graph.pathways import StepKind
from graph.pathways.formats import FORMATS

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/v1/studio", tags=["designing pathways"])

KINDS: Final = {
    StepKind.GROUP: "Group: some of these", StepKind.COURSE: "Course", StepKind.ASSESSMENT: "Assessment",
    StepKind.WORK: "Work experience", StepKind.ACTIVITY: "Activity", StepKind.CREDENTIAL: "Credential",
}  # fmt: skip
"""Kinds that a step of one's own may have, the most frequent first."""

Id = Annotated[str, Path(max_length=1_000)]


class Named(BaseModel):
    """What is to be named."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ids": ["cncf:CKA"]}]})

    ids: list[Annotated[str, Field(max_length=250)]] = Field(max_length=2_000)


@router.get("/studio")
def listing() -> Response:
    """The issuer's pathways, a draft, a new one."""
    return page("studio.html")


@router.get("/studio/new")
def fresh() -> Response:
    """The editor of a pathway that isn't saved yet."""
    return _editor("", "")


@router.get("/studio/reviews")
def reviews() -> Response:
    """What was read in the issuer's texts, or mapped, least sure first, to be decided about."""
    return page("studio_reviews.html")


@router.get("/studio/{pathway:path}")
def editor(pathway: Id, engine: EngineHere) -> Response:
    """The editor of one pathway; one that only was withdrawn, or isn't there, is said so by the page itself."""
    try:
        name = engine.pathway(pathway).name
    except UnknownNode:
        name = ""
    return _editor(pathway, name)


def _editor(pathway: str, name: str) -> Response:
    picture = f"/embed/pathways/{quote(pathway, safe='')}.svg" if name else ""
    return page(
        "studio_edit.html", pathway=pathway, name=name, picture=picture,
        kinds=[(kind.value, said) for kind, said in KINDS.items()], formats=FORMATS,
    )  # fmt: skip


@api.get("/me")
def me(caller: CallerHere) -> dict[str, Any]:
    """The issuer of the key, and what the key may."""
    if not caller.known:
        raise KeyMissing("This needs an API key.", hint="Make one with `stackway keys new ISSUER`.")
    return {"issuer": caller.issuer, "scopes": sorted(caller.scopes)}


@api.post("/names")
def names(asked: Named, engine: EngineHere, caller: MayRead) -> dict[str, Any]:
    """What credentials, skills and occupations are called; an identifier that nothing here has is left out."""
    called = {one: engine.name_of(one) for one in asked.ids}
    return {"names": {one: name for one, name in called.items() if name != one}}


router.include_router(api, include_in_schema=True)
