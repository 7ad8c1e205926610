"""Tags and mappings that an issuer's people decide about, least sure first; of two at once the second is told."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import ConfigDict, Field

from api.authoring import By
from api.engine import Engine
from api.errors import NotTheirs
from api.http.context import Caller, EngineHere, MayWrite, now
from api.http.pathways import by_of, expected_of
from api.http.schemas import Body, Words
from api.reviewing import Skills, decide, readable
from data.records import Review, Verdict
from data.review_rows import plain_decision

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])

Id = Annotated[str, Path(max_length=100, description="The review's identifier.")]
IfMatch = Annotated[
    str, Header(alias="If-Match", max_length=100, description='The version that was looked at; "0": undecided.')
]
Kind = Annotated[Literal["tag", "mapping"] | None, Query(description="Only of this kind.")]
State = Annotated[
    Literal["open", "accepted", "rejected", "corrected", "all"], Query(description="How they stand; open: undecided.")
]
Many = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=100, description="`next_after` of the page before.")]
Whose = Annotated[str, Query(max_length=100, description="Of this issuer; only a key with the scope admin may ask.")]


class DecisionIn(Body):
    """What a person says of a tag or mapping."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"decision": "accepted"}, {"decision": "rejected", "note": "only mentioned"}]},
    )

    decision: Literal["accepted", "rejected", "corrected", "open"] = Field(
        description="open takes the last decision back."
    )
    skill: Words = Field("", description="With corrected: the skill that is right, by identifier or name.")
    relation: Literal["", "exact match", "close match", "broad match", "narrow match"] = Field(
        "", description="With corrected, of a mapping: how it is related."
    )
    note: Words = ""
    by: Annotated[str, Field(max_length=100)] = Field("", description="Who decides, where several people use one key.")


@router.get("")
def listing(
    engine: EngineHere,
    caller: MayWrite,
    kind: Kind = None,
    state: State = "open",
    limit: Many = 50,
    after: After = "",
    issuer: Whose = "",
) -> dict[str, Any]:
    """The issuer's tags and mappings, the least sure first, a page at a time, with how many there are."""
    whose = issuer_of(caller, issuer)
    found = engine.records.reviews(
        whose, kind=kind, state=None if state == "all" else state, limit=limit + 1, after=after
    )
    counts = engine.records.review_counts(whose)
    return {
        "reviews": [one.plain for one in found[:limit]],
        "next_after": found[limit - 1].id if len(found) > limit else None,
        "counts": [{"kind": kind, "state": state, "count": count} for (kind, state), count in sorted(counts.items())],
    }


@router.get("/{review}")
def one(review: Id, engine: EngineHere, caller: MayWrite, response: Response) -> dict[str, Any]:
    """One tag or mapping with all that was decided of it, latest first. The header ETag is its version."""
    found = readable(engine.records, review, by_of(caller))
    history = [plain_decision(kept) for kept in engine.records.review_history(review)]
    return _answer(found, response) | {"history": history}


@router.put("/{review}")
def save(
    review: Id, body: DecisionIn, engine: EngineHere, caller: MayWrite, response: Response, if_match: IfMatch = ""
) -> dict[str, Any]:
    """Decide about the version in `If-Match`; it counts from the next build on.

    412 with both decisions where somebody else decided meanwhile.
    """
    verdict = Verdict(state=body.decision, skill=body.skill, relation=body.relation, note=body.note)
    expected = expected_of(if_match, "")
    by = person(caller, body.by)
    kept = decide(engine.records, review, verdict, -1 if expected is None else expected, by, now(), skills_of(engine))
    return _answer(kept, response)


def issuer_of(caller: Caller, asked: str) -> str | None:
    """Whose reviews are meant: the key's issuer's; an operator may name one, or (None) mean all."""
    by = by_of(caller)
    if by.operator:
        return asked or None
    if asked and asked != by.issuer:
        raise NotTheirs(f"The key is one of {by.issuer!a:.80}.", hint="Ask without `issuer`.")
    return by.issuer


def person(caller: Caller, name: str) -> By:
    """Who decides: the key, and the name that somebody gave with it."""
    by = by_of(caller)
    name = " ".join(name.split())
    return By(by.issuer, f"{name} ({by.author})" if name else by.author, by.operator)


def skills_of(engine: Engine) -> Skills:
    """The skills of the snapshot that answers."""
    return Skills(engine.skill_id, engine.name_of)


def _answer(found: Review, response: Response) -> dict[str, Any]:
    response.headers["ETag"] = f'"{found.version}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return found.plain
