"""US employment and wages by occupation and area (OEWS), in the columns of the Bureau of Labor Statistics, are read.

Employment is a stock of jobs held, not a count of vacancies; wages are of employees, before tax, per year.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from data.archives import members, text
from data.errors import UnreadableFile, WrongColumns
from data.reading import Progress, Reading, Report, TextRow, delimited, finished, silent, told
from data.tables import TableRows

_NEEDED: Final = ("AREA", "OCC_CODE", "TOT_EMP", "A_MEDIAN")
_VALUES: Final = {
    "employment": "TOT_EMP",
    "p10": "A_PCT10",
    "p25": "A_PCT25",
    "median": "A_MEDIAN",
    "p75": "A_PCT75",
    "p90": "A_PCT90",
}
_WITHHELD: Final = frozenset({"", "*", "**", "#"})
_TOP: Final = "at or above the highest wage that is published"


def read(
    path: Path, *, progress: Progress = silent, locate_as: str = "", source: str = "", period: str = ""
) -> Reading:
    """Read a table of OEWS as CSV, gzipped or not.

    `period` is used where the table has no column PERIOD. BLS's marks are null: ``*`` and ``**`` not released,
    ``#`` at or above the highest wage published, which the note says. Rows of a single industry are left out.
    `locate_as` heads the locators, `source` names the data set (both: the path's own name).
    Raises `UnreadableFile`, `WrongColumns` (also where no period is known).
    """
    name = locate_as or path.name
    tables = [one for one in members(path, locate_as=locate_as) if one.name.lower().endswith((".csv", ".txt"))]
    if len(tables) != 1:
        raise UnreadableFile(f"{name}: {len(tables) or 'no'} tables in it.", hint="Name the one CSV file to be read.")
    report = Report(source or name)
    wages = _Wages(TableRows("bls", source or name), report, period)
    with text(tables[0]) as lines:
        rows = delimited(lines, tables[0].locator, report, needed=_NEEDED)
        for row in told(rows, tables[0].name, progress):
            wages.take(row)
    if wages.by_industry:
        report.remarks.append(f"{wages.by_industry:,} rows of single industries are left out.")
    return finished(wages.rows, report)


def amount(value: str) -> float | None:
    """A number as BLS prints it; null where it is withheld. Raises `ValueError`.

    >>> amount("1,234"), amount("#")
    (1234.0, None)
    """
    if value in _WITHHELD:
        return None
    if not re.fullmatch(r"\d[\d,]*(\.\d+)?", value):
        raise ValueError(value)
    return float(value.replace(",", ""))


class _Wages:
    """Rows collected so far, each occupation once in an area and period."""

    def __init__(self, rows: TableRows, report: Report, period: str) -> None:
        self.rows, self._report, self._period = rows, report, period
        self._seen: set[tuple[str, str, str]] = set()
        self.by_industry = 0

    def take(self, row: TextRow) -> None:
        """Take one row, or set it aside."""
        if row.get("I_GROUP") not in ("", "cross-industry"):
            self.by_industry += 1
            return
        code, area, period = row.get("OCC_CODE"), row.get("AREA"), self._period_of(row)
        digits = re.fullmatch(r"(\d\d)-?(\d{4})", code)
        try:
            values = {name: amount(row.get(column)) for name, column in _VALUES.items()}
        except ValueError as error:
            self._report.set_aside(row.locator, f"neither a number nor one of BLS's marks: {str(error)[:50]!r}")
            return
        if not digits or not area:
            self._report.set_aside(row.locator, f"no occupation code and area: {code[:50]!r}, {area[:50]!r}")
        elif (key := (code, area, period)) in self._seen:
            self._report.set_aside(row.locator, f"{code} stands twice for area {area}; the first is taken")
        else:
            self._seen.add(key)
            self.rows.add(
                "wages",
                locator=row.locator,
                origin=row.get("ORIGIN"),
                occupation=f"soc:{digits[1]}-{digits[2]}",
                area=area,
                area_name=row.get("AREA_TITLE") or None,
                period=period,
                currency="USD",
                note=_note(row),
                **values,
            )

    def _period_of(self, row: TextRow) -> str:
        period = row.get("PERIOD") or self._period
        if not period:
            raise WrongColumns(
                f"{row.locator}: no period is stated.", hint="Give a column PERIOD or the period, as 'May 2025'."
            )
        return period


def _note(row: TextRow) -> str | None:
    """The table's own note, and which wages are at the top where the note doesn't say so."""
    top = [name for name, column in _VALUES.items() if row.get(column) == "#"]
    said = f"{', '.join(top)}: {_TOP}" if top else ""
    return " ".join(filter(None, (row.get("NOTE"), said))) or None
