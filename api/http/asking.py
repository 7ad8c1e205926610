"""From a request's body to a question, and from an answer to what is sent and logged."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from api.engine import Engine
from api.http.links import click_path
from api.http.schemas import Ask
from api.settings import Settings
from api.shapes import advice_json, badge_json
from graph.holdings import Holdings, Known
from recommender.query import Advice, Limits, Query, Scope
from recommender.uploads import TakenBadge


def question(
    engine: Engine, ask: Ask, *, issuer: str, request_id: str, now: datetime
) -> tuple[Query, tuple[TakenBadge, ...]]:
    """The question that a body asks, with what its badges were taken for; raises `UnknownNode`, `AmbiguousGoal`."""
    today = ask.today or now.date()
    held = engine.holdings(credentials=ask.credentials, skills=ask.skills, known=Known(ask.known))
    badges = _badges(engine, ask, now) if ask.badges else ()
    awards = (*held.awards, *(badge.award for badge in badges if badge.award is not None))
    pins, boosts = engine.pins(issuer, ask.after or ask.placement)
    query = Query(
        today=today,
        request_id=request_id,
        holdings=Holdings(awards, held.skills),
        goal=engine.resolve_goal(ask.goal, strict=ask.strict_goal) if ask.goal else None,
        after=ask.after,
        limits=limits_of(ask),
        scope=Scope(frozenset(ask.issuers), frozenset(ask.blocked)),
        dismissed=frozenset(ask.dismissed),
        already_know=engine.known_ids(ask.already_know),
        pins=pins,
        boosts=boosts,
        limit=ask.limit,
    )
    return query, badges


def limits_of(ask: Ask) -> Limits:
    """The limits of a body as the recommender has them."""
    given = ask.limits
    return Limits(
        given.budget, given.currency, given.hours_a_week, given.by, frozenset(given.modes), frozenset(given.languages)
    )


def _badges(engine: Engine, ask: Ask, now: datetime) -> tuple[TakenBadge, ...]:
    contents = {
        f"badge {n}": (badge if isinstance(badge, str) else json.dumps(badge)).encode()
        for n, badge in enumerate(ask.badges, 1)
    }
    return engine.read_badge_contents(contents, recipients=ask.emails, today=ask.today or now.date())


def answer(engine: Engine, settings: Settings, advice: Advice, badges: tuple[TakenBadge, ...] = ()) -> dict[str, Any]:
    """An answer as JSON, with a link for each suggestion that logs the click and leads to its sign-up page."""
    found = advice_json(advice)
    for one in found["recommendations"]:
        leads = one["signup_url"] is not None
        one["click_url"] = settings.public_url + click_path(engine.secret, one["id"]) if leads else None
    found["badges"] = [badge_json(badge) for badge in badges]
    return found
