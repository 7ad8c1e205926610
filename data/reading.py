"""What all readers share: the report of what was set aside, progress, and text rows with their physical lines."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TextIO, TypeVar

from data.errors import UnreadableFile, WrongColumns
from data.tables import TableRows, Tables

MAX_LINE: Final = 1_000_000
"""The longest row that is read, in characters; a longer one is set aside unread."""

MAX_BROKEN: Final = 100
"""How many rows with broken quotes a file may have before it is given up."""

Progress = Callable[[str, int, int | None], None]
"""Told while reading: what is being read, how much is done, how much there is (None: not known)."""


T = TypeVar("T")


def silent(what: str, done: int, total: int | None) -> None:
    """A progress listener that shows nothing."""


def told(rows: Iterable[T], what: str, progress: Progress, every: int = 5_000) -> Iterator[T]:
    """The same rows; `progress` is told of every so many of them, and of all at the end."""
    done = 0
    for done, row in enumerate(rows, 1):
        if not done % every:
            progress(what, done, None)
        yield row
    progress(what, done, done)


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

    Nothing is dropped in silence: every row of the source is counted in `read` or listed in `aside`. A row that was
    taken without one of its values, since that couldn't be read, is in both.
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


def finished(rows: TableRows, report: Report) -> Reading:
    """The rows collected as tables, counted in the report; raises `InvalidTable`."""
    tables = rows.tables()
    report.read.update({name: len(frame) for name, frame in tables.items() if len(frame)})
    return Reading(tables, report)


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
    short_rows: bool = False,
) -> Iterator[TextRow]:
    """The rows of a delimited file, each with the physical line on which it begins.

    Rows with more or fewer values than the header, rows longer than `max_line` characters, rows with a value of
    more than 131,072 and rows that open a quote and never close it are set aside; reading goes on at the next
    line. Quotes mean nothing where the delimiter is a tab. Blank rows are skipped. With `short_rows` a row may
    leave off its last values: they are empty.
    Raises `WrongColumns` where the header lacks a `needed` column, `UnreadableFile` where the text isn't UTF-8 or
    more than `MAX_BROKEN` rows have broken quotes.
    """
    guarded = _Guarded(lines, name, report, max_line)
    try:
        rows = _rows(guarded, delimiter)
        header = [column.strip() for column in next(rows, [])]
        _hold_to(needed, header, name)
        for values in rows:
            if short_rows and len(values) < len(header):
                values += [""] * (len(header) - len(values))
            if len(values) == len(header):
                yield TextRow(dict(zip(header, values, strict=True)), f"{name}:{guarded.begins}")
            elif any(value.strip() for value in values):
                reason = f"{len(values)} values where the header has {len(header)}"
                report.set_aside(f"{name}:{guarded.begins}", reason)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: not UTF-8 text (near line {guarded.line + 1}: {error.reason}).",
            hint="Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8') and try again.",
        ) from error
    if guarded.nulls:
        report.remarks.append(f"{name}: NUL characters were left out, the first of them on line {guarded.nulls}.")


def _hold_to(needed: Sequence[str], header: Sequence[str], name: str) -> None:
    lacking = [column for column in needed if column not in header]
    if not lacking:
        return
    other = next((mark for mark in ";\t|," if len(header) == 1 and mark in header[0]), None)
    found = ", ".join(header)[:300] or "nothing"
    raise WrongColumns(
        f"{name}: the column {lacking[0]!r} is missing; found: {found}.",
        hint=f"Needed: {', '.join(needed)}."
        + (f" The columns seem to be separated by {other!r}: save it in the form that is read here." if other else ""),
    )


def _rows(guarded: _Guarded, delimiter: str) -> Iterator[list[str]]:
    """The values of each row that isn't blank; a row that can't be parsed is set aside by the guard."""
    rows = csv.reader(guarded, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL)
    while True:
        guarded.start_row()
        try:
            values = next(rows, None)
        except csv.Error as error:
            guarded.give_up_row(str(error))
            continue
        if guarded.ended_inside:
            guarded.give_up_row("a quote is opened here and never closed")
        elif values is None:
            return
        elif values:
            yield values


class _Guarded(Iterator[str]):
    """Lines of a text stream, counted and bounded, which can be read again after a row that went wrong.

    A line longer than the limit is set aside without being held in memory. The lines of the row being read are
    held (never more than the limit), so that of a row that can't be parsed only its first line is lost.
    `begins` is the line on which the row begins, `line` the one read last, `nulls` the first one with a NUL.
    """

    def __init__(self, lines: TextIO, name: str, report: Report, limit: int) -> None:
        self._lines, self._name, self._report, self._limit = lines, name, report, limit
        self.line = self.begins = self.nulls = self._size = self._broken = 0
        self.ended_inside = False
        self._held: list[tuple[int, str]] = []
        self._again: deque[tuple[int, str]] = deque()
        self._rest = ""

    def start_row(self) -> None:
        """From here on a new row is read."""
        self._held.clear()
        self._size, self.ended_inside = 0, False

    def __next__(self) -> str:
        found = self._again.popleft() if self._again else self._fresh()
        if found is None:
            self.ended_inside = bool(self._held)
            raise StopIteration
        self.line, text = found
        if not self._held:
            self.begins = self.line
        self._held.append(found)
        self._size += len(text)
        if self._size > self._limit:
            raise csv.Error(f"a row of more than {self._limit:,} characters, or a quote that is never closed")
        return text

    def give_up_row(self, reason: str) -> None:
        """Set the row's first line aside and have its other lines read again."""
        self._report.set_aside(f"{self._name}:{self.begins}", reason)
        self._again.extendleft(reversed(self._held[1:]))
        self._broken += 1
        if self._broken > MAX_BROKEN:
            raise UnreadableFile(
                f"{self._name}: more than {MAX_BROKEN} rows have broken quotes, the last on line {self.begins}.",
                hint="Check how the file was exported: a quote inside a value is written twice.",
            )

    def _fresh(self) -> tuple[int, str] | None:
        """The next line of the stream that isn't too long; inside a row a line that is too long ends the row."""
        number = self.line
        while text := self._chunk(self._limit + 1):
            number += 1
            if len(text) <= self._limit:
                return number, self._without_nulls(text, number)
            self._skip_rest(text)
            self.line = number
            self._report.set_aside(f"{self._name}:{number}", f"a line of more than {self._limit:,} characters")
            if self._held:
                raise csv.Error(f"the row goes on in line {number}, which is too long to be read")
        return None

    def _without_nulls(self, text: str, number: int) -> str:
        if "\0" not in text:
            return text
        self.nulls = self.nulls or number
        return text.replace("\0", "")

    def _chunk(self, most: int) -> str:
        rest, self._rest = self._rest, ""
        return rest or self._lines.readline(most)

    def _skip_rest(self, text: str) -> None:
        """Read on to the end of the line; a carriage return ends it too, alone or with the line feed after it."""
        while text and not text.endswith(("\n", "\r")):
            text = self._lines.readline(self._limit)
        if text.endswith("\r") and (following := self._lines.readline(self._limit)) != "\n":
            self._rest = following
