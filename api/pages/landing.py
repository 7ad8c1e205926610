"""What is said of one credential and of what comes after it, to anybody who looks at its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api.engine import Engine
from api.pages import words
from api.pages.cards import Card, card
from graph.credentials import Credential
from graph.requirements import Holds, leaves
from recommender.offers import offer
from recommender.query import Advice, Limits


@dataclass(frozen=True, slots=True)
class Landing:
    """One credential and the cards of what comes next; `asks_for` are the credentials that it requires."""

    credential: Credential
    issuer: str
    about: str
    teaches: tuple[str, ...]
    asks_for: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    signup_url: str
    signup_note: str
    page_url: str
    cards: tuple[Card, ...]


def landing(
    engine: Engine, credential: Credential, advice: Advice, *, today: date, link: Callable[[str], str]
) -> Landing:
    """The page of one credential, with the suggestions that stand on it."""
    best = offer(credential, today, Limits())
    return Landing(
        credential=credential,
        issuer=credential.issuer_name or credential.issuer,
        about=credential.description,
        teaches=tuple(one.label for one in credential.teaches),
        asks_for=_asks_for(engine, credential),
        facts=(
            ("Cost", words.money(best.cost, best.currency)),
            ("Time", words.hours(best.hours)),
            *_validity(credential),
        ),
        signup_url=words.web_address(best.signup_url),
        signup_note=best.signup_note,
        page_url=words.web_address(credential.page_url),
        cards=tuple(
            card(place, one, link=link, standing=words.for_holders)
            for place, one in enumerate(advice.recommendations, 1)
        ),
    )


def _asks_for(engine: Engine, credential: Credential) -> tuple[tuple[str, str], ...]:
    """Credentials that it requires or lets count, by identifier and name."""
    if credential.requirement is None:
        return ()
    named = [leaf.credential for leaf in leaves(credential.requirement) if isinstance(leaf, Holds)]
    return tuple((id_, engine.name_of(id_)) for id_ in dict.fromkeys(named))


def _validity(credential: Credential) -> tuple[tuple[str, str], ...]:
    months = credential.validity_months
    return (("Valid for", f"{months} months"),) if months else ()
