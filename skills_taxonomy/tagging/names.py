"""The names that are looked for in texts: which skill each stands for, and how sure a name it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from skills_taxonomy.columns import rows
from skills_taxonomy.folding import spellings

if TYPE_CHECKING:
    from data.tables import Tables

MAKERS_FROM: Final = 8
"""A first word is taken for a maker's name when so many technologies begin with it, each before a capital."""

PREFERRED_EXACT: Final = 0.95
ALTERNATE_EXACT: Final = 0.85
PREFERRED_LEMMA: Final = 0.75
ALTERNATE_LEMMA: Final = 0.65
AMBIGUOUS: Final = 0.8
ORDINARY: Final = 0.7
"""Confidence of a tag by how it was found; that of an ambiguous name is multiplied by `AMBIGUOUS`, that of a single
ordinary word by `ORDINARY`."""


_FRAGMENT: Final = re.compile(r"(and|or|nor|but)\b", re.IGNORECASE)
"""How the second half of a label begins that was torn in two (some published labels hold line breaks)."""


class Kind(Enum):
    """How much a name says by itself.

    PLAIN: it is enough to see it, in any case. COMMON: the same, but it is one ordinary word (communication).
    WRITTEN: capitals only (SQL), or one word of a longer name
    (Analytics); it must be written as published. WORD: a proper name that is also an ordinary word (Excel,
    Chef); it must be written as published, where a capital means something or beside another technology. SHORT: one
    or two letters (R, Go), or a word that is left of a longer name; it must be written as published, beside another
    technology. MAKERS: a word that is a name only behind its maker (Microsoft Word); it must be written as
    published, beside the maker or another thing of the maker's. NONE: no name, for it says too little.
    """

    PLAIN = "plain"
    COMMON = "common"
    WRITTEN = "written"
    WORD = "word"
    SHORT = "short"
    MAKERS = "makers"
    NONE = "none"

    @property
    def is_certain(self) -> bool:
        """Whether it names the skill wherever it stands."""
        return self in (Kind.PLAIN, Kind.COMMON, Kind.WRITTEN)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a skill: `label` is the skill's preferred one, `text` this one; the lower `standing`, the better.

    `proper`: a proper name (a technology, or capitalised in a vocabulary that writes its labels in lower case).
    """

    skill: str
    label: str
    text: str
    standing: int
    technology: bool = False
    maker: str = ""
    proper: bool = False

    @property
    def is_preferred(self) -> bool:
        """Whether this is the name that the vocabulary prefers."""
        return self.standing <= _ESCO

    def confidence(self, how: str, kind: Kind) -> float:
        """How sure a tag of this name is, 0..1, by the numbers above."""
        exact, lemma = (PREFERRED_EXACT, PREFERRED_LEMMA) if self.is_preferred else (ALTERNATE_EXACT, ALTERNATE_LEMMA)
        base = exact if how == "exact" else lemma
        factor = {Kind.PLAIN: 1.0, Kind.WRITTEN: 1.0, Kind.COMMON: ORDINARY}.get(kind, AMBIGUOUS)
        return round(base * factor, 4)


_TECHNOLOGY, _OWN, _ESCO, _TECHNOLOGY_ALTERNATE, _ALTERNATE, _SHORTENED = range(6)
"""Of several skills with the same name the first stands: a technology, an issuer's own, ESCO's preferred label, a
technology's other name, another label, a name without its bracketed part or its maker."""


def names_of(tables: Tables, extra_labels: Iterable[tuple[str, str]] = ()) -> list[Name]:
    """All names of the skills that texts are read for; not O*NET's broad elements, nor groups of skills."""
    columns = ("id", "vocabulary", "label", "alt_labels", "kind")
    skills = [row for row in rows(tables, "skills", *columns) if _is_read_for(row[0], row[4])]
    makers = makers_of(label for _, _, label, _, kind in skills if kind == "technology")
    lower_case = _lower_case_vocabularies((vocabulary, label) for _, vocabulary, label, *_ in skills)
    names = [Name(skill, label, label, _OWN) for skill, label in extra_labels]
    for id, vocabulary, label, alternates, kind in skills:
        technology = kind == "technology"
        for text, standing in _texts(vocabulary, label, alternates or (), technology):
            proper = technology or (vocabulary in lower_case and text[:1].isupper())
            names.append(Name(id, label, text, standing, technology, proper=proper))
        names += _behind_makers(id, label, makers) if technology else ()
    return names


def _texts(vocabulary: str, label: str, alternates: Iterable[str], technology: bool) -> Iterator[tuple[str, int]]:
    first, *shorter = spellings(label)
    yield first, _TECHNOLOGY if technology else _ESCO if vocabulary == "esco" else _OWN
    yield from ((text, _SHORTENED) for text in shorter)
    yield from (
        (text, _TECHNOLOGY_ALTERNATE if technology else _ALTERNATE)
        for text in alternates
        if text != label and not _FRAGMENT.match(text)
    )


def _lower_case_vocabularies(labels: Iterable[tuple[str, str]]) -> frozenset[str]:
    cases: Counter[tuple[str, bool]] = Counter((vocabulary, label[:1].islower()) for vocabulary, label in labels)
    return frozenset(
        vocabulary
        for vocabulary, lower in cases
        if lower and 2 * cases[vocabulary, True] > sum(cases[vocabulary, flag] for flag in (True, False))
    )


def makers_of(labels: Iterable[str]) -> frozenset[str]:
    """First words that many technologies share, each before another capitalised word: ``Microsoft``, not ``Data``."""
    pairs = {(parts[0], parts[1]) for parts in (label.split() for label in labels) if len(parts) > 1}
    times = Counter(first for first, after in pairs if after[:1].isupper())
    otherwise = Counter(first for first, after in pairs if not after[:1].isupper())
    return frozenset(w for w, n in times.items() if n >= MAKERS_FROM and otherwise[w] <= n / 4 and w[0].isupper())


def kind_of(name: Name, words: Container[str]) -> Kind:
    """What kind of name it is, judged by its length, its capitals and by whether it is an English word.

    >>> kind_of(Name("x:1", "Chef", "Chef", 0, technology=True, proper=True), {"chef"})
    <Kind.WORD: 'word'>
    """
    single = name.text.isalpha()
    ordinary = single and name.text.lower() in words
    if name.maker:
        return Kind.MAKERS if ordinary else Kind.WRITTEN
    if single and len(name.text) <= 2:
        return Kind.SHORT
    if ordinary and name.standing == _SHORTENED:
        return Kind.SHORT
    if ordinary and name.proper:
        return Kind.WORD
    if single and (name.text.isupper() or (name.technology and not name.is_preferred)):
        return Kind.WRITTEN
    if ordinary:
        return Kind.COMMON if name.is_preferred else Kind.NONE
    return Kind.PLAIN


def _is_read_for(id: str, kind: str | None) -> bool:
    return kind != "group" and not id.startswith("onet:element/")


def _behind_makers(id: str, label: str, makers: frozenset[str]) -> Iterator[Name]:
    maker, _, rest = label.partition(" ")
    if maker in makers and rest.isalpha() and len(rest) > 2 and rest[0].isupper():
        yield Name(id, label, rest, _SHORTENED, technology=True, maker=maker, proper=True)
