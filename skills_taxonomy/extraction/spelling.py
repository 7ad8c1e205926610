"""Misspelt words of labels: a word that nobody knows is read as the one label word that it nearly is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.process import extract

from skills_taxonomy.extraction.features import word_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skills_taxonomy.tagging.english import English
    from skills_taxonomy.tagging.lookup import NameTable

SHORTEST: Final = 6
"""Shorter words aren't read otherwise than they are written: too many others are near."""
NAME: Final = 8
"""A word with a capital may be a name of a person or place; it is read otherwise from this length on."""
TWICE: Final = 10
"""A word of this length may have two letters wrong, a shorter one one (missing, too many, another, or two swapped)."""
SURE: Final = 0.8
"""What a confidence is multiplied with where a word was read otherwise than it is written."""


ENDINGS: Final = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "r")
BEGINNINGS: Final = ("re", "un", "pre", "non", "co", "sub", "multi", "micro", "over", "under", "inter", "cyber", "auto")
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS: Final = frozenset("aeiouy")


def is_slip(written: str, meant: str) -> bool:
    """Whether letters that stand for others are vowels for vowels, or lie beside them on a keyboard.

    A letter too many or too few, or two swapped, is a slip always.

    >>> is_slip("kubernetws", "kubernetes"), is_slip("phlebotamy", "phlebotomy"), is_slip("kubertetes", "kubernetes")
    (True, True, False)
    """
    edits = [edit for edit in Levenshtein.editops(written, meant) if edit.tag == "replace"]
    swapped = sorted(written) == sorted(meant)
    return swapped or all(_near(written[edit.src_pos], meant[edit.dest_pos]) for edit in edits)


def _near(one: str, other: str) -> bool:
    if one in _VOWELS and other in _VOWELS:
        return True
    places = {key: (row, column + row / 2) for row, keys in enumerate(_KEYS) for column, key in enumerate(keys)}
    (row, column), (row_two, column_two) = places[one], places[other]
    return abs(row - row_two) <= 1 and abs(column - column_two) <= 1


@dataclass(frozen=True, slots=True)
class Respelt:
    """A text with some words respelt; places of it lead back to the text as it was written.

    `starts` are where pieces begin in the new text, `shifts` what is to be taken from a place in that piece; `words`
    are the places, in the old text, of the words that were respelt.
    """

    text: str
    words: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """A span of the new text in the old one."""
        return self._back(start), self._back(end)

    def touches(self, start: int, end: int) -> bool:
        """Whether a span of the old text has a word that was respelt."""
        return any(first < end and last > start for first, last in self.words)

    def _back(self, place: int) -> int:
        return place - self.shifts[bisect_right(self.starts, place) - 1]


class Spelling:
    """Knows the words of all names that are looked for."""

    def __init__(self, names: NameTable, english: English) -> None:
        self._names = names
        self._english = english
        self._found: dict[str, str] = {}

    def respelt(self, text: str, words: Sequence[str], places: Sequence[tuple[int, int]]) -> Respelt | None:
        """The text with its misspelt words as they were meant; None where there is none."""
        fixed = [
            (start, end, meant)
            for word, (start, end) in zip(words, places, strict=True)
            if len(word) >= SHORTEST and (meant := self.meant(word))
        ]
        if not fixed:
            return None
        made, starts, shifts, at = "", [0], [0], 0
        for start, end, meant in fixed:
            made += text[at:start]
            starts.append(len(made))
            shifts.append(len(made) - start)
            made += meant
            starts.append(len(made))
            shifts.append(len(made) - end)
            at = end
        return Respelt(made + text[at:], tuple(one[:2] for one in fixed), tuple(starts), tuple(shifts))

    def meant(self, word: str) -> str:
        """The word that was meant, capitals as written; empty where it is known, or nothing or several are near."""
        low = word.lower()
        if len(low) < SHORTEST or not low.isalpha() or not low.isascii():
            return ""
        if low not in self._found:
            self._found[low] = "" if self._is_known(low) else self._nearest(low)
        found = self._found[low]
        if not found or (word[0].isupper() and len(word) < NAME):
            return ""
        return found.upper() if word.isupper() else found.capitalize() if word[0].isupper() else found

    def _is_known(self, low: str) -> bool:
        """Whether somebody knows it, or it is made of known words: factors, refactor, backend."""
        if self._is_word(low) or any(self._is_word(low[: -len(end)]) for end in ENDINGS if low.endswith(end)):
            return True
        if any(self._is_word(low[len(begin) :]) for begin in BEGINNINGS if low.startswith(begin)):
            return True
        return any(self._is_word(low[:at]) and self._is_word(low[at:]) for at in range(3, len(low) - 2))

    def _is_word(self, low: str) -> bool:
        return low in self._words or low in word_facts() or low in self._english

    def _nearest(self, low: str) -> str:
        """Of the words with the same first letter and about as long the only one that is so near."""
        most = 2 if len(low) >= TWICE else 1
        near: list[str] = []
        for length in range(len(low) - most, len(low) + most + 1):
            near += self._by_start.get((low[0], length), ())
        best = extract(low, near, scorer=OSA.distance, score_cutoff=most, limit=2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]) or not is_slip(low, str(best[0][0])):
            return ""
        return str(best[0][0])

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for key in self._names.exact.rows for word in key.split(" "))

    @cached_property
    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= SHORTEST and word.isalpha() and word.isascii():
                found[word[0], len(word)].append(word)
        return dict(found)
