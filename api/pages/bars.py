"""Rates with their intervals as a drawing: a bar a row, readable without colour, with a text for who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import escape

if TYPE_CHECKING:
    import pandas as pd

_LINE: Final = 26
_LEFT: Final = 300
_WIDE: Final = 420


def bars(labels: list[str], rows: pd.DataFrame, told: str) -> str:
    """An SVG with a bar for each row (`rate`, `low`, `high`, 0..1, `postings`, `of`)."""
    most = max([float(one) for one in rows["high"]], default=0.0) or 1.0
    parts = []
    for number, (label, (_, row)) in enumerate(zip(labels, rows.iterrows(), strict=False)):
        said = f"{label}: {row['postings']:.0f} of {row['of']:.0f}, {row['rate']:.1%}"
        values = (float(row["rate"]), float(row["low"]), float(row["high"]))
        parts.append(_bar(label, said, f"{row['rate']:.1%}", number, values, most))
    return _drawing(parts, f"Share {told}")


def _bar(label: str, said: str, shown: str, number: int, values: tuple[float, float, float], most: float) -> str:  # noqa: PLR0917
    """One row: value, low, high of `values` as a bar with its interval, the figure behind it."""
    middle = 40 + number * _LINE
    end, low, high = (_LEFT + _WIDE * value / most for value in values)
    short = label if len(label) <= 42 else f"{label[:41]}…"
    return (
        f"<g><title>{escape(said)}</title>"
        f'<text x="{_LEFT - 8}" y="{middle + 4}" text-anchor="end">{escape(short)}</text>'
        f'<rect x="{_LEFT:.1f}" y="{middle - 7}" width="{max(end - _LEFT, 0.5):.1f}" height="14" '
        'fill="#0a5c56"/>'
        f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8" '
        f'stroke="#1a1d21" fill="none"/>'
        f'<text x="{high + 6:.1f}" y="{middle + 4}">{escape(shown)}</text></g>'
    )


def _drawing(parts: list[str], title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 80} {40 + len(parts) * _LINE}" '
        'role="img" font-family="system-ui, sans-serif" font-size="13">'
        f"<title>{escape(title)}, with 95 % intervals</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="{_LEFT}" y="18">{escape(title)}, '
        f"95 % intervals</text>{''.join(parts)}</svg>\n"
    )


def scores(rows: list[tuple[str, float, float, float]], measure: str = "NDCG@10") -> str:
    """An SVG with a bar for each (label, mean, low, high), 0 to 1."""
    most = max((row[3] for row in rows), default=0.0) or 1.0
    parts = [
        _bar(label, f"{label}: {mean:.3f} ({low:.3f} to {high:.3f})", f"{mean:.3f}", number, (mean, low, high), most)
        for number, (label, mean, low, high) in enumerate(rows)
    ]
    return _drawing(parts, f"{measure} of each model")
