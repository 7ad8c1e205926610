"""What learners earned after what: the order that history shows, and how many went from one credential to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

FEWEST: Final = 5
"""Of fewer learners nothing is told."""


@dataclass(frozen=True, slots=True)
class Went:
    """Of the learners who went on after `before`, how many earned the credential next."""

    before: str
    count: int
    of: int


class Following:
    """Counts of what followed what directly, and of where in their history learners earned each."""

    def __init__(self, learners: Collection[Sequence[str]]) -> None:
        """Take what each learner earned, oldest first."""
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._left: Counter[str] = Counter()
        self._places: dict[str, list[float]] = {}
        for earned in learners:
            once = list(dict.fromkeys(earned))
            for place, one in enumerate(once):
                self._places.setdefault(one, []).append(place / max(len(once) - 1, 1))
            for before, after in pairwise(once):
                self._pairs[before, after] += 1
                self._left[before] += 1

    def order(self, credentials: Collection[str]) -> list[str]:
        """The credentials as learners earn them on the whole; those of which too little is known come in the middle."""

        def place(one: str) -> float:
            known = self._places.get(one, ())
            return sum(known) / len(known) if len(known) >= FEWEST else 0.5

        return sorted(credentials, key=lambda one: (place(one), one))

    def most(self, credential: str, among: Collection[str]) -> Went | None:
        """From which of these most learners went on to the credential; None where fewer than five did."""
        counts = [(self._pairs[before, credential], before) for before in among if before != credential]
        count, before = max(counts, default=(0, ""))
        return Went(before, count, self._left[before]) if count >= FEWEST else None


def following(learners: Collection[Sequence[str]]) -> Following:
    """The counts of these learners.

    >>> found = following([["x:a", "x:b"]] * 6 + [["x:a", "x:c"]] * 2)
    >>> found.most("x:b", ["x:a", "x:b"])
    Went(before='x:a', count=6, of=8)
    """
    return Following(learners)
