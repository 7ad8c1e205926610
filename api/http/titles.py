"""Job titles matched to occupations."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from api.http.context import MayRead
from api.http.title_schemas import TitleAnswers, TitlesAsk
from api.titles import Titles, answers

router = APIRouter(prefix="/v1", tags=["catalogue"])


async def titles_of(request: Request) -> Titles:
    """What matches the titles of the server's workspace."""
    found: Titles = request.app.state.titles
    return found


@router.post("/occupations/match", response_model=TitleAnswers)
def match_titles(ask: TitlesAsk, here: Annotated[Titles, Depends(titles_of)], caller: MayRead) -> dict[str, Any]:
    """Job titles as typed or advertised to occupations, each with a calibrated confidence, or an abstention and why."""
    titles = [ask.titles] if isinstance(ask.titles, str) else ask.titles
    found = answers(here.matcher(), titles, k=ask.k, least=ask.least, vocabularies=ask.schemes)
    return {"titles": found}
