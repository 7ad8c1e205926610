"""Suggestions as a person sees them: one card each, the same on the page, the landing page and the fragment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.pages import words
from recommender.query import Reason, Recommendation
from skills_taxonomy.types import Provenance


@dataclass(frozen=True, slots=True)
class Card:
    """One suggestion with everything that is said of it; `link` logs the click and leads to sign-up (empty: none)."""

    place: int
    anchor: str
    credential: str
    name: str
    issuer: str
    level: str
    sign: words.Sign
    reasons: tuple[Reason, ...]
    evidence: tuple[Provenance, ...]
    facts: tuple[tuple[str, str], ...]
    gains: tuple[str, ...]
    pathways: tuple[str, ...]
    link: str
    link_words: str
    note: str
    page_url: str
    outlook: str


def card(
    place: int,
    one: Recommendation,
    *,
    link: Callable[[str], str],
    pathway_name: Callable[[str], str] = str,
    standing: Callable[[Recommendation], words.Sign] = words.standing,
) -> Card:
    """The card of one recommendation; `link` makes the signed path of a suggestion, `standing` says who may start."""
    shown = words.web_address(one.signup_url)
    return Card(
        place=place,
        anchor=f"s-{one.id}",
        credential=one.credential,
        name=one.name,
        issuer=one.issuer_name or one.issuer,
        level=one.level,
        sign=standing(one),
        reasons=one.reasons,
        evidence=tuple(dict.fromkeys(where for why in one.reasons for where in why.evidence)),
        facts=facts(one),
        gains=one.gains,
        pathways=tuple(pathway_name(id_) for id_ in one.pathways),
        link=link(one.id) if shown else "",
        link_words=words.link_words(one),
        note=one.signup_note,
        outlook=one.outlook_in_full,
        page_url=words.web_address(one.page_url),
    )


def facts(one: Recommendation) -> tuple[tuple[str, str], ...]:
    """Cost and time always, for what isn't stated is worth knowing; how and in which language where stated."""
    rows = [("Cost", words.money(one.cost, one.currency)), ("Time", words.hours(one.hours))]
    rows += [
        (name, value) for name, value in (("Taught", one.mode), ("Language", words.language(one.language))) if value
    ]
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: what is compared, and each card's side."""

    about: str
    sides: tuple[str, ...]


def compared(cards: Sequence[Card]) -> tuple[Line, ...]:
    """Cards side by side, fact by fact."""
    facts_of = [dict(card.facts) for card in cards]

    def line(about: str, say: Callable[[int], str]) -> Line:
        return Line(about, tuple(say(i) or words.NOT_STATED for i in range(len(cards))))

    return (
        line("May you start?", lambda i: f"{cards[i].sign.symbol} {cards[i].sign.words}"),
        line("What it asks for", lambda i: cards[i].sign.why),
        line("Cost", lambda i: facts_of[i]["Cost"]),
        line("Time", lambda i: facts_of[i]["Time"]),
        line("Taught", lambda i: facts_of[i].get("Taught", "")),
        line("Language", lambda i: facts_of[i].get("Language", "")),
        line("Level", lambda i: cards[i].level),
        line("Adds for your goal", lambda i: words.listed(cards[i].gains) or "nothing that the goal names"),
        line("Main reason", lambda i: cards[i].reasons[0].text if cards[i].reasons else "none was found"),
        line("Offered by", lambda i: cards[i].issuer),
    )
