"""The page at /, where a learner picks what they hold and sees the next steps; and whose the data are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response

from api.engine import Engine
from api.http.context import EngineHere, fresh_id, now
from api.http.links import click_path
from api.pages.form import PageForm, Picked, acted, picked
from api.pages.home import home
from api.pages.render import page
from data.shipping import sources

router = APIRouter(include_in_schema=False)

CURRENCIES: Final = ("", "USD", "EUR", "GBP", "INR", "CAD", "AUD", "CHF", "JPY", "BRL", "ZAR")


@router.get("/")
def empty(engine: EngineHere) -> Response:
    """The page before anything is picked."""
    return _home(engine, Picked(visit=fresh_id()), "")


@router.post("/")
def filled(form: Annotated[PageForm, Form()], engine: EngineHere) -> Response:
    """The page for what is picked; it travels in the form, so no address ever holds it."""
    return _home(engine, acted(picked(form, fresh=fresh_id()), form.do), form.do)


def _home(engine: Engine, chosen: Picked, do: str) -> Response:
    view = home(engine, chosen, do=do, now=now(), link=link_of(engine))
    return page("home.html", view=view, currencies=CURRENCIES)


def link_of(engine: Engine) -> Callable[[str], str]:
    """Makes the signed path of a suggestion."""
    return lambda suggestion: click_path(engine.secret, suggestion)


@router.get("/about")
def about(engine: EngineHere) -> Response:
    """Whose the shipped data are, under which licence, and what was changed."""
    return page("about.html", sources=sources(), snapshot=engine.snapshot_name)
