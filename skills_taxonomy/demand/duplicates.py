"""Postings that say nearly the same as an earlier one: by min-hashes, and then by what they really share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from data.reading import Progress

ALIKE: Final = 0.9
"""Two postings are doubles where they share so much of their runs of four words (Jaccard)."""

_PERMUTATIONS: Final = 64
_RUN: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_STEP: Final = 500


def runs(text: str) -> frozenset[str]:
    """A text's runs of four words; shorter texts are one run."""
    words = _WORD.findall(text.casefold())
    return (
        frozenset(" ".join(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 1)))
        if words
        else frozenset()
    )


def doubles(texts: Sequence[str], progress: Progress | None = None) -> list[int | None]:
    """Of each text the number of the earliest one that it is a double of, None for the others and for empty ones.

    Only what is no double itself is compared with, so that no chain of small changes joins what differs.
    """
    from datasketch import MinHash, MinHashLSH

    near = MinHashLSH(threshold=ALIKE - 0.1, num_perm=_PERMUTATIONS)
    known: dict[int, frozenset[str]] = {}
    found: list[int | None] = []
    for number, text in enumerate(texts):
        if progress is not None and number % _STEP == 0:
            progress("looking for doubles", number, len(texts))
        own = runs(text)
        if not own:
            found.append(None)
            continue
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([run.encode() for run in own])
        same = sorted(other for other in near.query(sketch) if _shared(own, known[other]) >= ALIKE)
        found.append(same[0] if same else None)
        if not same:
            near.insert(number, sketch)
            known[number] = own
    return found


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
