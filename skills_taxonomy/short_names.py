"""The shorter names by which people call a technology: AWS, SQL, Excel, found in the published name by rule.

O*NET writes "Structured query language SQL", "Amazon Web Services AWS software" and "Microsoft Excel"; an ad says SQL,
AWS and Excel. Three rules, none of which knows a product: a final word *software* goes; capitals that are the
initials of the words before them are a name of their own, and so are those words; a maker (a first word that
`MAKERS_FROM` or more technologies share) may be left off. The last kind is the weakest: `Project` is hardly a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MAKERS_FROM: Final = 8
"""A first word is taken for a maker's name when so many technologies begin with it."""

_ACRONYM: Final = re.compile(r"(?P<words>.+?)\s+(?P<capitals>[A-Z][A-Z0-9/&]{1,7})")
_GENERIC_TAIL: Final = re.compile(r"\s+(software|system|systems|program|application|tool|tools)$")


@dataclass(frozen=True, slots=True)
class ShortName:
    """A shorter name; `maker` is the word that was left off to get it, empty where none was."""

    name: str
    maker: str = ""


def short_names(labels: Iterable[str]) -> Mapping[str, tuple[ShortName, ...]]:
    """The shorter names of each technology; a name that two technologies could bear is given to neither.

    >>> short_names(["Structured query language SQL"])["Structured query language SQL"]
    (ShortName(name='SQL', maker=''), ShortName(name='Structured query language', maker=''))
    """
    names = list(dict.fromkeys(labels))
    makers = _makers(names)
    found = {name: tuple(dict.fromkeys(_shorter(name, makers))) for name in names}
    bearers = Counter(short.name.casefold() for shorts in found.values() for short in shorts)
    taken = {name.casefold() for name in names}
    return {
        name: tuple(s for s in shorts if bearers[s.name.casefold()] == 1 and s.name.casefold() not in taken)
        for name, shorts in found.items()
    }


def _makers(names: Sequence[str]) -> frozenset[str]:
    """First words of many names, nearly always before a capital: ``Microsoft Excel``, not ``Data backup software``."""
    pairs = [(parts[0], parts[1]) for parts in (name.split() for name in names) if len(parts) > 1]
    first = Counter(word for word, _ in pairs if word[:1].isupper() and word.lower() != "the")
    before_capital = Counter(word for word, after in pairs if not after[:1].islower())
    return frozenset(w for w, times in first.items() if times >= MAKERS_FROM and before_capital[w] >= 0.8 * times)


def _shorter(name: str, makers: frozenset[str]) -> Iterator[ShortName]:
    bare = _GENERIC_TAIL.sub("", name)
    if bare != name and len(bare) > 2 and _looks_like_a_name(bare):
        yield ShortName(bare)
    for whole in dict.fromkeys((bare, name)):
        yield from _acronym(whole)
        first, _, rest = whole.partition(" ")
        if first in makers and len(rest) > 2 and rest[0].isupper():
            yield ShortName(rest, first)
            yield from (ShortName(short.name, first) for short in _acronym(rest))


def _looks_like_a_name(bare: str) -> bool:
    """``Yardi`` and ``Adobe Premiere``, not ``Pharmacy management``, which says what kind of software it is."""
    return bare[0].isupper() and not any(word.islower() for word in bare.split())


def _acronym(name: str) -> Iterator[ShortName]:
    found = _ACRONYM.fullmatch(name)
    if found and _are_initials(found["capitals"], found["words"]):
        yield ShortName(found["capitals"])
        if " " in found["words"]:
            yield ShortName(found["words"])


def _are_initials(capitals: str, text: str) -> bool:
    """Whether all the capitals stand, in order, among the letters of the words, the first word's initial first."""
    letters = re.sub(r"[^a-z]", "", text.lower())
    remaining = iter(letters)
    wanted = re.sub(r"[^a-z]", "", capitals.lower())
    return len(wanted) > 1 and letters[:1] == wanted[0] and all(letter in remaining for letter in wanted)
