"""A figure with its unit and its bound, and how figures are printed and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `most` and `least` are the bounds it is held to, None: none is promised."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether it is within its bounds."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def bound(self) -> str:
        """The bound in words, empty where there is none.

        >>> Figure("p50", 3.0, "ms", most=10).bound
        'at most 10'
        """
        if self.most is not None:
            return f"at most {self.most:g}"
        return f"at least {self.least:g}" if self.least is not None else ""

    @property
    def verdict(self) -> str:
        """Says "holds" or "MISSED" where there is a bound."""
        if not self.bound:
            return ""
        return "holds" if self.holds else "MISSED"

    @property
    def number(self) -> str:
        """The value with about three digits that count.

        >>> [Figure("", value, "").number for value in (1234.5, 41.26, 3.14159, 0.1234)]
        ['1,234', '41.3', '3.14', '0.123']
        """
        size = abs(self.value)
        places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
        return f"{self.value:,.{places}f}"

    def cells(self) -> tuple[str, ...]:
        """The figure as a row of a table."""
        return self.what, self.number, self.unit, self.bound, self.verdict, self.note


HEAD = ("what", "figure", "unit", "bound", "", "note")


def show(title: str, figures: Sequence[Figure]) -> None:
    """Print figures as a small table."""
    table = Table(title=title, title_justify="left")
    for column in HEAD:
        table.add_column(column, justify="right" if column == "figure" else "left")
    for figure in figures:
        table.add_row(*figure.cells())
    Console(width=140).print(table)


def markdown(figures: Iterable[Figure]) -> str:
    """Figures as a table in Markdown."""
    lines = [HEAD, ("---", "---:", "---", "---", "---", "---"), *(figure.cells() for figure in figures)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def keep(path: Path, title: str, figures: Sequence[Figure]) -> None:
    """Write figures as JSON."""
    value: dict[str, Any] = {"title": title, "figures": [asdict(figure) for figure in figures]}
    path.write_text(json.dumps(value, indent=1), "utf-8")


def kept(path: Path) -> tuple[str, list[Figure]]:
    """Read what `keep` wrote: the title and the figures."""
    value = json.loads(path.read_text("utf-8"))
    return value["title"], [Figure(**figure) for figure in value["figures"]]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values doesn't exceed (nearest rank).

    >>> percentile([4, 1, 3, 2], 0.5), percentile(list(range(1, 101)), 0.99)
    (2, 99)
    """
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 10_000) * len(ordered) // 10_000) - 1)]
