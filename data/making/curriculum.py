"""A certification's curriculum page read by where its words stand: domains with weights, and their competencies."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

PAGE: Final = 2
"""The page of each curriculum that holds the domains, counted from 1."""

_HEADING: Final = 12.5
"""Domain headings are set larger than this, in points; competencies aren't."""

_HEADING_TEXT: Final = re.compile(r"(\d+)%\s*[-–]?\s*(.+)")
_FOOT: Final = 40.0


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of an exam: its name, its share of the exam in percent and what is asked in it."""

    name: str
    percent: int
    competencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words drawn on a page: baseline `y` from the bottom and start `x` from the left, in points, and the size."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    size: float
    text: str


def domains_of(pdf: Path) -> tuple[tuple[Domain, ...], str]:
    """The domains of a curriculum and how they were read: from the text, or by eye where the page is all outlines."""
    by_eye: Mapping[str, Any] = tomllib.loads(files("data.making").joinpath("outlined.toml").read_text("utf-8"))
    if written := by_eye.get(pdf.name):
        domains = tuple(Domain(one["name"], one["percent"], tuple(one["competencies"])) for one in written["domain"])
        return domains, "read by eye: the page's letters are drawn as outlines"
    pieces, width = _pieces(pdf)
    return domains_on(pieces, width), ""


def domains_on(pieces: Iterable[Piece], width: float) -> tuple[Domain, ...]:
    """The domains of a page of two columns: each heading owns the bullets below it in its column.

    >>> page = [Piece(72, 600, 14, "60% - Knots"), Piece(72, 580, 10, "• Tie a bow-"), Piece(72, 568, 10, "line"),
    ...         Piece(320, 600, 14, "40% - Ropes"), Piece(320, 580, 10, "• Splice")]
    >>> [(d.name, d.percent, d.competencies) for d in domains_on(page, 612)]
    [('Knots', 60, ('Tie a bowline',)), ('Ropes', 40, ('Splice',))]
    """
    kept = [piece for piece in pieces if piece.y > _FOOT]
    columns = ([p for p in kept if p.x < width / 2], [p for p in kept if p.x >= width / 2])
    return tuple(domain for column in columns for domain in _column(_lines(column)))


def _pieces(pdf: Path) -> tuple[list[Piece], float]:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    page = PdfReader(pdf).pages[PAGE - 1]
    pieces: list[Piece] = []

    def note(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            x, y = (tm[4] * cm[n] + tm[5] * cm[n + 2] + cm[n + 4] for n in (0, 1))
            words = normalize("NFKC", text).replace("\n", "")
            pieces.extend(_apart(Piece(x, y, abs(size * tm[0]), words), float(page.mediabox.width)))

    page.extract_text(visitor_text=note)
    return pieces, float(page.mediabox.width)


def _apart(piece: Piece, width: float) -> list[Piece]:
    """Two headings that stand side by side and were drawn in one go, as two pieces."""
    if not _HEADING_TEXT.match(piece.text):
        return [piece]
    first, *second = re.split(r"(?<=\S)\s+(?=\d+% )", piece.text, maxsplit=1)
    return [replace(piece, text=first), *(replace(piece, x=width / 2, text=text) for text in second)]


def _lines(column: Iterable[Piece]) -> list[_Line]:
    """Pieces of nearly the same height put together, from the top."""
    rows: list[list[Piece]] = []
    for piece in sorted(column, key=lambda piece: -piece.y):
        if rows and abs(rows[-1][0].y - piece.y) < 3:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    ordered = [sorted(row, key=lambda piece: piece.x) for row in rows]
    return [_Line(row[-1].size, "".join(piece.text for piece in row).strip()) for row in ordered]


def _column(lines: Iterable[_Line]) -> list[Domain]:
    """The domains of one column; what stands above its first heading is the page's introduction."""
    found: list[tuple[list[str], list[str]]] = []
    for line in lines:
        if line.size > _HEADING:
            _take_heading(found, line.text)
        elif found and line.text.startswith("•"):
            found[-1][1].append(line.text.lstrip("• "))
        elif found and found[-1][1]:
            found[-1][1][-1] = joined(found[-1][1][-1], line.text)
    return [_domain(heading, competencies) for heading, competencies in found]


def _take_heading(found: list[tuple[list[str], list[str]]], text: str) -> None:
    if _HEADING_TEXT.match(text):
        found.append(([text], []))
    elif found and not found[-1][1]:
        found[-1][0].append(text)


def _domain(heading: list[str], competencies: list[str]) -> Domain:
    whole = heading[0]
    for more in heading[1:]:
        whole = joined(whole, more)
    match = _HEADING_TEXT.match(whole)
    assert match is not None, heading  # noqa: S101 - _take_heading lets nothing else begin a heading
    return Domain(match.group(2).strip(), int(match.group(1)), tuple(" ".join(one.split()) for one in competencies))


def joined(text: str, more: str) -> str:
    """Two lines of one phrase: a word broken at the line's end is mended, a compound keeps its hyphen.

    >>> joined("application deploy-", "ments"), joined("Self-", "Service"), joined("blue/", "green")
    ('application deployments', 'Self-Service', 'blue/green')
    """
    text, more = text.rstrip(), more.strip()
    if text.endswith("-") and more[:1].islower():
        return text[:-1] + more
    return text + more if text.endswith(("-", "/")) else f"{text} {more}"
