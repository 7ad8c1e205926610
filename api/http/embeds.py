"""What other sites and e-mails show: fragment, strip, stable links, blocks, and the signed click."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from api.engine import Engine
from api.http.asking import question
from api.http.context import EngineHere, MayAsk, SettingsHere, fresh_id, now
from api.http.errors import UnknownSuggestion
from api.http.links import click_path, suggestion_of
from api.http.schemas import Ask, EmailAsk
from api.pages import words
from api.pages.email import email_block
from api.pages.landing import landing
from api.pages.render import page
from api.pages.strip import strip
from api.settings import Settings
from api.shapes import advice_json
from data.records import Event
from graph.credentials import Credential
from recommender.offers import offer
from recommender.query import Advice, Limits

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/v1", tags=["recommendations"])

ON_PAGE: Final = 5
IN_FRAGMENT: Final = 3

Goal = Annotated[str, Query(max_length=1000, description="The job aimed for, as a person says it.")]


@router.get("/go/{token}")
def go(token: Annotated[str, "at most a suggestion's signed name"], engine: EngineHere) -> Response:
    """Log that a suggestion was clicked, once, and lead on to where its credential is signed up for today.

    Raises `ForgedLink`, `UnknownSuggestion`.
    """
    id_ = suggestion_of(engine.secret, token)
    made = engine.events.suggestion(id_)
    if made is None:
        raise UnknownSuggestion(
            "The suggestion behind this link is no longer known.", hint="Find your next step anew on the first page."
        )
    at = now()
    engine.events.add_events([Event(id_, "clicked", at)])
    credential = engine.credential(made.credential)
    url = words.web_address(offer(credential, at.date(), Limits()).signup_url)
    return RedirectResponse(url or f"/next/{credential.id}", 302, {"Cache-Control": "no-store"})


@router.get("/next/{credential:path}.svg")
def picture(credential: str, engine: EngineHere, request: Request) -> Response:
    """The strip of a credential: the same for everybody, so it may be kept for an hour; it counts as no showing."""
    found = engine.credential(credential)
    tag = f'"{engine.snapshot_name}-{now():%Y%m%d}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    advice = _advised(engine, found, "", 3)
    return Response(strip(found.name, advice.recommendations), media_type="image/svg+xml", headers=headers)


@router.get("/next/{credential:path}")
def next_page(credential: str, engine: EngineHere, goal: Goal = "") -> Response:
    """The stable page of a credential: what it is, what comes next and why, and where to sign up."""
    return _shown(engine, "landing.html", credential, goal, ON_PAGE)


@router.get("/embed/credentials/{credential:path}")
def fragment(credential: str, engine: EngineHere, goal: Goal = "") -> Response:
    """What a credential's page shows in a frame: the next steps, each with its reason and the link to sign-up."""
    return _shown(engine, "embed.html", credential, goal, IN_FRAGMENT)


@router.get("/email/credentials/{credential:path}.txt")
def email_text(credential: str, engine: EngineHere, settings: SettingsHere, goal: Goal = "") -> Response:
    """The e-mail block of a credential as plain text, for who has just earned it."""
    return PlainTextResponse(_email(engine, settings, credential, goal)[1], headers={"Cache-Control": "no-store"})


@router.get("/email/credentials/{credential:path}")
def email_html(credential: str, engine: EngineHere, settings: SettingsHere, goal: Goal = "") -> Response:
    """The e-mail block of a credential as HTML, to be put into an e-mail to who has just earned it."""
    return HTMLResponse(_email(engine, settings, credential, goal)[0], headers={"Cache-Control": "no-store"})


@api.post("/emails")
def emails(ask: EmailAsk, engine: EngineHere, settings: SettingsHere, caller: MayAsk) -> dict[str, Any]:
    """The next steps of one learner as an e-mail block: HTML with inlined styles, plain text, and the suggestions."""
    at = now()
    query, _ = question(engine, ask, issuer=caller.issuer, request_id=fresh_id(), now=at)
    advice = engine.advise(query)
    engine.log(advice, placement="email", issuer=caller.issuer, after=ask.after, now=at, shown=False)
    html, text = email_block(engine, settings.public_url, advice, ask.greeting)
    return {"html": html, "text": text, "suggestions": advice_json(advice)["recommendations"]}


def _advised(engine: Engine, credential: Credential, goal: str, limit: int) -> Advice:
    """What comes after a credential (never itself) for anybody, with its issuer's wishes for its page."""
    ask = Ask(after=credential.id, goal=goal, limit=limit, placement=credential.id)
    query, _ = question(engine, ask, issuer=credential.issuer, request_id=fresh_id(), now=now())
    return engine.advise(query)


def _shown(engine: Engine, template: str, credential: str, goal: str, limit: int) -> Response:
    """A credential's next steps in a template, logged as shown on its page."""
    found, at = engine.credential(credential), now()
    advice = _advised(engine, found, goal, limit)
    engine.log(advice, placement=found.id, issuer=found.issuer, after=found.id, now=at)
    view = landing(engine, found, advice, today=at.date(), link=lambda id_: click_path(engine.secret, id_))
    return page(template, view=view)


def _email(engine: Engine, settings: Settings, credential: str, goal: str) -> tuple[str, str]:
    """A credential's next steps as an e-mail block; whether it is ever shown nobody knows yet."""
    found, at = engine.credential(credential), now()
    ask = Ask(credentials=[found.id], goal=goal, limit=IN_FRAGMENT, placement="email")
    query, _ = question(engine, ask, issuer=found.issuer, request_id=fresh_id(), now=at)
    advice = engine.advise(query)
    engine.log(advice, placement="email", issuer=found.issuer, after=found.id, now=at, shown=False)
    return email_block(engine, settings.public_url, advice)


router.include_router(api, include_in_schema=True)
