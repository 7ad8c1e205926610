"""Words that name a skill, whether a vocabulary has it or not: a conditional random field over a sentence's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.extraction import cues, features

if TYPE_CHECKING:
    from skills_taxonomy.tagging.lookup import NameTable

MODEL: Final = Path(__file__).parent / "models" / "spans.crf"
LEAST: Final = 0.4
"""A word belongs to a span when the model takes it for part of one with at least this probability."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Of each word the probability, 0..1, to be `inside` a span, to begin one, to be part of something done."""

    inside: npt.NDArray[np.float64]
    begins: npt.NDArray[np.float64]
    done: npt.NDArray[np.float64]


_ASIDE: Final = frozenset(',•●▪◦‣·*|…"“”')
_LINKS: Final = cues.idle("ends")
_LEVEL: Final = re.compile(r"[ABC][12]")
"""What a span neither begins nor ends with: the second are levels of languages."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sentence that are looked at, where they stand, and after which of them a comma or the like does.

    The sentences that the model was taught with have no commas.
    """

    written: list[str]
    places: list[tuple[int, int]]
    parted: frozenset[int]

    @classmethod
    def of(cls, pieces: Sequence[tuple[str, int]]) -> Words:
        """Of a sentence's words, each with its place."""
        written: list[str] = []
        places: list[tuple[int, int]] = []
        parted: set[int] = set()
        for word, start in pieces:
            if word in _ASIDE:
                parted.add(len(written) - 1)
            elif not word.isspace():
                written.append(word)
                places.append((start, start + len(word)))
        return cls(written, places, frozenset(parted))

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The words (first, last + 1) that lie in some characters."""
        inside = [at for at, (first, last) in enumerate(self.places) if first < end and last > start]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """The characters from one word up to the end of the one before another."""
        return self.places[first][0], self.places[last - 1][1]


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` of a sentence: something done (`skill`) or known (`knowledge`).

    `likely`, 0..1: the mean of its words' probabilities of being part of a span; `weakest`: the least of them.
    """

    start: int
    end: int
    kind: str
    likely: float
    weakest: float


class SpanModel:
    """Finds the words that name skills; the same sentence always gives the same spans."""

    def __init__(self, names: NameTable, model: Path = MODEL) -> None:
        import pycrfsuite

        self._names = names
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(model))

    def reading(self, words: Words) -> Reading:
        """What the model makes of a sentence's words."""
        if not words.written:
            return Reading(*(np.zeros(0) for _ in range(3)))
        self._tagger.set(features.of_sentence(words.written, self._names))
        by_label = {
            label: np.array([self._tagger.marginal(label, at) for at in range(len(words.written))])
            for label in ("O", "B-S", "I-S", "B-K")
        }
        begins, done = by_label["B-S"] + by_label["B-K"], by_label["B-S"] + by_label["I-S"]
        return Reading(1.0 - by_label["O"], begins, done)

    @staticmethod
    def spans(words: Words, reading: Reading, least: float = LEAST) -> list[Span]:
        """The spans of a sentence, in its order, none overlapping."""
        found = []
        begins = reading.begins > reading.inside - reading.begins
        begins[[at + 1 for at in words.parted if 0 <= at + 1 < len(begins)]] = True
        for first, last in _runs(reading.inside >= least, begins):
            start, end = _trimmed(words.written, first, last)
            if start >= end:
                continue
            inside = reading.inside[start:end]
            kind = "skill" if 2 * reading.done[start:end].sum() > inside.sum() else "knowledge"
            found.append(Span(start, end, kind, float(inside.mean()), float(inside.min())))
        return found


def _runs(inside: npt.NDArray[np.bool_], begins: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = -1
    for at in range(len(inside) + 1):
        on = at < len(inside) and bool(inside[at])
        if start >= 0 and (not on or begins[at]):
            found.append((start, at))
            start = -1
        if on and start < 0:
            start = at
    return found


def _trimmed(written: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """A span without conjunctions and signs at its ends."""
    while start < end and _is_idle(written[start]):
        start += 1
    while end > start and _is_idle(written[end - 1]):
        end -= 1
    opened = [at for at in range(start, end) if written[at] == "("]
    return (start, opened[-1]) if opened and ")" not in written[opened[-1] : end] else (start, end)


def _is_idle(word: str) -> bool:
    return word.lower() in _LINKS or bool(_LEVEL.fullmatch(word)) or not any(sign.isalnum() for sign in word)
