"""What is known of each word of a sentence, in the words that the trained span model was taught with."""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from skills_taxonomy.extraction import cues

if TYPE_CHECKING:
    from skills_taxonomy.tagging.lookup import NameTable

WORDS: Final = Path(__file__).parent / "models" / "words.tsv.gz"
"""Of each word its classes (64, 300 and 1,200 of them) and how often it stands where in published labels."""

IDLE: Final = cues.idle()
_Facts = tuple[str, ...]
_DOUBLED: Final = re.compile(r"(.)\1+")


@cache
def word_facts() -> Mapping[str, _Facts]:
    """Of each known word its features."""
    with gzip.open(WORDS, "rt", encoding="utf-8") as lines:
        names = next(lines).rstrip("\n").split("\t")[1:]
        return {
            word: tuple(f"{name}={value}" for name, value in zip(names, values, strict=True) if value)
            for word, *values in (line.rstrip("\n").split("\t") for line in lines)
        }


def bucket(count: int) -> int:
    """A count as one of seven sizes."""
    return 0 if count <= 0 else min(6, 1 + int(math.log(count) / 1.2))


def shape(word: str) -> str:
    """How a word is written: capitals, small letters, digits.

    >>> shape("PostgreSQL14")
    'XxXXdd'
    """
    signs = "".join(
        "X" if sign.isupper() else "x" if sign.islower() else "d" if sign.isdigit() else sign for sign in word
    )
    return _DOUBLED.sub(r"\1\1", signs).replace("Xxx", "Xx")[:6]


def of_sentence(words: Sequence[str], names: NameTable) -> list[list[str]]:
    """The features of each word of a sentence: its own, those of its neighbours, and names that it is part of."""
    lower = [word.lower() for word in words]
    own = [_own(word, name) for word, name in zip(words, _named(lower, names), strict=True)]
    brief = [_brief(features) for features in own]
    classes = [_class_of(low) for low in lower]
    found = []
    for at, features in enumerate(own):
        row = list(features)
        for step, given in ((-2, brief), (-1, own), (1, own), (2, brief)):
            beside = at + step
            row += _of_neighbour(step, given[beside]) if 0 <= beside < len(words) else [f"{step}EDGE"]
        row += [f"b={lower[at]}_{lower[at + 1]}"] if at + 1 < len(words) else []
        row += [f"pb={lower[at - 1]}_{lower[at]}"] if at else []
        row += [f"cb={classes[at - 1]}_{classes[at]}"] if at and classes[at - 1] and classes[at] else []
        row += [f"len={min(6, len(words) // 3)}", f"pos={min(at, 4)}"]
        found.append(row)
    return found


def _facts(low: str) -> _Facts:
    known = word_facts()
    return known.get(low) or known.get(low.rpartition("-")[2].partition("'")[0], ())


def _class_of(low: str) -> str:
    return next((one for one in _facts(low) if one.startswith("c0=")), "")


@lru_cache(50_000)
def _brief(features: _Facts) -> _Facts:
    return tuple(one for one in features if one[:2] in ("w=", "c0", "c1", "fi"))


@lru_cache(100_000)
def _of_neighbour(step: int, features: _Facts) -> _Facts:
    return tuple(f"{step}{one}" for one in features)


@lru_cache(50_000)
def _own(word: str, name: tuple[int, str, str] | None) -> _Facts:
    low = word.lower()
    found = [f"w={low}", f"sh={shape(word)}", f"s3={low[-3:]}", f"s2={low[-2:]}", *_facts(low)]
    if name is not None:
        long, place, kind = name
        found += [f"g={kind}", f"gp={place}{min(long, 4)}", f"g2={kind}{place}{min(long, 3)}"]
    return tuple(found)


def _named(lower: Sequence[str], names: NameTable) -> list[tuple[int, str, str] | None]:
    """Of each word the longest name that it is part of: how many words, where in it, of what kind."""
    best: list[tuple[int, str, str] | None] = [None] * len(lower)
    longest: dict[int, tuple[int, list[int]]] = {}
    for start, end, rows in names.exact.among(lower):
        if end - start > 1 or lower[start] not in IDLE:
            longest[start] = (end, rows)
    for start, (end, rows) in longest.items():
        kind = "".join(sorted({"T" if names.names[row][4] else "S" for row in rows}))
        for at in range(start, end):
            held = best[at]
            if held is None or held[0] < end - start:
                best[at] = (end - start, "B" if at == start else "E" if at == end - 1 else "I", kind)
    return best
