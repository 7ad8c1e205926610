"""Questions to the recommender: stateless, after one credential, for a stored learner, many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.asking import answer, question
from api.http.context import EngineHere, LearnerId, MayAsk, MaySeeLearners, SettingsHere, fresh_id, now
from api.http.errors import UnknownLearner
from api.http.schemas import AdviceOut, Ask, Batch, BatchOut
from graph.holdings import Holdings

router = APIRouter(prefix="/v1", tags=["recommendations"])

Goal = Annotated[str, Query(max_length=1000, description="The job aimed for, as a person says it.")]
Limit = Annotated[int, Query(description="How many, 1 to 100.")]


@router.post("/recommendations", response_model=AdviceOut)
def recommend(ask: Ask, engine: EngineHere, settings: SettingsHere, caller: MayAsk) -> dict[str, Any]:
    """Suggest next credentials for what the body says is held; nothing of it is kept but the suggestions themselves."""
    at = now()
    query, badges = question(engine, ask, issuer=caller.issuer, request_id=fresh_id(), now=at)
    advice = engine.advise(query)
    engine.log(advice, placement=ask.placement, issuer=caller.issuer, after=ask.after, now=at, shown=False)
    return answer(engine, settings, advice, badges)


@router.post("/recommendations/batch", response_model=BatchOut)
def recommend_many(batch: Batch, engine: EngineHere, settings: SettingsHere, caller: MayAsk) -> dict[str, Any]:
    """Answer up to a hundred questions; the answers stand in the order of the questions."""
    return {"answers": [recommend(ask, engine, settings, caller) for ask in batch.questions]}


@router.get("/credentials/{credential:path}/next", response_model=AdviceOut)
def next_after(
    credential: str, engine: EngineHere, settings: SettingsHere, caller: MayAsk, goal: Goal = "", limit: Limit = 5
) -> dict[str, Any]:
    """What comes after one credential, for anybody who looks at its page."""
    engine.credential(credential)
    ask = Ask(after=credential, goal=goal, limit=limit, placement=credential)
    return recommend(ask, engine, settings, caller)


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
    return engine.learner_holdings(learner)
