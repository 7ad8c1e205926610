"""Templates filled in: everything that goes into one is escaped, but for what another template made (`trusted`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.pages import tokens, words

TEMPLATES: Final = Path(__file__).parent / "templates"

_HTML: Final = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_HTML.globals.update(styles=tokens.version(), words=words)
_HTML.filters.update(web=words.web_address)

_TEXT: Final = Environment(  # noqa: S701 - plain text, in which nothing is markup
    loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_TEXT.globals.update(words=words)
_TEXT.filters.update(web=words.web_address)


def trusted(made_here: str) -> Markup:
    """HTML or CSS made from a template of this folder, to be put into another; never what came from outside."""
    return Markup(made_here)  # noqa: S704 - its parts were escaped when it was made


def html(template: str, **values: Any) -> str:
    """A template as HTML, with every value escaped."""
    return _HTML.get_template(template).render(**values)


def text(template: str, **values: Any) -> str:
    """A template as plain text."""
    return _TEXT.get_template(template).render(**values)


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """A template as an answer that is never kept by anything on the way."""
    return HTMLResponse(html(template, **values), status, {"Cache-Control": "no-store"})


def error_page(status: int, title: str, detail: str, hint: str) -> Response:
    """What a person with a browser sees where something is wrong: what, why, and what to do next.

    A hint that names a command or a route is for who runs the server, and isn't shown.
    """
    shown = "" if "`" in hint or "/v1" in hint else hint
    return page("error.html", status=status, title=title, detail=detail, hint=shown, code=status)


_HTML.globals.update(trusted=trusted)
