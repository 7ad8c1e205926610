"""Small things said to a person: amounts, hours, whether a credential may be started. Short, and nothing but true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from graph.credentials import Availability
from graph.pathways import StepState
from recommender.query import Recommendation, Verdict

NOT_STATED: Final = "not stated"


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol, words and a tone; the tone only colours what symbol and words already say."""

    symbol: str
    words: str
    tone: str
    why: str = ""


def standing(one: Recommendation) -> Sign:
    """Whether a learner may start a credential, and whether it can be started now."""
    why = " ".join(one.eligibility)
    if one.eligible is Verdict.NO:
        return Sign("✕", "You need something else first", "no", why)
    if one.eligible is Verdict.UNKNOWN:
        return Sign("?", "We can't tell yet", "unsure", why)
    if one.available is Availability.OPEN:
        return Sign("✓", "You can start now", "yes", why)
    if one.available is Availability.CLOSED:
        return Sign("○", "You may, but sign-up is closed", "unsure", why)
    return Sign("✓", "You may start, as far as is stated", "yes", why)


def for_holders(one: Recommendation) -> Sign:
    """The same for whoever holds the credential on whose page it stands: it speaks of nobody's "you".

    What is met is met by holding that credential, so only what isn't, or isn't known, is worth a sentence.
    """
    why = "" if one.eligible is Verdict.YES else " ".join(one.eligibility)
    if one.eligible is Verdict.NO:
        return Sign("✕", "Needs something else first", "no", why)
    if one.eligible is Verdict.UNKNOWN:
        return Sign("?", "Can't tell who may start", "unsure", why)
    if one.available is Availability.OPEN:
        return Sign("✓", "Can be started now", "yes", why)
    if one.available is Availability.CLOSED:
        return Sign("○", "Sign-up is closed", "unsure", why)
    return Sign("✓", "Open to holders, as far as stated", "yes", why)


STEPS: Final = {
    StepState.DONE: Sign("✓", "Done", "yes"),
    StepState.CLAIMED: Sign("✓", "Done, as you say", "yes"),
    StepState.ENROLLED: Sign("◐", "Under way", "unsure"),
    StepState.EXPIRED: Sign("↻", "Expired: renew it", "no"),
    StepState.OPEN: Sign("→", "Open to you", "plain"),
    StepState.UNCLEAR: Sign("?", "We can't tell yet", "unsure"),
    StepState.LOCKED: Sign("✕", "Needs something first", "no"),
}
"""How far a learner is with one step of a pathway."""


def link_words(one: Recommendation) -> str:
    """What the link leads to: sign-up where that is stated, else the credential's own page."""
    return "See its page" if one.signup_note and one.signup_url == one.page_url else "Sign up"


LANGUAGES: Final = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "hi": "Hindi", "ja": "Japanese", "zh": "Chinese", "ar": "Arabic", "cy": "Welsh",
}  # fmt: skip


def language(tag: str) -> str:
    """A language by its tag (BCP 47); one that has no name here keeps its tag.

    >>> language("en"), language("pt-BR"), language("tlh")
    ('English', 'Portuguese (pt-BR)', 'tlh')
    """
    name = LANGUAGES.get(tag.split("-", maxsplit=1)[0].casefold(), "")
    if not name:
        return tag
    return f"{name} ({tag})" if "-" in tag else name


def money(amount: float | None, currency: str = "") -> str:
    """An amount as stated; nought is said in words, nothing is guessed.

    >>> money(1250.0, "EUR"), money(0.0), money(None), money(99.5, "USD")
    ('1,250 EUR', 'free', 'not stated', '99.50 USD')
    """
    if amount is None:
        return NOT_STATED
    if amount == 0:
        return "free"
    said = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    return f"{said} {currency}".strip()


def hours(amount: float | None) -> str:
    """Hours of work; below one in minutes.

    >>> hours(20.0), hours(1.0), hours(0.5), hours(None)
    ('20 hours', '1 hour', '30 minutes', 'not stated')
    """
    if amount is None:
        return NOT_STATED
    if 0 < amount < 1:
        return f"{amount * 60:.0f} minutes"
    return f"{amount:,.0f} hour{'' if round(amount) == 1 else 's'}"


def count(number: float | None) -> str:
    """A number with separators.

    >>> count(1656880.0), count(None)
    ('1,656,880', 'not released')
    """
    return "not released" if number is None else f"{number:,.0f}"


def listed(parts: Sequence[str], most: int = 8) -> str:
    """Names in a row, the first few, and how many more.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    more = len(parts) - most
    return ", ".join(parts[:most]) + (f" and {more} more" if more > 0 else "")


def sentence(text: str) -> str:
    """A sentence that begins with a capital, also where a skill's name comes first.

    >>> sentence("network security is asked for.")
    'Network security is asked for.'
    """
    return text[:1].upper() + text[1:]


def web_address(address: str) -> str:
    """The address where it is one of the web, else nothing: no other kind ever becomes a link.

    >>> web_address("https://a.example/x"), web_address("javascript:alert(1)"), web_address("//a.example")
    ('https://a.example/x', '', '')
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def year(period: str) -> str:
    """The year that a period names, or the period itself.

    >>> year("2023-05"), year("May 2023")
    ('2023', '2023')
    """
    found = re.search(r"(19|20)\d\d", period)
    return found.group() if found else period
