"""What of an advertised job title names the job: pay, place, hours, seniority, markers and numbers are set aside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

MOST: Final = 300
"""Characters of a title that are looked at."""

ABBREVIATIONS: Final = {
    "acct": "accountant", "accts": "accounts", "admin": "administrator", "anal": "analyst", "app": "application",
    "apps": "applications", "appr": "apprentice", "asst": "assistant", "assoc": "associate", "asc": "associate",
    "atty": "attorney", "avp": "assistant vice president", "ba": "business analyst", "bdm": "business development manager",
    "cna": "certified nursing assistant", "comms": "communications", "coord": "coordinator", "cust": "customer",
    "dba": "database administrator", "dept": "department", "dev": "developer", "dir": "director", "div": "division",
    "elec": "electrical", "eng": "engineer", "engg": "engineering", "engr": "engineer", "evp": "executive vice president",
    "exec": "executive", "fin": "finance", "fwd": "forward", "gm": "general manager", "gp": "general practitioner",
    "govt": "government", "hca": "healthcare assistant", "hgv": "heavy goods vehicle", "hr": "human resources",
    "hvac": "heating ventilation air conditioning", "info": "information", "insp": "inspector", "instr": "instructor",
    "intl": "international", "lpn": "licensed practical nurse", "lvn": "licensed vocational nurse", "maint": "maintenance",
    "mech": "mechanical", "med": "medical", "mfg": "manufacturing", "mgmt": "management", "mgr": "manager",
    "mktg": "marketing", "mngr": "manager", "natl": "national", "ops": "operations", "oper": "operator",
    "org": "organizational", "ot": "occupational therapist", "pa": "personal assistant", "pr": "public relations",
    "prod": "production", "prof": "professor", "prog": "programmer", "pt": "physical therapist", "qa": "quality assurance",
    "qc": "quality control", "rcvg": "receiving", "recept": "receptionist", "rep": "representative",
    "reps": "representatives", "rn": "registered nurse", "sci": "scientist", "sec": "secretary", "sen": "special educational needs",
    "spec": "specialist", "sr": "senior", "jr": "junior", "snr": "senior", "jnr": "junior", "supv": "supervisor",
    "supvr": "supervisor", "svc": "service", "svcs": "services", "swe": "software engineer", "sys": "systems",
    "tech": "technician", "telecom": "telecommunications", "trans": "transportation", "univ": "university",
    "ux": "user experience", "ui": "user interface", "vp": "vice president", "svp": "senior vice president",
    "whse": "warehouse", "wkr": "worker",
}  # fmt: skip
"""Words as they are shortened in advertisements, by what they mostly stand for in a job title."""

_MONEY: Final = (
    r"(?:up to |from |c\.? ?|circa |around |ote )*[£$€]\s?\d[\d,.]*\s?k?(?:\s?(?:-|–|to)\s?[£$€]?\s?\d[\d,.]*\s?k?)?"
    r"\+?(?:\s?(?:per|an?|/|p/?)\s?(?:hour|hr|h|annum|year|yr|day|week|month|a)\b\.?)?"
)
_NOISE: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("pay", _MONEY + r"(?:\s?\+\s?(?:bonus|benefits|commission|ote|car))*"),
        ("pay", r"\b\d{2,3}(?:[.,]\d{3})?\s?k\b(?:\s?(?:-|–|to)\s?\d{2,3}\s?k\b)?(?:\s?(?:per annum|pa|p\.a\.|ote))?"),
        ("pay", r"\b(?:competitive|excellent|great|good) (?:salary|pay|rates?|benefits)\b|\bsign[- ]on bonus\b|\bote\b"),
        ("gender", r"[(\[]\s*(?:[mfwdhxi]\s?[/|*,]\s?)+(?:[mfwdhxi]|all genders?)\s*[)\]]|\(all genders?\)"),
        ("gender", r"(?<![\w/])(?:m/f/d|m/w/d|w/m/d|f/m/d|d/m/w|m/f/x|m/w|m/f|f/m|h/f|f/h)(?![\w/])"),
        ("number", r"\b(?:job )?(?:ref(?:erence)?|req(?:uisition)?(?: id)?|vacancy|posting|job) ?(?:no\.?|number|id|#|:)+ ?[\w/-]*\d[\w/-]*"),
        ("number", r"#\s?\d+|\b(?:jr|req|r|ref)[-_ ]?\d{4,}\b|\b(?=[a-z\d]*\d[a-z\d]*\d)[a-z\d]+[-/]\d{3,}\b|\b\d{5,}\b"),
        ("place", r"\b(?:fully |100% |partly )?(?:remote|hybrid|on[- ]?site|work(?:ing)? from home|wfh|home[- ]based|nationwide)\b"
                  r"(?: working| work| position| role| job| only)?(?! sensing| sens)"),
        ("hours", r"\b(?:full|part)[- ]?time\b|\b(?:f/t|p/t|ft/pt)\b|\b\d+(?:\.\d+)? ?(?:hours|hrs)(?: ?(?:per|a|/) ?(?:week|wk))?\b"),
        ("hours", r"\b(?:(?:night|day|evening|weekend|swing|graveyard|1st|2nd|3rd|first|second|third|late|early|rotating)[- ]shifts?"
                  r"|\bweekends only|nights only|term[- ]time(?: only)?|flexible hours|flexi[- ]?time|4 on 4 off|shifts? available)\b"),
        ("contract", r"\b(?:\d+[- ](?:month|week|year)s? )?(?:fixed[- ]term(?: contract)?|ftc|maternity cover|temp to perm"
                     r"|temporary|permanent|seasonal|zero[- ]hours?|prn|per diem|1099|w2|c2c)\b"),
        ("call", r"\b(?:urgent(?:ly)?(?: hiring| required| needed)?|now hiring|hiring(?: now)?|immediate(?:ly)? (?:start|available|hire)"
                 r"|apply (?:now|today)|wanted|vacancy|job opening|new grads? welcome|no experience(?: needed| required| necessary)?)\b[!.]*"),
        ("seniority", r"\b(?:senior|junior)\b(?! (?:care|services?|living|citizens?|center|centre|homes?|companion|housing"
                      r"|program|activit|high|school|college|golf|adult))"),
        ("seniority", r"\b(?:entry|mid|senior|junior)[- ]level\b|\b(?:level|grade|band|tier|class|step) (?:\d{1,2}[a-c]?|[ivx]{1,4})\b"),
        ("seniority", r"(?<=[a-z]) (?:i{1,3}|iv|v|vi|[1-6])(?=\s*(?:$|[-–,/(|]))|\bexperienced\b|\bmid[- ]senior\b"),
    )
)  # fmt: skip
_SEPARATOR: Final = re.compile(r"\s[-–—@|•·:]\s|\s?[|•·]\s?|\s[-–—]|[-–—]\s|;|,\s?|\s@")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_SLASHED: Final = re.compile(r"\b(?:a/?c)\b", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Title:
    """A title by its parts: `job`, the words that name it; `parts`, what else stood behind a mark, each by itself;
    `asides`, what stood in brackets; `noise`, what was set aside, each with its kind."""

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
