"""Rich skill descriptors in CSV: OSMT's export and its template for imports, with the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.errors import UnreadableFile, WrongColumns
from data.reading import Progress, Report, TextRow
from data.rsd.descriptors import Descriptor, Named, line, text
from data.sheets import Sheet

NAMES: Final = ("rsd name", "skill name")
STATEMENTS: Final = ("skill statement", "contextualized skill statement")
OCCUPATION_LISTS: Final = (frozenset({"o*net-soc code", "title"}), frozenset({"soc code", "soc title"}))
"""Columns of the lists of occupations that OSMT is filled with; they hold no descriptors."""

_ADDRESSES: Final = ("canonical url",)
_CATEGORIES: Final = ("category", "categories", "skill category", "skill categories")
_AUTHORS: Final = ("author", "authors")
_OCCUPATIONS: Final = (
    ("occupation major groups", "bls major group", "bls major groups"),
    ("occupation minor groups", "bls minor group", "bls minor groups"),
    ("broad occupations", "bls broad occupation", "bls broad occupations", "broad occupation"),
    ("detailed occupations", "bls detailed occupation", "bls detailed occupations", "detailed occupation"),
    ("o*net job codes", "o*net job role", "o*net job roles", "o*net job code"),
)
_LEFT: Final = {
    "keywords": ("keywords", "keyword"),
    "standards": ("standards", "professional standards", "standard"),
    "certifications": ("certifications", "certification"),
    "employers": ("employers", "employer"),
}
_ALIGNMENT: Final = re.compile(r"alignment( \d+)? (?:name|title)")


def told(columns: frozenset[str]) -> bool:
    """Whether these columns, in lower case, are those of descriptors."""
    return bool(columns & {*NAMES}) and bool(columns & {*STATEMENTS})


def descriptors(path: Path, name: str, report: Report, progress: Progress) -> Iterator[Descriptor]:
    """The descriptors of a CSV file; raises `UnreadableFile`, `WrongColumns` where it has none of their columns."""
    for at, row in enumerate(Sheet(path, name, ()).rows(report, progress)):
        cells = TextRow({key.strip().casefold(): value for key, value in row.row.values.items()}, row.locator)
        if at == 0:
            _hold_to(frozenset(cells.values), name)
        yield _descriptor(cells)


def _hold_to(columns: frozenset[str], name: str) -> None:
    if any(these <= columns for these in OCCUPATION_LISTS):
        raise UnreadableFile(
            f"{name}: a list of occupations and their codes, which names no skill.",
            hint="O*NET's own files are read with their skills: --as onet.",
        )
    if not told(columns):
        raise WrongColumns(
            f"{name}: no columns of rich skill descriptors; found: {', '.join(sorted(columns))[:300] or 'nothing'}.",
            hint="Needed: 'RSD Name' and 'Skill Statement'.",
        )


def _descriptor(row: TextRow) -> Descriptor:
    return Descriptor(
        row.locator,
        _cell(row, _ADDRESSES),
        line(_cell(row, NAMES)),
        text(_cell(row, STATEMENTS)),
        "",
        line(next(iter(_items(_cell(row, _AUTHORS))), "")),
        tuple(line(item) for item in _items(_cell(row, _CATEGORIES))),
        tuple(Named("", item) for columns in _OCCUPATIONS for item in _items(_cell(row, columns))),
        tuple(_alignments(row)),
        {what: count for what, columns in _LEFT.items() if (count := len(_items(_cell(row, columns))))},
    )


def _alignments(row: TextRow) -> Iterator[Named]:
    """Those of all numbered columns: ``Alignment Name``, ``Alignment 2 Name``."""
    for column in row.values:
        if matched := _ALIGNMENT.fullmatch(column):
            stem = f"alignment{matched[1] or ''}"
            found = Named(
                line(row.get(column)), row.get(f"{stem} url") or row.get(stem), line(row.get(f"{stem} framework"))
            )
            if found.name or found.ref:
                yield found


def _cell(row: TextRow, columns: tuple[str, ...]) -> str:
    return next((value for column in columns if (value := row.get(column))), "")


def _items(cell: str) -> list[str]:
    """The items of a cell, which are separated by semicolons (some hands write ``|``).

    >>> _items("15-1251; 15-1252;;")
    ['15-1251', '15-1252']
    """
    return list(dict.fromkeys(item for part in re.split(r"[;|]", cell) if (item := part.strip())))
