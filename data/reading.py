"""What all readers share: the report of what was set aside, progress, and text rows with their physical lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TextIO

from data.errors import UnreadableFile, WrongColumns
from data.tables import Tables

MAX_LINE: Final = 1_000_000
"""The longest row that is read, in characters; a longer one is set aside unread."""

Progress = Callable[[str, int, int | None], None]
"""Told while reading: what is being read, how much is done, how much there is (None: not known)."""


def silent(what: str, done: int, total: int | None) -> None:
    """A progress listener that shows nothing."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """One row that wasn't taken: where it stands and why."""

    locator: str
    reason: str

    def __str__(self) -> str:
        return f"{self.locator}: {self.reason}"


@dataclass(slots=True)
class Report:
    """What a reader did with one source: rows read by table, rows set aside and why, and remarks.

    Nothing is dropped in silence: every row of the source is either counted in `read` or listed in `aside`.
    """

    source: str
    read: Counter[str] = field(default_factory=Counter)
    aside: list[SetAside] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def set_aside(self, locator: str, reason: str) -> None:
        """Note a row that wasn't taken."""
        self.aside.append(SetAside(locator, reason))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader hands over: the tables and the report."""

    tables: Tables
    report: Report


class Reader(Protocol):
    """Reads one published format. No network, no store; raises `DataError` only where nothing can be read."""

    def __call__(self, path: Path, *, progress: Progress = silent) -> Reading:
        """Read the file or folder."""
        ...


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row of a delimited text file: its values by column and where it stands (``name:line``)."""

    values: Mapping[str, str]
    locator: str

    def get(self, column: str) -> str:
        """The value with outer blanks removed; empty where the column isn't there."""
        return (self.values.get(column) or "").strip()


def open_text(stream: BinaryIO, name: str) -> TextIO:
    """The stream as UTF-8 text (a byte-order mark is skipped), line ends kept as they are."""
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", errors="strict")


def delimited(
    lines: TextIO,
    name: str,
    report: Report,
    *,
    needed: Sequence[str],
    delimiter: str = ",",
    max_line: int = MAX_LINE,
) -> Iterator[TextRow]:
    """The rows of a delimited file, each with the physical line on which it begins.

    Rows with more or fewer values than the header, and rows longer than `max_line` characters, are set aside.
    Raises `WrongColumns` where the header lacks a `needed` column, `UnreadableFile` where the text isn't UTF-8.
    """
    guarded = _Guarded(lines, name, report, max_line)
    rows = csv.reader(guarded, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE)
    try:
        header = [column.strip() for column in next(rows, [])]
        if lacking := [column for column in needed if column not in header]:
            raise WrongColumns(
                f"{name}: the column {lacking[0]!r} is missing; found: {', '.join(header) or 'nothing'}.",
                hint=f"Needed: {', '.join(needed)}.",
            )
        begins = guarded.line + 1
        for values in rows:
            locator, begins = f"{name}:{begins}", guarded.line + 1
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(header):
                report.set_aside(locator, f"{len(values)} values where the header has {len(header)}")
                continue
            yield TextRow(dict(zip(header, values, strict=True)), locator)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: not UTF-8 text (near line {guarded.line + 1}: {error.reason}).",
            hint="Save it as UTF-8 and try again.",
        ) from error
    except csv.Error as error:
        raise UnreadableFile(
            f"{name}: line {guarded.line}: {error}.", hint="Check the quotes around this line."
        ) from error


class _Guarded(Iterator[str]):
    """Lines of a text stream, counted; a line longer than the limit is set aside without being held in memory."""

    def __init__(self, lines: TextIO, name: str, report: Report, limit: int) -> None:
        self._lines, self._name, self._report, self._limit = lines, name, report, limit
        self.line = 0

    def __next__(self) -> str:
        while True:
            text = self._lines.readline(self._limit + 1)
            if not text:
                raise StopIteration
            self.line += 1
            if len(text) <= self._limit:
                return text.replace("\0", "")
            while text and not text.endswith("\n"):
                text = self._lines.readline(self._limit)
            self._report.set_aside(f"{self._name}:{self.line}", f"a line of more than {self._limit:,} characters")
