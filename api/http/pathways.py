"""Pathways read whole, saved and withdrawn, version by version; of two editors at once the second is told.

Its addresses end in a pathway's name, whatever that holds: this router comes after all others under /v1/pathways.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Query, Response

from api import authoring
from api.authoring import By, Standing
from api.http.context import Caller, EngineHere, MayRead, MayWrite, now
from api.http.errors import VersionMissing
from api.pathway_shapes import PathwayIn, shown
from data.records import Edit
from recommender.authored import body_of

router = APIRouter(prefix="/v1/pathways", tags=["pathways"])

Id = Annotated[str, Path(max_length=1_000, description="The pathway's identifier.")]
IfMatch = Annotated[
    str, Header(alias="If-Match", max_length=1_000, description='The version that was read and changed, such as "3".')
]
IfNoneMatch = Annotated[str, Header(alias="If-None-Match", max_length=1_000, description="* where it is to be new.")]
Number = Annotated[int, Path(ge=0, le=2**31 - 1, description="The version; 0 is the import.")]
Before = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Only versions below this one.")]
Many = Annotated[int, Query(ge=1, le=100)]

_TAG: Final = re.compile(r'\s*(?:W/)?(?:"([^"]*)"|([^",\s]+))\s*')


@router.get("/{pathway:path}/versions/{number}")
def version(pathway: Id, number: Number, engine: EngineHere, caller: MayWrite) -> dict[str, Any]:
    """One version of a pathway of the issuer's; `pathway` is null in one that withdrew it."""
    return {"id": pathway, **(authoring.version(engine, pathway, number, by=by_of(caller)).shown or {})}


@router.get("/{pathway:path}/versions")
def versions(
    pathway: Id, engine: EngineHere, caller: MayWrite, before: Before = None, limit: Many = 20
) -> dict[str, Any]:
    """The versions of a pathway of the issuer's, latest first, a page at a time: by whom, when, how many steps."""
    found = authoring.versions(engine, pathway, by=by_of(caller), limit=limit + 1, before=before)
    rows = [_listed(edit) for edit in found[:limit]]
    return {"id": pathway, "versions": rows, "next_before": rows[-1]["version"] if len(found) > limit else None}


def _listed(edit: Edit) -> dict[str, Any]:
    body = edit.body if isinstance(edit.body, dict) else {}
    about = {"name": body.get("name"), "steps": len(body.get("steps", ()))} if body else {}
    return {
        "version": edit.version,
        "number": edit.number,
        "author": edit.author,
        "at": edit.at.isoformat(),
        "withdrawn": edit.body is None,
        **about,
    }


@router.get("/{pathway:path}")
def read(pathway: Id, engine: EngineHere, caller: MayRead, response: Response) -> dict[str, Any]:
    """One pathway whole: steps, conditions, order, ends. The header ETag is its version, "0" as it was imported."""
    return _answer(authoring.standing(engine, pathway), response)


@router.put("/{pathway:path}", responses={201: {"description": "A new pathway was saved."}})
def save(
    pathway: Id,
    body: PathwayIn,
    engine: EngineHere,
    caller: MayWrite,
    response: Response,
    if_match: IfMatch = "",
    if_none_match: IfNoneMatch = "",
) -> dict[str, Any]:
    """Save a pathway over the version in `If-Match`, or a new one with `If-None-Match: *`; in advice at once.

    412 with both versions where somebody else edited it meanwhile.
    """
    expected = expected_of(if_match, if_none_match)
    kept = authoring.save(engine, pathway, body, expected=expected, by=by_of(caller), now=now())
    response.status_code = 201 if expected is None else 200
    return _answer(kept, response)


@router.delete("/{pathway:path}")
def withdraw(
    pathway: Id, engine: EngineHere, caller: MayWrite, response: Response, if_match: IfMatch = ""
) -> dict[str, Any]:
    """Withdraw a pathway, also an imported one. That is a version, too: saving over it brings the pathway back."""
    expected = expected_of(if_match, "")
    kept = authoring.withdraw(
        engine, pathway, expected=-1 if expected is None else expected, by=by_of(caller), now=now()
    )
    response.headers["ETag"] = f'"{kept.version}"'
    return {"id": pathway, "version": kept.version, "withdrawn": True}


def by_of(caller: Caller) -> By:
    """Who edits: the issuer of the key; a key with the scope admin edits for all."""
    return By(caller.issuer, caller.key or caller.issuer, "admin" in caller.scopes)


def _answer(there: Standing, response: Response) -> dict[str, Any]:
    found = authoring.found(there)
    response.headers["ETag"] = f'"{there.version}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return shown(found, body_of(found))


def expected_of(if_match: str, if_none_match: str) -> int | None:
    """The version that is changed, -1 for one that never was, None for a new one; raises `VersionMissing`."""
    if if_none_match.strip() == "*" and not if_match:
        return None
    tag = _TAG.fullmatch(if_match)
    if tag is None or if_none_match or tag[2] == "*":
        raise VersionMissing(
            "A change must say which version was read and changed, so that nobody else's is lost.",
            hint='Send `If-Match: "<version>"`, the ETag of what was read, or `If-None-Match: *` for a new one.',
        )
    said = tag[1] if tag[1] is not None else tag[2]
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else -1
