"""What learners hold, as an issuer exports it: awards and enrolments, one a row of a CSV file.

Columns: learner, credential, date; and optional state (enrolled, completed, awarded, expired, revoked; else awarded),
expires, known (verified, uploaded, self_declared; else verified: it is the issuer's own export) and note. Dates are
ISO 8601; a date that isn't stated is empty.

`learner` is kept as given and stands nowhere else: not in a locator, not in a message of the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Protocol

import pandas as pd

from data import cells
from data.cells import Cells
from data.errors import InvalidValue
from data.reading import Progress, Reading, Report, silent
from data.sheets import Sheet
from data.tables import TableRows, Tables

NEEDED: Final = ("learner", "credential", "date")
COLUMNS: Final = ("state", "expires", "known", "note")
STATES: Final = ("enrolled", "completed", "awarded", "expired", "revoked")
KNOWN: Final = ("verified", "uploaded", "self_declared")

FRAME: Final = 50_000
"""Rows of one table while a long file is read."""

Key = tuple[str, str, str, str]


def read(
    path: Path,
    *,
    issuer: str = "",
    today: date | None = None,
    progress: Progress = silent,
    locate_as: str | None = None,
    source: str | None = None,
) -> Reading:
    """The awards of a file; a row whose state, dates or credential can't be read is set aside.

    `issuer` is the prefix of credentials that have none. An award after `today` is taken and remarked upon.
    Raises `UnreadableFile`, `WrongColumns`.
    """
    report = Report(source or path.name)
    found = list(frames(path, report, issuer=issuer, today=today, progress=progress, locate_as=locate_as))
    report.read["awards"] += 0
    return Reading(Tables({"awards": pd.concat(found, ignore_index=True)} if found else None), report)


def frames(
    path: Path,
    report: Report,
    *,
    issuer: str = "",
    today: date | None = None,
    progress: Progress = silent,
    locate_as: str | None = None,
) -> Iterator[pd.DataFrame]:
    """The same in tables of at most `FRAME` rows, one after the other, so that a file of any length fits in memory.

    The report grows while they are taken. Of a row taken only where it stands and 16 bytes of a hash are held.
    """
    rows, met = TableRows(issuer, report.source), FirstPlaces(locate_as or path.name)
    for row in Sheet(path, locate_as or path.name, NEEDED, COLUMNS).rows(report, progress):
        try:
            award = _award(row, issuer)
        except InvalidValue as error:
            row.aside(str(error))
            continue
        add_award(award, row.locator, rows=rows, report=report, met=met, today=today)
        if rows.count("awards") >= FRAME:
            yield _counted(rows, report)
            rows = TableRows(issuer, report.source)
    if rows.count("awards"):
        yield _counted(rows, report)


def _counted(rows: TableRows, report: Report) -> pd.DataFrame:
    report.read["awards"] += rows.count("awards")
    return rows.frame("awards")


class Met(Protocol):
    """Where each award was met first; a plain dictionary is one."""

    def setdefault(self, key: Key, default: str, /) -> str:
        """The locator that is kept for the award: the first that was given."""
        ...


@dataclass(slots=True)
class FirstPlaces:
    """Where each award of one file was met first, in little memory: 16 bytes of a hash, and the line's number.

    >>> met, award = FirstPlaces("f.csv"), ("ada", "x:knots", "awarded", "")
    >>> met.setdefault(award, "f.csv:2"), met.setdefault(award, "f.csv:9")
    ('f.csv:2', 'f.csv:2')
    """

    file: str
    _lines: dict[bytes, int] = field(default_factory=dict)

    def setdefault(self, key: Key, default: str, /) -> str:
        """The locator that was given first for the award."""
        digest = blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        line = int(default.rpartition(":")[2])
        return f"{self.file}:{self._lines.setdefault(digest, line)}"


def add_award(
    award: Mapping[str, Any],
    locator: str,
    *,
    rows: TableRows,
    report: Report,
    met: Met,
    today: date | None,
) -> None:
    """Add an award unless the same (learner, credential, state, date) was met; `met` says where it was."""
    first = met.setdefault((award["learner"], award["credential"], award["state"], award["date"]), locator)
    if first != locator:
        return report.set_aside(locator, f"the same award stands already at {first}")
    if today and award["date"] and award["date"] > today.isoformat():
        report.remarks.append(f"{locator}: dated {award['date']}, which is after {today}; taken as it stands")
    issuer = rows.issuer or str(award["credential"]).partition(":")[0]
    rows.add("awards", locator=locator, issuer=issuer, **award)
    return None


def check_order(awarded: str, expires: str | None) -> None:
    """Raise `InvalidValue` where an award expires before it begins (ISO dates, empty: not stated)."""
    if awarded and expires and expires < awarded:
        raise InvalidValue(f"It expires ({expires}) before its date ({awarded}).")


def _award(row: Cells, issuer: str) -> dict[str, Any]:
    if not (learner := row.text("learner")):
        raise InvalidValue("no learner")
    awarded = _cell(row, "date", cells.iso_date) or ""
    expires = _cell(row, "expires", cells.iso_date)
    check_order(awarded, expires)
    return {
        "learner": learner,
        "credential": cells.curie(row.text("credential") or "", issuer),
        "state": _cell(row, "state", cells.one_of(STATES)) or "awarded",
        "date": awarded,
        "expires": expires,
        "known": _cell(row, "known", cells.one_of(KNOWN)) or "verified",
        "note": row.text("note"),
    }


def _cell(row: Cells, column: str, how: Callable[[str], str]) -> str | None:
    if not (text := row.text(column)):
        return None
    try:
        return how(text)
    except InvalidValue as error:
        raise InvalidValue(f"{column}: {error.message}", hint=error.hint) from error
