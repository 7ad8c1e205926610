"""Skills that several vocabularies name alike, brought together so that a need and a lesson can meet.

ESCO knows "Python (computer programming)" with the alternate label "Python"; O*NET has a technology "Python". They stay
two skills, each with its own identifier and source, but the arrays of the recommender count them as one *concept*.
What a framework states to be an exact match joins first; else only labels that are unique within both vocabularies
join. Nothing is joined by likeness, and no two skills of one vocabulary ever become one concept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A skill with its labels, preferred first."""

    id: str
    vocabulary: str
    labels: tuple[str, ...]


def folded(label: str) -> str:
    """The label as it is compared: lower case, single blanks, no bracketed remark at the end.

    >>> folded("Python  (computer programming)")
    'python'
    """
    text = _BLANKS.sub(" ", label).strip()
    return (_BRACKET.sub("", text) or text).casefold()


def singular(title: str) -> str:
    """O*NET names occupations in the plural; titles are compared in the singular.

    >>> singular("Registered Nurses"), singular("Social worker (degree)")
    ('registered nurse', 'social worker')
    """
    text = folded(title)
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text


def concepts(
    skills: Sequence[Labelled], matches: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()
) -> dict[str, int]:
    """Concept numbers by skill identifier, from 0, in the order in which concepts first appear.

    `matches` are pairs of skills that are stated to be the same; one of an unknown skill joins nothing. `apart` are
    pairs that never come into one concept, whatever they are called.

    >>> esco = Labelled("esco:1", "esco", ("Python (computer programming)",))
    >>> onet = Labelled("onet:tech/python", "onet", ("Python",))
    >>> concepts([esco, onet, Labelled("onet:tech/r", "onet", ("R",))])
    {'esco:1': 0, 'onet:tech/python': 0, 'onet:tech/r': 1}
    >>> concepts([esco, Labelled("rsd:7", "rsd", ("Write scripts in Python",))], [("rsd:7", "esco:1")])
    {'esco:1': 0, 'rsd:7': 0}
    >>> concepts([esco, onet], apart=[("onet:tech/python", "esco:1")])
    {'esco:1': 0, 'onet:tech/python': 1}
    """
    parent = {skill.id: skill.id for skill in skills}
    speaks = {skill.id: {skill.vocabulary} for skill in skills}
    without = _each_other(apart)
    behind = {skill: {skill} for skill in without if skill in parent}
    stated: Sequence[Sequence[str]] = sorted(
        {(one, two) for one, two in matches if one in parent and two in parent and one != two}
    )
    for group in [*stated, *_joinable(skills)]:
        for other in group[1:]:
            one, two = _root(parent, group[0]), _root(parent, other)
            if one != two and not speaks[one] & speaks[two] and not _kept_apart(without, behind, one, two):
                parent[two] = one
                speaks[one] |= speaks[two]
                behind[one] = behind.get(one, set()) | behind.pop(two, set())
    numbers: dict[str, int] = {}
    return {skill.id: numbers.setdefault(_root(parent, skill.id), len(numbers)) for skill in skills}


def _each_other(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, two in pairs:
        found[one].add(two)
        found[two].add(one)
    return found


def _kept_apart(without: dict[str, set[str]], behind: dict[str, set[str]], one: str, two: str) -> bool:
    """Whether a skill of one concept is kept apart from one of the other; `behind`: those of each that may be."""
    others = behind.get(two, set())
    return any(without[skill] & others for skill in behind.get(one, ()))


def _root(parent: dict[str, str], skill: str) -> str:
    while parent[skill] != skill:
        parent[skill] = parent[parent[skill]]
        skill = parent[skill]
    return skill


def _joinable(skills: Iterable[Labelled]) -> list[list[str]]:
    """Groups of one skill from each of several vocabularies that share a label which each vocabulary has once."""
    by_label: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for skill in skills:
        for label in dict.fromkeys(folded(label) for label in skill.labels):
            if len(label) > 1:
                by_label[label][skill.vocabulary].append(skill.id)
    groups = []
    for vocabularies in by_label.values():
        unique = [ids[0] for ids in vocabularies.values() if len(ids) == 1]
        if len(unique) > 1:
            groups.append(unique)
    return groups
