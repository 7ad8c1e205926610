"""Boxes put into rows so that lines run downwards and cross little: a small layered layout, in plain arithmetic.

Each box that holds others is laid out for itself, from the innermost out, and stands in the next as one box. Within
one: rows by the longest way from a start (Sugiyama, Tagawa, Toda 1981, "Methods for visual understanding of
hierarchical system structures"), an order in the rows by barycentres, places by pulling boxes towards their
neighbours. Rows that would be too wide are broken. Circles are cut where they close.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.rows import Link, Rows, arranged

GAP_X: Final = 28.0
GAP_Y: Final = 44.0
PAD: Final = 16.0
HEAD: Final = 54.0
"""Room for the name of a box that holds others."""


@dataclass(frozen=True, slots=True)
class Item:
    """A box to be placed; its size counts where it holds nothing. `order`: boxes with a lower one come first."""

    id: str
    parent: str
    width: float
    height: float
    order: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A place: the left upper corner and the size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each box stands, the bends of each line (by its number), and the size of the whole."""

    rects: Mapping[str, Rect]
    bends: Mapping[int, tuple[Point, ...]]
    width: float
    height: float


def layered(items: Sequence[Item], lines: Sequence[tuple[str, str]]) -> Layout:
    """Place the boxes; a box comes after the one that holds it, and lines name boxes by their identifiers.

    >>> found = layered([Item("a", "", 10, 10, 1), Item("b", "", 10, 10, 2)], [("a", "b")])
    >>> found.rects["a"].bottom < found.rects["b"].y
    True
    """
    within: dict[str, list[Item]] = {"": []}
    for item in items:
        within.setdefault(item.parent, []).append(item)
    chains = _chains(items)
    links: dict[str, list[Link]] = {}
    for number, (source, target) in enumerate(lines):
        if (met := _meeting(chains[source], chains[target])) is not None:
            holder, one, other = met
            links.setdefault(holder, []).append(Link(one, other, number))
    sizes = {item.id: (item.width, item.height) for item in items}
    inner: dict[str, Rows] = {}
    for holder in [*(item.id for item in reversed(items) if item.id in within), ""]:
        rows = _rows(within[holder], links.get(holder, ()), sizes)
        inner[holder] = rows
        if holder:
            own = sizes[holder]
            sizes[holder] = max(rows.width + 2 * PAD, own[0]), rows.height + HEAD + PAD
    return _absolute(items, inner, sizes)


def _rows(items: Sequence[Item], links: Iterable[Link], sizes: Mapping[str, tuple[float, float]]) -> Rows:
    ordered = sorted(items, key=lambda item: item.order)
    return arranged(
        {item.id: sizes[item.id] for item in ordered}, {item.id: item.order for item in ordered}, list(links),
        gap=(GAP_X, GAP_Y),
    )  # fmt: skip


def _chains(items: Sequence[Item]) -> dict[str, tuple[str, ...]]:
    """Of each box the boxes around it, outermost first, and itself."""
    chains: dict[str, tuple[str, ...]] = {}
    for item in items:
        chains[item.id] = (*chains.get(item.parent, ()), item.id)
    return chains


def _meeting(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str, str] | None:
    """The innermost box that holds both, and which of the boxes in it; None where one holds the other."""
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    if shared in (len(one), len(other)):
        return None
    return (one[shared - 1] if shared else "", one[shared], other[shared])


def _absolute(items: Sequence[Item], inner: Mapping[str, Rows], sizes: Mapping[str, tuple[float, float]]) -> Layout:
    """From places within each box to places on the whole drawing."""
    rects: dict[str, Rect] = {}
    corners: dict[str, Point] = {"": (PAD, PAD)}
    for item in items:
        left, top = corners[item.parent]
        x, y = inner[item.parent].places[item.id]
        width, height = sizes[item.id]
        rects[item.id] = Rect(left + x, top + y, width, height)
        if item.id in inner:
            spare = (width - 2 * PAD - inner[item.id].width) / 2
            corners[item.id] = left + x + PAD + spare, top + y + HEAD
    bends = {
        number: tuple((corners[holder][0] + x, corners[holder][1] + y) for x, y in points)
        for holder, rows in inner.items()
        for number, points in rows.bends.items()
    }
    return Layout(rects, bends, inner[""].width + 2 * PAD, inner[""].height + 2 * PAD)
