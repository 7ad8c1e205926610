"""The e-mail block: the next steps as tables with inlined styles, and the same as plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from api.pages import render, words
from api.pages.tokens import resolved
from recommender.query import Advice, Recommendation

if TYPE_CHECKING:
    from api.engine import Engine

MOST: Final = 3
"""The most steps that one e-mail shows."""


@dataclass(frozen=True, slots=True)
class MailStep:
    """One next step in an e-mail: what, why, whether it may be started, and the link that logs the click."""

    name: str
    issuer: str
    why: str
    sign: words.Sign
    facts: str
    link: str
    link_words: str
    note: str


def email_block(engine: Engine, settings_public_url: str, advice: Advice, greeting: str = "") -> tuple[str, str]:
    """The top one to three steps of an answer as (HTML, plain text); links begin with the public address.

    The HTML is a fragment to be put into an e-mail: tables, inlined styles, no pictures, no scripts, nothing loaded.
    A suggestion must have been logged for its link to lead on.
    """
    from api.http.links import click_path

    def link(suggestion: str) -> str:
        return settings_public_url + click_path(engine.secret, suggestion)

    steps = [_step(one, link) for one in advice.recommendations[:MOST]]
    values = {"greeting": greeting, "steps": steps, "goal": _goal(advice), "home": settings_public_url + "/"}
    return _inlined(render.html("email.html", **values)), render.text("email.txt", **values)


def _step(one: Recommendation, link: Callable[[str], str]) -> MailStep:
    facts = [
        words.money(one.cost, one.currency) if one.cost is not None else "Cost not stated",
        words.hours(one.hours) if one.hours is not None else "hours not stated",
        *([one.mode] if one.mode else []),
    ]
    return MailStep(
        name=_one_line(one.name),
        issuer=_one_line(one.issuer_name or one.issuer),
        why=_one_line(one.reasons[0].text) if one.reasons else "",
        sign=words.standing(one),
        facts=" · ".join(facts),
        link=link(one.id) if words.web_address(one.signup_url) else "",
        link_words=words.link_words(one),
        note=_one_line(one.signup_note),
    )


def _goal(advice: Advice) -> str:
    goal = advice.goal
    return _one_line(goal.occupation.label) if goal is not None and goal.occupation is not None else ""


def _one_line(text: str) -> str:
    """A name never breaks a line of the plain text."""
    return " ".join(text.split())


def _inlined(block: str) -> str:
    import css_inline

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
    return inliner.inline_fragment(block, _styles())


@cache
def _styles() -> str:
    return resolved((render.TEMPLATES / "email.css").read_text("utf-8"))
