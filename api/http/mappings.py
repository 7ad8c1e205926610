"""Own skills mapped to a published vocabulary, over HTTP. Nothing is kept and nothing is filed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from api.http.context import EngineHere, MayRead
from api.mapping import Mapped, SkillMapper

router = APIRouter(tags=["texts"])

MOST: Final = 200
"""Own skills that one request may bring."""

Label = Annotated[str, Field(min_length=1, max_length=500)]


async def mapper_of(request: Request) -> SkillMapper:
    """What maps skills here."""
    found: SkillMapper = request.app.state.mapper
    return found


class OwnSkill(BaseModel):
    """A skill of a vocabulary of one's own."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field("", max_length=250, description="What the answer is to call it.")
    label: Label
    alt_labels: list[Label] = Field(default_factory=list, max_length=50)


class OwnSkills(BaseModel):
    """Own skills, and the vocabularies to map them to."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"skills": [{"id": "acme:7", "label": "Working with SQL databases"}], "to": ["esco"]}]
        },
    )

    skills: list[OwnSkill] = Field(min_length=1, max_length=MOST)
    to: list[Literal["esco", "onet"]] = Field(default=["esco"], min_length=1, max_length=2)


@router.post("/v1/skills/map")
async def map_skills(
    asked: OwnSkills, engine: EngineHere, caller: MayRead, mapper: Annotated[SkillMapper, Depends(mapper_of)]
) -> dict[str, Any]:
    """Map own skills: the same, broader or narrower, each with how sure that is and why; none where nothing is likely.

    A person should look at what is less than sure: `stackway skills map` files mappings for review. The first request
    after a start takes some seconds, in which the labels are put together.
    """
    given = [(one.id, one.label, one.alt_labels) for one in asked.skills]
    found = {to: await run_in_threadpool(mapper.map, given, to, engine.snapshot_name) for to in dict.fromkeys(asked.to)}
    return {"skills": [_json(at, one, found) for at, one in enumerate(asked.skills)]}


def _json(at: int, one: OwnSkill, found: Mapping[Any, list[Mapped]]) -> dict[str, Any]:
    matches = [match for each in found.values() for match in each[at].matches]
    return {
        "id": one.id,
        "label": one.label,
        "matches": [
            {
                "relation": match.relation, "skill": match.skill, "label": match.label,
                "confidence": match.confidence, "evidence": match.evidence,
            }
            for match in matches
        ],
    }  # fmt: skip
