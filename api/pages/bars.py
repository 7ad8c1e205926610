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
        middle = 40 + number * _LINE
        start, low, end = (_LEFT + _WIDE * float(value) / most for value in (0, row["low"], row["rate"]))
        high = _LEFT + _WIDE * float(row["high"]) / most
        said = f"{label}: {row['postings']:.0f} of {row['of']:.0f}, {row['rate']:.1%}"
        shown = label if len(label) <= 42 else f"{label[:41]}…"
        parts.append(
            f"<g><title>{escape(said)}</title>"
            f'<text x="{_LEFT - 8}" y="{middle + 4}" text-anchor="end">{escape(shown)}</text>'
            f'<rect x="{start:.1f}" y="{middle - 7}" width="{max(end - start, 0.5):.1f}" height="14" '
            'fill="#0a5c56"/>'
            f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8" '
            f'stroke="#1a1d21" fill="none"/>'
            f'<text x="{high + 6:.1f}" y="{middle + 4}">{row["rate"]:.1%}</text></g>'
        )
    high_of_all = 40 + len(parts) * _LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 80} {high_of_all}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13">'
        f"<title>Share {escape(told)}, with 95 % intervals</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="{_LEFT}" y="18">Share {escape(told)}, '
        f"95 % intervals</text>{''.join(parts)}</svg>\n"
    )
