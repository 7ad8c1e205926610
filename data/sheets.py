"""Delimited files on disk, row by row: opened, located, and with unknown columns remarked upon."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from data.cells import Cells
from data.errors import UnreadableFile
from data.reading import MAX_LINE, Progress, Report, delimited, open_text, silent

_STEP: Final = 1_000
"""Rows between two reports of progress."""

_GZIPPED: Final = b"\x1f\x8b"
_BLANK: Final = 20
"""How many lines are looked at for one that isn't blank, the header."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One delimited file: the columns it needs and those it may have besides (None: any)."""

    path: Path
    locate_as: str
    needed: Sequence[str]
    known: Collection[str] | None = None

    def rows(self, report: Report, progress: Progress = silent) -> Iterator[Cells]:
        """Its rows in order; raises `UnreadableFile` or `WrongColumns`."""
        delimiter = self.delimiter()
        with opened(self.path) as stream, open_text(stream, self.locate_as) as lines:
            rows = delimited(lines, self.locate_as, report, needed=self.needed, delimiter=delimiter)
            for number, row in enumerate(rows):
                if number == 0:
                    self._remark(row.values, report)
                if number % _STEP == 0:
                    progress(self.locate_as, number, None)
                yield Cells(row, report)

    def delimiter(self) -> str:
        """What separates the columns: a tab where the file's name says so, else a comma.

        Where commas make only one column of the header, but a semicolon or tab makes several and among them those
        that are needed, it is that one: spreadsheets write it where the comma is for decimals.
        """
        if self.path.suffix.lower() in (".tsv", ".tab"):
            return "\t"
        with opened(self.path) as stream:
            header = next((line for _ in range(_BLANK) if (line := _line(stream)).strip()), "")
        if len(_columns(header, ",")) > 1:
            return ","
        several = {mark: _columns(header, mark) for mark in ";\t"}
        fitting = (mark for mark, found in several.items() if len(found) > 1 and set(self.needed) <= set(found))
        return next(fitting, ",")

    def _remark(self, columns: Collection[str], report: Report) -> None:
        if self.known is None:
            return
        for column in columns:
            if column not in self.known and column not in self.needed:
                report.remarks.append(f"{self.locate_as}: the column {column!r} isn't known and was not read")


def _line(stream: BinaryIO) -> str:
    """The next line; what isn't UTF-8 is replaced, since here only the columns are counted."""
    return stream.readline(MAX_LINE).decode("utf-8-sig", "replace")


def _columns(header: str, delimiter: str) -> list[str]:
    """The columns of a header, none where it can't be parsed."""
    try:
        return [column.strip() for column in next(csv.reader([header.replace("\0", "")], delimiter=delimiter), [])]
    except csv.Error:
        return []


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked where it is gzipped; raises `UnreadableFile` where it can't be opened or unpacked."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            f"{path.name}: can't be opened ({error.strerror or error}).", hint="Check the path and its permissions."
        ) from error
    with stream:
        if stream.peek(2)[:2] != _GZIPPED:
            yield stream
            return
        try:
            with gzip.open(stream, "rb") as unpacked:
                yield cast(BinaryIO, unpacked)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableFile(
                f"{path.name}: can't be unpacked ({error}).", hint="It may have been cut short: fetch it again."
            ) from error
