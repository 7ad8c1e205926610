"""Questions to the recommender: stateless, after one credential, for a stored learner, many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic_core import to_json

from api.engine import Engine
from api.http.asking import answer, question
from api.http.context import Caller, EngineHere, LearnerId, MayAsk, MaySeeLearners, SettingsHere, fresh_id, now
from api.http.errors import UnknownLearner
from api.http.schemas import AdviceOut, Ask, Batch, BatchOut
from api.settings import Settings
from graph.holdings import Holdings

router = APIRouter(prefix="/v1", tags=["recommendations"])

Goal = Annotated[str, Query(max_length=1000, description="The job aimed for, as a person says it.")]
Limit = Annotated[int, Query(description="How many, 1 to 100.")]


@router.post("/recommendations", response_model=AdviceOut)
async def recommend(ask: Ask, engine: EngineHere, settings: SettingsHere, caller: MayAsk) -> Response:
    """Suggest next credentials for what the body says is held; nothing of it is kept but the suggestions themselves.

    Answered where it is taken: handing a few milliseconds of arithmetic to a thread costs more than it frees.
    Badges take longer to read, and go to a thread.
    """
    if ask.badges:
        return sent(await run_in_threadpool(advised, ask, engine, settings, caller))
    return sent(advised(ask, engine, settings, caller))


def sent(found: dict[str, Any]) -> Response:
    """An answer as JSON; it isn't checked against its declared shape again, which tests do."""
    return Response(to_json(found), media_type="application/json")


def advised(ask: Ask, engine: Engine, settings: Settings, caller: Caller) -> dict[str, Any]:
    """The answer to one question, its suggestions queued for the records."""
    at = now()
    query, badges = question(engine, ask, issuer=caller.issuer, request_id=fresh_id(), now=at)
    advice = engine.advise(query)
    engine.log(advice, placement=ask.placement, issuer=caller.issuer, after=ask.after, now=at, shown=False)
    return answer(engine, settings, advice, badges)


@router.post("/recommendations/batch", response_model=BatchOut)
def recommend_many(batch: Batch, engine: EngineHere, settings: SettingsHere, caller: MayAsk) -> Response:
    """Answer up to a hundred questions; the answers stand in the order of the questions."""
    return sent({"answers": [advised(ask, engine, settings, caller) for ask in batch.questions]})


@router.get("/credentials/{credential:path}/next", response_model=AdviceOut)
def next_after(
    credential: str, engine: EngineHere, settings: SettingsHere, caller: MayAsk, goal: Goal = "", limit: Limit = 5
) -> Response:
    """What comes after one credential, for anybody who looks at its page."""
    engine.credential(credential)
    ask = Ask(after=credential, goal=goal, limit=limit, placement=credential)
    return sent(advised(ask, engine, settings, caller))


@router.get("/learners/{learner}/recommendations", response_model=AdviceOut)
def for_learner(
    learner: LearnerId,
    engine: EngineHere,
    settings: SettingsHere,
    caller: MaySeeLearners,
    goal: Goal = "",
    limit: Limit = 10,
) -> dict[str, Any]:
    """Suggest next credentials to a learner whose awards the issuer has imported."""
    at = now()
    held = learner_of(engine, caller.issuer, learner)
    query, _ = question(engine, Ask(goal=goal, limit=limit), issuer=caller.issuer, request_id=fresh_id(), now=at)
    asked = replace(
        query,
        holdings=held,
        dismissed=engine.dismissed(learner),
        already_know=engine.already_known(learner),
    )
    advice = engine.advise(asked)
    engine.log(advice, placement="learner", issuer=caller.issuer, learner=learner, now=at, shown=False)
    return answer(engine, settings, advice)


def learner_of(engine: EngineHere, issuer: str, learner: str) -> Holdings:
    """What a learner holds; raises `UnknownLearner` where the issuer has no award of theirs."""
    if not any(award.issuer == issuer for award in engine.records.awards_of(learner)):
        raise UnknownLearner("You have no award or enrolment of this learner.", hint="Import their awards first.")
    return engine.learner_holdings(learner, issuer=issuer)
