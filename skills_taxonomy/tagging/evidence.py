"""Is this word here the name of a skill? Rules over how and where it is written, and over what stands beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skills_taxonomy.tagging.names import Kind, Name

_STOPS: Final = frozenset(".!?;•")
_OPENERS: Final = frozenset(".!?:;•·*-–—|>")
_SEPARATORS: Final = frozenset({",", "/", "and", "or", "&", "|", "(", ")"})
_JOINED: Final = frozenset("#+&@_'’")
_HEADING: Final = 0.9


@dataclass(frozen=True, slots=True)
class Found:
    """A name found at tokens `start` to `end`: `written` exactly as published; `around`: the characters beside it."""

    start: int
    end: int
    name: Name
    kind: Kind
    how: str
    written: bool
    around: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """For each token, the number of its sentence and whether a capital letter there says nothing."""

    sentence: tuple[int, ...]
    silent: tuple[bool, ...]


def places_of(tokens: Sequence[str]) -> Places:
    """Where a capital proves nothing: at the beginning of a sentence, line or list item, and in headings.

    A sentence of whose longer words after the first `_HEADING` or more are capitalised is taken for a heading.
    """
    sentence: list[int] = []
    opening: list[bool] = []
    capitals: defaultdict[int, list[bool]] = defaultdict(list)
    now, opens = 0, True
    for text in tokens:
        sentence.append(now)
        opening.append(opens)
        if not opens and len(text) > 3 and text.isalpha():
            capitals[now].append(text[0].isupper())
        line_end = "\n" in text
        now += line_end or text in _STOPS
        opens = line_end or text in _OPENERS or (opens and not text[:1].isalnum())
    headings = {n for n, flags in capitals.items() if len(flags) > 1 and sum(flags) >= _HEADING * len(flags)}
    silent = tuple(opens or n in headings for opens, n in zip(opening, sentence, strict=True))
    return Places(tuple(sentence), silent)


def accepted(found: Sequence[Found], tokens: Sequence[str], places: Places) -> list[Found]:
    """The names that stand, the longest first where they overlap, in the order of the text.

    First those that need no company, then those that have it: a technology found in the same sentence (where a
    capital proves nothing: in the same list), or for a maker's product the maker, or another product of the maker's.
    """
    sure = [hit for hit in found if _stands_alone(hit, places)]
    company: defaultdict[int, list[Found]] = defaultdict(list)
    for hit in _longest(sure):
        if hit.name.technology:
            company[places.sentence[hit.start]].append(hit)
    unsure = (hit for hit in found if not _stands_alone(hit, places))
    return _longest([*sure, *(hit for hit in unsure if _joins(hit, tokens, places, company))])


def _stands_alone(hit: Found, places: Places) -> bool:
    if _is_cut_out(hit):
        return False
    if hit.kind.is_certain:
        return hit.written or hit.kind is not Kind.WRITTEN
    return hit.kind is Kind.WORD and hit.written and not places.silent[hit.start]


def _joins(hit: Found, tokens: Sequence[str], places: Places, company: Mapping[int, list[Found]]) -> bool:
    if _is_cut_out(hit) or not hit.written or hit.kind.is_certain:
        return False
    here = places.sentence[hit.start]
    beside = [other for other in company.get(here, ()) if other.end <= hit.start or hit.end <= other.start]
    if places.silent[hit.start]:
        beside = [other for other in beside if _listed_together(hit, other, tokens)]
    if hit.kind is not Kind.MAKERS:
        return bool(beside)
    first, after = bisect_left(places.sentence, here), bisect_right(places.sentence, here)
    return hit.name.maker in tokens[first:after] or any(
        other.name.label.startswith(hit.name.maker + " ") for other in beside
    )


def _listed_together(hit: Found, other: Found, tokens: Sequence[str]) -> bool:
    """Whether nothing but commas and the like stands between two names."""
    between = tokens[hit.end : other.start] or tokens[other.end : hit.start]
    return len(between) <= 2 and all(text.lower() in _SEPARATORS for text in between)


def _is_cut_out(hit: Found) -> bool:
    """Whether the name is only a part of what stands there: the C of ``C#``, the R of ``R&D``."""
    before, after = hit.around
    return after in ("#", "+") or (not hit.kind.is_certain and bool(_JOINED & {before, after}))


def _longest(hits: Iterable[Found]) -> list[Found]:
    """No two overlap: the longer stands; of equally long ones the exact, then the better name, then the first."""
    taken: set[int] = set()
    chosen: list[Found] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.how, h.name.standing, h.start, h.name.skill)):
        span = range(hit.start, hit.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(hit)
    return sorted(chosen, key=lambda hit: hit.start)
