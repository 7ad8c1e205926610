"""Delimited files on disk, row by row: opened, located, and with unknown columns remarked upon."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from data.cells import Cells
from data.errors import UnreadableFile
from data.reading import Progress, Report, delimited, open_text, silent

_STEP: Final = 1_000
"""Rows between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One delimited file: the columns it needs and those it may have besides (None: any)."""

    path: Path
    locate_as: str
    needed: Sequence[str]
    known: Collection[str] | None = None

    def rows(self, report: Report, progress: Progress = silent) -> Iterator[Cells]:
        """Its rows in order; raises `UnreadableFile` or `WrongColumns`."""
        delimiter = "\t" if self.path.suffix.lower() in (".tsv", ".tab") else ","
        with opened(self.path) as stream, open_text(stream, self.locate_as) as lines:
            rows = delimited(lines, self.locate_as, report, needed=self.needed, delimiter=delimiter)
            for number, row in enumerate(rows):
                if number == 0:
                    self._remark(row.values, report)
                if number % _STEP == 0:
                    progress(self.locate_as, number, None)
                yield Cells(row, report)

    def _remark(self, columns: Collection[str], report: Report) -> None:
        if self.known is None:
            return
        for column in columns:
            if column not in self.known and column not in self.needed:
                report.remarks.append(f"{self.locate_as}: the column {column!r} isn't known and was not read")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes; raises `UnreadableFile` where it isn't there or can't be opened."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            f"{path.name}: can't be opened ({error.strerror or error}).", hint="Check the path and its permissions."
        ) from error
    with stream:
        yield stream
