"""What of an advertised job title names the job: pay, place, hours, seniority, markers and numbers are set aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from skills_taxonomy.titles.abbreviations import ABBREVIATIONS

MOST: Final = 300
"""Characters of a title that are looked at."""

_MONEY: Final = (
    r"(?:up to |from |c\.? ?|circa |around |ote )*[£$€]\s?\d[\d,.]*\s?k?(?:\s?(?:-|–|to)\s?[£$€]?\s?\d[\d,.]*\s?k?)?"
    r"\+?(?:\s?(?:per|an?|/|p/?)\s?(?:hour|hr|h|annum|year|yr|day|week|month|a)\b\.?)?"
)
_NOISE: Final = tuple(
    (kind, re.compile("|".join(patterns), re.IGNORECASE))
    for kind, *patterns in (
        ("pay", _MONEY + r"(?:\s?\+\s?(?:bonus|benefits|commission|ote|car))*"),
        (
            "pay",
            r"\b\d{2,3}(?:[.,]\d{3})?\s?k\b(?:\s?(?:-|–|to)\s?\d{2,3}\s?k\b)?(?:\s?(?:per annum|pa|p\.a\.|ote))?",
            r"\b(?:competitive|excellent|great|good) (?:salary|pay|rates?|benefits)\b",
            r"\bsign[- ]on bonus\b",
            r"\bote\b",
        ),
        (
            "gender",
            r"[(\[]\s*(?:[mfwdhxi]\s?[/|*,]\s?)+(?:[mfwdhxi]|all genders?)\s*[)\]]",
            r"\(all genders?\)",
            r"(?<![\w/])(?:m/f/d|m/w/d|w/m/d|f/m/d|d/m/w|m/f/x|m/w|m/f|f/m|h/f|f/h)(?![\w/])",
        ),
        (
            "number",
            r"\b(?:job )?(?:ref(?:erence)?|req(?:uisition)?(?: id)?|vacancy|posting|job) ?(?:no\.?|number|id|#|:)+"
            r" ?[\w/-]*\d[\w/-]*",
            r"#\s?\d+",
            r"\b(?:jr|req|r|ref)[-_ ]?\d{4,}\b",
            r"\b(?=[a-z\d]*\d[a-z\d]*\d)[a-z\d]+[-/]\d{3,}\b",
            r"\b\d{5,}\b",
        ),
        (
            "place",
            r"\b(?:fully |100% |partly )?"
            r"(?:remote|hybrid|on[- ]?site|work(?:ing)? from home|wfh|home[- ]based|nationwide)\b"
            r"(?: working| work| position| role| job| only)?(?! sens)",
        ),
        (
            "hours",
            r"\b(?:full|part)[- ]?time\b",
            r"\b(?:f/t|p/t|ft/pt)\b",
            r"\b\d+(?:\.\d+)? ?(?:hours|hrs)(?: ?(?:per|a|/) ?(?:week|wk))?\b",
            r"\b(?:night|day|evening|weekend|swing|graveyard|1st|2nd|3rd|first|second|third|late|early|rotating)"
            r"[- ]shifts?\b",
            r"\b(?:weekends only|nights only|term[- ]time(?: only)?|flexible hours|flexi[- ]?time|shifts? available)\b",
        ),
        (
            "contract",
            r"\b(?:\d+[- ](?:month|week|year)s? )?(?:fixed[- ]term(?: contract)?|ftc|maternity cover|temp to perm)\b",
            r"\b(?:temporary|permanent|seasonal|zero[- ]hours?|prn|per diem|1099|w2|c2c)\b",
        ),
        (
            "call",
            r"\b(?:urgent(?:ly)?(?: hiring| required| needed)?|now hiring|hiring(?: now)?|wanted|job opening)\b[!.]*",
            r"\b(?:immediate(?:ly)? (?:start|available|hire)|apply (?:now|today)|vacancy|new grads? welcome)\b[!.]*",
            r"\bno experience(?: needed| required| necessary)?\b",
        ),
        (
            "seniority",
            r"\b(?:senior|junior)\b(?! (?:care|services?|living|citizens?|center|centre|homes?|companion|housing))"
            r"(?! (?:program|activit|high|school|college|golf|adult))",
            r"\b(?:entry|mid|senior|junior)[- ]level\b",
            r"\b(?:level|grade|band|tier|class|step) (?:\d{1,2}[a-c]?|[ivx]{1,4})\b",
            r"(?<=[a-z]) (?:i{1,3}|iv|v|vi|[1-6])(?=\s*(?:$|[-–,/(|]))",
            r"\b(?:experienced|mid[- ]senior)\b",
        ),
    )
)
"""What is set aside, kind by kind, in this order."""

_SEPARATOR: Final = re.compile(r"\s[-–—@|•·:]\s|\s?[|•·]\s?|\s[-–—]|[-–—]\s|;|,\s?|\s@")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_BRACKETED: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Title:
    """A title by its parts: `job`, the words that name it; `parts`, what else stood behind a mark, each by itself;
    `asides`, what stood in brackets; `noise`, what was set aside, each with its kind.
    """

    job: str
    parts: tuple[str, ...]
    asides: tuple[str, ...]
    noise: tuple[tuple[str, str], ...]


def clean(title: str) -> Title:
    """A title as typed, by its parts; where nothing but noise is found the title stays as it is.

    >>> clean("Sr. Software Eng II (Remote) - London, £40k").job
    'Software engineer'
    >>> clean("Sr. Software Eng II (Remote) - London, £40k").parts
    ('London',)
    >>> clean("Registered Nurse (m/f/d) Ref: AB-1234 night shift").job
    'Registered Nurse'
    >>> clean("Senior Care Assistant").job, clean("Senior").job
    ('Senior Care Assistant', 'Senior')
    """
    text = " ".join(unicodedata.normalize("NFKC", title[:MOST]).split())
    left = spelled_out(text)
    noise: list[tuple[str, str]] = []
    for kind, pattern in _NOISE:
        noise += [(kind, found.group().strip(" -–,()")) for found in pattern.finditer(left)]
        left = pattern.sub(" ", left)
    asides = tuple(_tidy(aside) for aside in _BRACKETED.findall(left) if _tidy(aside))
    parts = [_tidy(part) for part in _SEPARATOR.split(_BRACKETED.sub(" ", left))]
    parts = [part for part in parts if any(letter.isalpha() for letter in part)]
    if not parts:
        return Title(asides[0] if asides else text, (), asides[1:], tuple(noise))
    return Title(parts[0], tuple(parts[1:]), asides, tuple(noise))


def spelled_out(text: str) -> str:
    """The text with common abbreviations of job titles written out.

    >>> spelled_out("Asst. Mgr, Sales")
    'assistant manager, Sales'
    """
    return _shortened().sub(lambda found: ABBREVIATIONS[found[1].lower()], text)


@cache
def _shortened() -> re.Pattern[str]:
    every = "|".join(sorted(ABBREVIATIONS, key=len, reverse=True))
    return re.compile(rf"(?<![\w&/'-])({every})\b(?![&'/-])\.?", re.IGNORECASE)


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" -–—/,.:;|*+!()[]#&")


def key(text: str) -> str:
    """By which two titles are the same: their words in lower case, without marks.

    >>> key("Co-Pilot (First Officer)")
    'co pilot first officer'
    """
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
