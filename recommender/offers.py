"""Which of a credential's offerings to show a learner, and what is said of sign-up, cost and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.credentials import Credential, Offering
from recommender.query import Limits


@dataclass(frozen=True, slots=True)
class Offer:
    """What a learner is shown: link or a note why there is none, cost and hours where stated, mode and language."""

    signup_url: str
    signup_note: str
    cost: float | None
    currency: str
    hours: float | None
    mode: str
    language: str


def offer(credential: Credential, today: date, limits: Limits) -> Offer:
    """The offering that fits the learner best, or what the credential itself says where none is stated."""
    fitting = [o for o in credential.offerings if o.is_open(today) and not misfits(o, credential, today, limits)]
    open_now = fitting or [o for o in credential.offerings if o.is_open(today)]
    best = min(open_now, key=_preference) if open_now else Offering("")
    url = best.signup_url or credential.page_url
    return Offer(
        signup_url=url,
        signup_note=_note(credential, best, url),
        cost=best.cost,
        currency=best.currency,
        hours=best.hours if best.hours is not None else credential.hours,
        mode=best.mode,
        language=best.language or credential.language,
    )


def misfits(offering: Offering, credential: Credential, today: date, limits: Limits) -> tuple[str, ...]:
    """Why an offering doesn't fit the learner's own limits; what isn't stated is never held against it.

    >>> from skills_taxonomy.types import Provenance
    >>> knots = Credential("x:knots", "Knots", "x", "X", Provenance("x", "f:2"))
    >>> dear = Offering("o", cost=120.0, currency="EUR")
    >>> misfits(dear, knots, date(2026, 1, 1), Limits(budget=100.0, currency="EUR"))
    ('It costs 120 EUR, more than your budget of 100 EUR.',)
    """
    found = []
    if _too_dear(offering, limits):
        cost, budget = _money(offering.cost, offering.currency), _money(limits.budget, limits.currency)
        found.append(f"It costs {cost}, more than your budget of {budget}.")
    if limits.modes and offering.mode and offering.mode not in limits.modes:
        found.append(f"It is taught {offering.mode}; you asked for {' or '.join(sorted(limits.modes))}.")
    language = offering.language or credential.language
    if limits.languages and language and not _speaks(language, limits.languages):
        found.append(f"It is taught in {language}; you asked for {' or '.join(sorted(limits.languages))}.")
    hours = offering.hours if offering.hours is not None else credential.hours
    found.extend(_too_long(hours, offering, today, limits))
    return tuple(found)


def _too_dear(offering: Offering, limits: Limits) -> bool:
    comparable = not limits.currency or not offering.currency or offering.currency == limits.currency
    return limits.budget is not None and offering.cost is not None and comparable and offering.cost > limits.budget


def _money(amount: float | None, currency: str) -> str:
    return f"{amount or 0:g} {currency}".strip()


def _speaks(language: str, accepted: frozenset[str]) -> bool:
    """BCP 47: "en-GB" is English, so it fits "en", and the other way round."""
    return language.split("-", maxsplit=1)[0].casefold() in {tag.split("-")[0].casefold() for tag in accepted}


def _too_long(hours: float | None, offering: Offering, today: date, limits: Limits) -> list[str]:
    found = []
    if limits.by is not None and offering.ends is not None and offering.ends > limits.by:
        found.append(f"It ends on {offering.ends}, after {limits.by}.")
    if limits.by is not None and offering.starts is not None and offering.starts > limits.by:
        found.append(f"It starts on {offering.starts}, after {limits.by}.")
    if limits.by is not None and hours is not None and limits.hours_a_week is not None:
        weeks = max((limits.by - today).days, 0) / 7
        left = weeks * limits.hours_a_week
        if hours > left:
            week = f"at {limits.hours_a_week:g} a week you have {left:.0f} until {limits.by}"
            found.append(f"It takes {hours:g} hours; {week}.")
    return found


def _preference(offering: Offering) -> tuple[bool, date, float, str]:
    """A sign-up link first, then what starts soonest, then the cheapest."""
    cost = offering.cost if offering.cost is not None else float("inf")
    return (not offering.signup_url, offering.starts or date.min, cost, offering.id)


def _note(credential: Credential, offering: Offering, url: str) -> str:
    if url and not offering.signup_url:
        return "Sign-up isn't stated apart; this is the credential's own page."
    if url:
        return offering.note
    return offering.note or f"No sign-up page is known; ask {credential.issuer_name or credential.issuer}."
