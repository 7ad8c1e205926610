"""The jobs that a CV names: its short pieces that end as a job title ends, matched to occupations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from skills_taxonomy.titles.cleaning import key
from skills_taxonomy.titles.matcher import Matcher

LONGEST: Final = 8
"""Words of a piece that may be a title."""

MOST: Final = 400
"""Pieces of one text that are looked at, the first ones."""

_BETWEEN: Final = re.compile(r"[,;:|•·\t\r\n()]|\s[-–—]\s|\b(?:19|20)\d\d\b| at ")
_EDGES: Final = " \t-–—*.•·\"'"


@dataclass(frozen=True, slots=True)
class Held:
    """A job that a text names: the words from `start` to `end` of it, and the occupation that they most likely mean."""

    start: int
    end: int
    words: str
    occupation: str
    label: str
    confidence: float


def held(text: str, matcher: Matcher, vocabulary: str) -> tuple[Held, ...]:
    """The occupations of a vocabulary that a text names as jobs, each once, where it is named surest.

    A piece of a line counts only if it ends in the word in which the nearest name of the occupation ends: "ward nurse"
    may be a "staff nurse", "baking" is no "baking operator".
    """
    best: dict[str, Held] = {}
    for start, piece in _pieces(text):
        one = _job(start, piece, matcher, vocabulary)
        if one is not None and (one.occupation not in best or one.confidence > best[one.occupation].confidence):
            best[one.occupation] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.confidence, one.start)))


def _job(start: int, piece: str, matcher: Matcher, vocabulary: str) -> Held | None:
    (found,) = matcher.match(piece, 1, vocabularies=(vocabulary,)).found or (None,)
    if found is None or found.abstained:
        return None
    nearest = found.matches[0]
    head = _last(nearest.name)
    if _last(piece) not in (head, head.removesuffix("s")):
        return None
    return Held(start, start + len(piece), piece, nearest.occupation, nearest.label, nearest.confidence)


def _last(title: str) -> str:
    return key(title).rpartition(" ")[2]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """What lies between commas, dashes, years and ends of lines, where it is short and has letters, with its place."""
    count = begun = 0
    for end, after in (*((mark.start(), mark.end()) for mark in _BETWEEN.finditer(text)), (len(text), len(text))):
        piece = text[begun:end]
        bare = piece.strip(_EDGES)
        if bare and len(bare.split()) <= LONGEST and any(letter.isalpha() for letter in bare):
            yield begun + piece.index(bare), bare
            count += 1
            if count == MOST:
                return
        begun = after
