"""Boxes of one drawing put into rows: which row, in which order, and where along it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Size = tuple[float, float]

WIDEST: Final = 5
"""Boxes in one row; more of them begin another."""

BENDS: Final = 6_000
"""The most bends of all lines together; beyond them long lines run straight."""

SWEEPS: Final = 6
THIN: Final = 14.0
"""The room that a line takes which only passes a row."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line from a box to a box; `number` is its own."""

    source: str
    target: str
    number: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Where each box stands (its left upper corner), the bends of lines by number, and the size of all."""

    places: Mapping[str, tuple[float, float]]
    bends: Mapping[int, list[tuple[float, float]]]
    width: float
    height: float


@dataclass(slots=True)
class _Grid:
    """Rows of boxes and of passing lines (`passing`: by their name, the line), and who is next to whom up and down."""

    rows: list[list[str]]
    sizes: dict[str, Size]
    passing: dict[str, int] = field(default_factory=dict)
    up: dict[str, list[str]] = field(default_factory=dict)
    down: dict[str, list[str]] = field(default_factory=dict)

    def join(self, above: str, below: str) -> None:
        self.down.setdefault(above, []).append(below)
        self.up.setdefault(below, []).append(above)


def arranged(sizes: Mapping[str, Size], order: Mapping[str, float], links: Sequence[Link], *, gap: Size) -> Rows:
    """Place the boxes in rows; `sizes` names them in the order in which they come where nothing else decides."""
    if not sizes:
        return Rows({}, {}, 0.0, 0.0)
    grid = _grid(_layers(list(sizes), order, links), dict(sizes), links)
    _sort(grid)
    across = _along(grid, gap[0])
    left = min(across.values())
    places: dict[str, tuple[float, float]] = {}
    bends: dict[int, list[tuple[float, float]]] = {}
    leaving = _leaving(grid, links)
    top = 0.0
    for row in grid.rows:
        tall = max((grid.sizes[one][1] for one in row), default=0.0)
        for one in row:
            x, (wide, high) = across[one] - left, grid.sizes[one]
            if one in grid.passing:
                bends.setdefault(grid.passing[one], []).extend([(x + THIN / 2, top), (x + THIN / 2, top + tall)])
                continue
            places[one] = x, top
            for number in leaving.get(one, ()) if high < tall else ():
                bends.setdefault(number, []).insert(0, (x + wide / 2, top + tall))
        top += tall + gap[1]
    width = max(across[one] + grid.sizes[one][0] for one in across) - left
    return Rows(places, bends, width, top - gap[1])


def _leaving(grid: _Grid, links: Sequence[Link]) -> dict[str, list[int]]:
    """Of each box the lines that leave it downwards."""
    row_of = {name: place for place, row in enumerate(grid.rows) for name in row}
    found: dict[str, list[int]] = {}
    for link in links:
        if row_of[link.source] < row_of[link.target]:
            found.setdefault(link.source, []).append(link.number)
    return found


def _layers(names: list[str], order: Mapping[str, float], links: Sequence[Link]) -> list[list[str]]:
    """Rows from the top: by the longest way from a start; without lines by `order`. Broken where too wide."""
    if links:
        depth = _depths(names, links)
    else:
        known = {value: place for place, value in enumerate(sorted({order[name] for name in names}))}
        depth = {name: known[order[name]] for name in names}
    layers: dict[int, list[str]] = {}
    for name in names:
        layers.setdefault(depth[name], []).append(name)
    rows: list[list[str]] = []
    for place in sorted(layers):
        layer = layers[place]
        count = -(-len(layer) // WIDEST)
        size = -(-len(layer) // count)
        rows += [layer[begin : begin + size] for begin in range(0, len(layer), size)]
    return rows


def _depths(names: list[str], links: Sequence[Link]) -> dict[str, int]:
    """How many lines lead to each box at most; what nothing leads to stands right above what it leads to."""
    below: dict[str, list[str]] = {name: [] for name in names}
    for link in links:
        if link.target not in below[link.source]:
            below[link.source].append(link.target)
    finished = _cut(names, below)
    depth = dict.fromkeys(names, 0)
    led = dict.fromkeys(names, False)
    for name in reversed(finished):
        for other in below[name]:
            depth[other] = max(depth[other], depth[name] + 1)
            led[other] = True
    for name in names:
        if not led[name] and below[name]:
            depth[name] = min(depth[other] for other in below[name]) - 1
    return depth


def _cut(names: list[str], below: dict[str, list[str]]) -> list[str]:
    """Remove each line that closes a circle; give back the boxes, each after all that it leads to."""
    state: dict[str, int] = {}
    finished: list[str] = []
    for root in names:
        waiting = [(root, 0)] if root not in state else []
        while waiting:
            name, at = waiting.pop()
            state[name] = 1
            if at == len(below[name]):
                state[name] = 2
                finished.append(name)
                continue
            other = below[name][at]
            if state.get(other) == 1:
                del below[name][at]
                waiting.append((name, at))
                continue
            waiting.append((name, at + 1))
            if other not in state:
                waiting.append((other, 0))
    return finished


def _grid(rows: list[list[str]], sizes: dict[str, Size], links: Sequence[Link]) -> _Grid:
    """The rows with the lines that pass them."""
    grid = _Grid(rows, sizes)
    row_of = {name: place for place, row in enumerate(rows) for name in row}
    left = BENDS
    spans = sorted(links, key=lambda link: abs(row_of[link.target] - row_of[link.source]))
    for link in spans:
        begin, end = sorted((link.source, link.target), key=row_of.__getitem__)
        span = row_of[end] - row_of[begin]
        if span == 0 or span - 1 > left:
            continue
        before = begin
        for row in range(row_of[begin] + 1, row_of[end]):
            name = f"\0{link.number}:{row}"
            rows[row].append(name)
            grid.sizes[name] = (THIN, 0.0)
            grid.passing[name] = link.number
            grid.join(before, name)
            before = name
        grid.join(before, end)
        left -= span - 1
    return grid


def _sort(grid: _Grid) -> None:
    """Order each row by the mean place of its neighbours above, then below, a few times."""
    place = {name: at for row in grid.rows for at, name in enumerate(row)}

    def pulled(row: list[str], beside: Mapping[str, list[str]]) -> None:
        def mean(name: str) -> float:
            near = beside.get(name, ())
            return sum(place[one] for one in near) / len(near) if near else float(place[name])

        row.sort(key=mean)
        place.update((name, at) for at, name in enumerate(row))

    for _ in range(SWEEPS):
        for row in grid.rows:
            pulled(row, grid.up)
        for row in reversed(grid.rows):
            pulled(row, grid.down)
    for row in grid.rows:
        pulled(row, grid.up)


def _along(grid: _Grid, gap: float) -> dict[str, float]:
    """The left edge of each box: pulled towards its neighbours, without touching those in its row."""
    at: dict[str, float] = {}
    for row in grid.rows:
        whole = sum(grid.sizes[name][0] for name in row) + gap * (len(row) - 1)
        edge = -whole / 2
        for name in row:
            at[name] = edge
            edge += grid.sizes[name][0] + gap
    for sweep in range(SWEEPS):
        beside, rows = (grid.up, grid.rows) if sweep % 2 == 0 else (grid.down, grid.rows[::-1])
        for row in rows:
            _settle(row, [_wanted(name, beside, at, grid.sizes) for name in row], grid.sizes, gap, at)
    return at


def _wanted(name: str, beside: Mapping[str, list[str]], at: Mapping[str, float], sizes: Mapping[str, Size]) -> float:
    near = beside.get(name, ())
    if not near:
        return at[name]
    return sum(at[one] + sizes[one][0] / 2 for one in near) / len(near) - sizes[name][0] / 2


def _settle(row: list[str], wanted: list[float], sizes: Mapping[str, Size], gap: float, at: dict[str, float]) -> None:
    """Midway between pushing from the left and pushing from the right: neither makes boxes overlap, nor does this."""
    right, edge = [], float("-inf")
    for name, wish in zip(row, wanted, strict=True):
        right.append(max(wish, edge))
        edge = right[-1] + sizes[name][0] + gap
    left, edge = [], float("inf")
    for name, wish in zip(reversed(row), reversed(wanted), strict=True):
        left.append(min(wish, edge - sizes[name][0]))
        edge = left[-1] - gap
    for name, one, other in zip(row, right, reversed(left), strict=True):
        at[name] = (one + other) / 2
