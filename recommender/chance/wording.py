"""Chances in words: what a person reads, each word a range, and nothing below a floor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Word:
    """`said` of chances from `least` on, up to the next word's."""

    least: float
    said: str


WORDS: Final = (
    Word(0.05, "a possible next step"),
    Word(0.15, "a common next step"),
    Word(0.50, "the usual next step"),
)
"""From 5, 15 and 50 of 100 learners with such a history on; below the first nothing is said."""

VERBS: Final = {"enrolled": "enrol in", "registered": "register for", "completed": "complete", "awarded": "earn"}


def word_of(chance: float) -> str | None:
    """The words of a chance, None below the floor and for NaN. Raises `ValueError` outside 0 to 1.

    >>> word_of(0.2), word_of(0.01)
    ('a common next step', None)
    """
    if math.isnan(chance):
        return None
    if not 0 <= chance <= 1:
        raise ValueError(f"a chance lies between 0 and 1, not at {chance}")
    return next((word.said for word in reversed(WORDS) if chance >= word.least), None)


def in_full(chance: float, predicted: str, horizon: int) -> str | None:
    """A sentence with the figure in whole learners, None below the floor; `predicted` says what is counted.

    >>> in_full(0.2, "enrolled", 90)
    'About 20 of 100 learners with such a history enrol in it within 90 days.'
    """
    if word_of(chance) is None:
        return None
    verb = VERBS.get(predicted, "get")
    return f"About {round(100 * chance)} of 100 learners with such a history {verb} it within {horizon} days."
