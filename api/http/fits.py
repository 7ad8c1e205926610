"""CVs to occupations, over HTTP. Nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from api.fits import Fits, Fitter
from api.http.context import EngineHere, MayRead
from api.http.problems import problem_json
from api.http.texts import Text
from skills_taxonomy.errors import DocumentTooLong, NotAText

router = APIRouter(tags=["texts"])

MOST: Final = 20
"""Texts that one request may bring."""


async def fits_of(request: Request) -> Fits:
    """What fits texts here."""
    found: Fits = request.app.state.fits
    return found


class FitAsk(BaseModel):
    """CVs, and how many occupations for each."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"documents": [{"id": "cv-1", "text": "Five years of Python and SQL, led a team"}], "k": 3}]
        },
    )

    documents: list[Text] = Field(min_length=1, max_length=MOST)
    k: int = Field(5, ge=1, le=100, description="How many occupations for each.")
    scheme: Literal["", "esco", "onet"] = Field("esco", description="Only occupations of this one; empty: of all.")


@router.post("/v1/occupations/fit")
async def fit(
    asked: FitAsk, engine: EngineHere, here: Annotated[Fits, Depends(fits_of)], caller: MayRead
) -> dict[str, Any]:
    """Read CVs for skills, and find the occupations that ask for them, the nearest first, with what lacks.

    `score` orders what is found for one text. A text that can't be read has a `problem` in its place.
    """
    fitter = here.fitter(engine.snapshot)
    return {"documents": await run_in_threadpool(lambda: [_fit(fitter, one, asked) for one in asked.documents])}


def _fit(fitter: Fitter, one: Text, asked: FitAsk) -> dict[str, Any]:
    try:
        return {"id": one.id} | fitter.fit(one.text, k=asked.k, scheme=asked.scheme)
    except (NotAText, DocumentTooLong) as error:
        return {"id": one.id, "problem": problem_json(error)}
