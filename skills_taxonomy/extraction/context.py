"""What a sentence says of a skill that it names: wished for or required, not needed, how well, for how many years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skills_taxonomy.extraction import cues
from skills_taxonomy.extraction.sections import Section


class Wanted(StrEnum):
    """How much a document asks for a skill. `NOT_NEEDED`: it says that the skill isn't asked for, or isn't there."""

    REQUIRED = "required"
    WISHED = "wished"
    STATED = "stated"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True)
class Said:
    """What stands about a skill: `level` one of `LEVELS` or a CEFR level, empty if nothing; `years` at least."""

    wanted: Wanted
    level: str = ""
    years: float | None = None


_LEVELS: Final = cues.patterns("levels")
LEVELS: Final = tuple(_LEVELS)
_WORDS: Final = cues.patterns("words")
_NO, _NOT_A_NO, _UNNEEDED = _WORDS["no"], _WORDS["not_a_no"], _WORDS["unneeded"]
_WISH, _MUST = _WORDS["wished"], _WORDS["required"]
_CEFR_AFTER: Final = re.compile(r"[^,;)]{0,20}?\b([ABC][12])\b")
_CEFR_BEFORE: Final = re.compile(r"\b([ABC][12])\b[^,;)]*$")
_CLAUSE: Final = re.compile(r"[;!?]|\.\s|\b(?:but(?! also)|however|although|though|while|whereas)\b", re.I)

_ENDS_A_NO: Final = re.compile(
    r"[,:]\s*(?:just|only|and (?:a|an|the|you)|you|we|with|must|strong|good)\b|\bbut\b|\bjust\b|\bhowever\b", re.I
)
_NUMBERS: Final = {word: at + 1 for at, word in enumerate(cues.numbers())}
_YEARS: Final = re.compile(
    rf"\b(\d{{1,2}}(?:[.,]5)?|{'|'.join(_NUMBERS)})\s*(?:\(\d{{1,2}}\)\s*)?(?:\+|plus\b|or more\b)?\s*"
    r"(?:(?:-|–|to)\s*\d{1,2}\s*\+?)?\s*(?:years?|yrs?)\b",
    re.I,
)
_ANOTHERS: Final = re.compile(r",[^,]*\b(?:is|'s|as)\s*(?:a|an)?\s*$|\b(?:is|are)\b.*,", re.I)
"""Between a skill and a word behind it: the word speaks of something that is named after the skill."""


def said_of(sentence: str, start: int, end: int, section: Section) -> Said:
    """What the sentence says of the words from `start` to `end` of it.

    >>> said_of("Java is a must, SQL is a plus.", 16, 19, Section.OTHER).wanted
    <Wanted.WISHED: 'wished'>
    >>> said_of("At least 3 years of advanced SQL", 29, 32, Section.OTHER)
    Said(wanted=<Wanted.REQUIRED: 'required'>, level='advanced', years=3.0)
    """
    before, after = _clause(sentence, start, end)
    wanted = Wanted.NOT_NEEDED if _is_unneeded(before, after) else _wanted(before, sentence[start:end], after, section)
    return Said(wanted, _level(before, sentence[start:end], after), _years(before, after))


def _clause(sentence: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after in the same clause."""
    cuts = [found for found in _CLAUSE.finditer(sentence) if found.end() <= start or found.start() >= end]
    first = max((found.start() for found in cuts if found.end() <= start), default=0)
    last = min((found.start() for found in cuts if found.start() >= end), default=len(sentence))
    return sentence[first:start], sentence[end:last]


def _is_unneeded(before: str, after: str) -> bool:
    if found := _UNNEEDED.search(after):
        between = after[: found.start()]
        if not re.search(r"[,]\s*\w+.*\b(?:is|are)\b", between) and len(between) < 60:
            return not _WISH.search(after[found.end() :])
    masked = _NOT_A_NO.sub(lambda found: "_" * len(found[0]), before)
    ends = [found.end() for found in _NO.finditer(masked)]
    return bool(ends) and len(masked) - ends[-1] < 60 and not _ENDS_A_NO.search(masked[ends[-1] :])


def _wanted(before: str, words: str, after: str, section: Section) -> Wanted:
    wishes = _nearest(_WISH, before, after)
    musts = _nearest(_MUST, f"{before}{words}", after)
    if wishes is not None and (musts is None or wishes <= musts):
        return Wanted.WISHED
    if section is Section.WISHES:
        return Wanted.WISHED
    if section is Section.REQUIREMENTS or (musts is not None and section is not Section.TAUGHT):
        return Wanted.REQUIRED
    return Wanted.STATED


def _nearest(pattern: re.Pattern[str], before: str, after: str) -> int | None:
    """How many characters away the nearest of a pattern's words stands that doesn't speak of something else."""
    ends = [len(before) - found.end() for found in pattern.finditer(before)]
    if ends and re.search(r",\s", before[len(before) - min(ends) :]) and re.search(r"\b(?:is|are)\b", before):
        ends = []
    found = pattern.search(after)
    starts = [found.start()] if found and not _ANOTHERS.search(after[: found.start()]) else []
    return min([*ends, *starts], default=None)


def _level(before: str, words: str, after: str) -> str:
    near = before[-60:]
    if found := _CEFR_AFTER.match(after) or _CEFR_BEFORE.search(before[-25:]):
        return found[1]
    best, place = "", -1
    for level, pattern in _LEVELS.items():
        for hit in pattern.finditer(f"{near}{words}"):
            if hit.start() > place and not re.search(r"[,;(]", f"{near}{words}"[hit.end() : len(near)]):
                best, place = level, hit.start()
    if not best and (trailing := re.match(r"\s*[(:–-]?\s*(\w+)", after)):
        word = trailing[1]
        best = next((level for level in ("advanced", "expert") if _LEVELS[level].fullmatch(word)), "")
    return best


def _years(before: str, after: str) -> float | None:
    hits = list(_YEARS.finditer(before[-90:])) or list(_YEARS.finditer(after[:50]))[:1]
    if not hits:
        return None
    said = hits[-1][1].lower()
    return float(_NUMBERS.get(said) or said.replace(",", "."))
