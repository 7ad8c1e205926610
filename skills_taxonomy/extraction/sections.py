"""The parts of a document and its sentences: what is asked for, what is done, what is offered, who is asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skills_taxonomy.extraction import cues


class Section(StrEnum):
    """What a part of a document speaks of. From `BENEFITS`, `COMPANY` and `EQUALITY` no skills are taken."""

    REQUIREMENTS = "requirements"
    WISHES = "wishes"
    DUTIES = "duties"
    TAUGHT = "taught"
    BENEFITS = "benefits"
    COMPANY = "company"
    EQUALITY = "equality"
    APPLYING = "applying"
    OTHER = "other"

    @property
    def is_read(self) -> bool:
        """Whether skills are taken from it."""
        return self not in (Section.BENEFITS, Section.COMPANY, Section.EQUALITY)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The characters `start` to `end` of a text, and the section that they stand in."""

    start: int
    end: int
    section: Section


_HEADINGS: Final = {Section(name): pattern for name, pattern in cues.patterns("headings").items()}
_SENTENCES: Final = {Section(name): pattern for name, pattern in cues.patterns("sentences", whole=False).items()}
_FILLERS: Final = cues.fillers()
_BULLET: Final = re.compile(r"^[\s\-–—*•·●▪◦‣o+>#=_~]*(?=\S)")
_BULLETS: Final = ' \t\n-–—*•·●▪◦‣+>#=_~"“”'
_END: Final = re.compile(r"[.!?;](?=\s+[^\sa-z])|[•●▪◦‣]|\s[·*](?=\s)|\n")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 1_500
"""Characters of a sentence; what is longer is none."""
_JOINED: Final = 60
"""A line at least so long, without an end, goes on in the next one if that begins with a small letter."""


def heading_of(line: str) -> Section | None:
    """The section that a line opens, `OTHER` for a heading of none of them, None where it is no heading.

    >>> heading_of("What you'll need:"), heading_of("Location:"), heading_of("We need a plumber.")
    (<Section.REQUIREMENTS: 'requirements'>, <Section.OTHER: 'other'>, None)
    """
    said = _BULLET.sub("", line).strip()
    words = _WORD.findall(said)
    if not words or len(words) > 9 or len(said) > 80 or said[-1] in ".!?;,":
        return None
    for section, pattern in _HEADINGS.items():
        if pattern.search(said) and _only_fillers(pattern.sub(" ", said), said.endswith(":")):
            return section
    loud = said.isupper() and len(said) > 3
    return Section.OTHER if said.endswith(":") or (loud and len(words) <= 6 and len(words) > 1) else None


def _only_fillers(rest: str, colon: bool) -> bool:
    words = [word.lower() for word in _WORD.findall(rest)]
    strange = sum(word not in _FILLERS and not any(p.search(word) for p in _HEADINGS.values()) for word in words)
    return strange <= (1 if colon else 0)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that hold a letter, in its order, none overlapping, each with its section."""
    section = Section.OTHER
    for start, end in _lines(text):
        line = text[start:end]
        opened = heading_of(line)
        if opened is not None:
            section = opened
            continue
        here, after = _labelled(line)
        for first, last in _cut(text, start + after, end):
            yield Sentence(first, last, _judged(text[first:last], here or section))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines; a long one that doesn't end is one with the next where that begins with a small letter."""
    start = at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line, following = text[at:end].rstrip(), text[end + 1 : end + 200].lstrip(" \t")
        goes_on = len(line.strip()) >= _JOINED and line[-1] not in ".!?:;" and following[:1].islower()
        if not goes_on:
            yield start, end
            start = end + 1
        at = end + 1
    if start < len(text) and start < at:
        yield start, len(text)


def _labelled(line: str) -> tuple[Section | None, int]:
    """The section that a line's beginning names for this line alone (``Desirable: ...``), and where the rest begins."""
    head, colon, rest = line.partition(":")
    if not colon or not rest.strip() or len(head) > 50:
        return None, 0
    section = heading_of(head + ":")
    return (None, 0) if section in (None, Section.OTHER) else (section, len(head) + 1)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _stops(text, start, end):
        first = at + len(text[at:stop]) - len(text[at:stop].lstrip(_BULLETS))
        last = at + len(text[at:stop].rstrip())
        if first < last and any(sign.isalpha() for sign in text[first:last]):
            yield first, last
        at = stop


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end; one that goes on for `_LONGEST` characters is cut at a blank."""
    at = start
    for found in (*_END.finditer(text, start, end), None):
        stop = found.end() if found else end
        while stop - at > _LONGEST:
            blank = text.rfind(" ", at + 1, at + _LONGEST)
            at = blank if blank > at else at + _LONGEST
            yield at
        yield stop
        at = stop


def _judged(sentence: str, section: Section) -> Section:
    if _SENTENCES[Section.EQUALITY].search(sentence):
        return Section.EQUALITY
    if section in (Section.OTHER, Section.APPLYING):
        return next((told for told, pattern in _SENTENCES.items() if pattern.search(sentence)), section)
    return section
