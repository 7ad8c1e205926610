"""The log: places in lists, what might have stood there by which chance, what did, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.errors import BadLog
from recommender.rows import Floats, Whole

CLOSE: Final = 1e-6
"""Within this, chances that should add up to 1 do."""

SAME: Final = 1e-9
"""Within this, two chances are the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item that might have stood at a place of a list.

    `propensity` is the chance by which the policy that ran put it there (0: never), `evaluated` that of the policy
    to be judged. Of each place exactly one row was `shown`, with its `reward` (0 where nothing came of it).
    `cluster` names those whose rewards hang together, such as a learner; none: the list.
    """

    request: str
    position: int
    item: str
    propensity: float
    evaluated: float
    shown: bool = True
    reward: float = 0.0
    cluster: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """The same as arrays. Rows (`slot`, `item`, `propensity`, `evaluated`) are in the order of their places (slots).

    `shown` is each place's row that was shown, `reward` what came of it; `cluster` and `position` are the places'.
    `complete`: the rows of each place are all that might have stood there, so that their chances add up to 1.
    """

    slot: Whole
    item: Whole
    propensity: Floats
    evaluated: Floats
    shown: Whole
    reward: Floats
    position: Whole
    cluster: Whole
    complete: bool

    @property
    def places(self) -> int:
        """How many places of lists there are."""
        return len(self.shown)

    @property
    def weight(self) -> Floats:
        """(places,) how much likelier what was shown is under the policy to be judged."""
        return self.evaluated[self.shown] / self.propensity[self.shown]

    def summed(self, values: Floats) -> Floats:
        """(places,) sums of (rows,) values."""
        return np.asarray(np.bincount(self.slot, values, minlength=self.places), dtype=np.float64)

    @property
    def supported(self) -> NDArray[np.bool_]:
        """(places,) where all that the other policy might show might have been shown; all, where that isn't known."""
        if not self.complete:
            return np.ones(self.places, bool)
        return self.summed(np.where(self.propensity > 0, self.evaluated, 0.0)) >= 1 - CLOSE

    @property
    def deciding(self) -> NDArray[np.bool_]:
        """(places,) where the policies differ; where not all chances are known, where there was a lot at all."""
        if not self.complete:
            return self.propensity[self.shown] < 1 - SAME
        return self.summed((np.abs(self.propensity - self.evaluated) > SAME).astype(float)) > 0

    def only(self, kept: NDArray[np.bool_]) -> Log:
        """The log of these places (places,) alone."""
        rows, place = kept[self.slot], np.cumsum(kept) - 1
        number = np.cumsum(rows) - 1
        return replace(
            self,
            slot=place[self.slot[rows]],
            item=self.item[rows],
            propensity=self.propensity[rows],
            evaluated=self.evaluated[rows],
            shown=number[self.shown[kept]],
            reward=self.reward[kept],
            position=self.position[kept],
            cluster=self.cluster[kept],
        )


def log_of(rows: Iterable[Row]) -> Log:
    """The log of these rows, in any order; raises `BadLog`, which names the row, for what no log can hold."""
    ordered = sorted((_checked(row) for row in rows), key=lambda row: (row.request, row.position, row.item))
    if not ordered:
        raise BadLog("The log is empty.", hint="Gather lists that were shown with exploration on.")
    places: dict[tuple[str, int], list[int]] = {}
    for number, row in enumerate(ordered):
        places.setdefault((row.request, row.position), []).append(number)
    shown = [_shown(ordered, numbers) for numbers in places.values()]
    sums = [sum(ordered[i].propensity for i in numbers) for numbers in places.values()]
    first = [ordered[i] for i in shown]
    return Log(
        slot=np.repeat(np.arange(len(places)), [len(numbers) for numbers in places.values()]),
        item=_numbered([row.item for row in ordered]),
        propensity=np.array([row.propensity for row in ordered]),
        evaluated=np.array([row.evaluated for row in ordered]),
        shown=np.array(shown),
        reward=np.array([row.reward for row in first]),
        position=np.array([row.position for row in first]),
        cluster=_numbered([row.cluster or f"list {row.request}" for row in first]),
        complete=all(abs(one - 1.0) <= CLOSE for one in sums),
    )


def _numbered(names: list[str]) -> Whole:
    """Numbers in the order in which names come first: what they are called changes no figure."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)


def _checked(row: Row) -> Row:
    """The row; raises `BadLog` for numbers that are no chances, or no reward."""
    for name, value in (("propensity", row.propensity), ("evaluated", row.evaluated)):
        if not 0.0 <= value <= 1.0 + CLOSE:
            raise BadLog(
                f"{_place(row)}: the {name} of {row.item[:100]!r} is {value}.", hint="A chance is from 0 to 1."
            )
    if row.shown and row.propensity <= 0.0:
        raise BadLog(
            f"{_place(row)}: {row.item[:100]!r} was shown with a propensity of 0.",
            hint="Log the chance by which each was shown; without it nothing can be told.",
        )
    if row.shown and not isfinite(row.reward):
        raise BadLog(f"{_place(row)}: the reward is {row.reward}.", hint="Write 0 where nothing came of it.")
    return row


def _shown(rows: list[Row], numbers: list[int]) -> int:
    """The one row of a place that was shown; raises `BadLog`."""
    here = [rows[i] for i in numbers]
    shown = [i for i in numbers if rows[i].shown]
    if len(shown) != 1:
        raise BadLog(
            f"{_place(here[0])}: {len(shown)} items were shown at one place.", hint="At each place one is shown."
        )
    if len({row.item for row in here}) < len(here):
        raise BadLog(f"{_place(here[0])}: an item has two rows.", hint="Write each item of a place once.")
    for name in ("propensity", "evaluated"):
        if (total := sum(getattr(row, name) for row in here)) > 1 + CLOSE:
            raise BadLog(f"{_place(here[0])}: the column {name} adds up to {total:.6g}.", hint="At most 1 in a place.")
    return shown[0]


def _place(row: Row) -> str:
    return f"{row.where}, " * bool(row.where) + f"request {row.request[:100]!r}, position {row.position}"
