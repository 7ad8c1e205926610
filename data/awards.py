"""What learners hold, as an issuer exports it: awards and enrolments, one a row of a CSV file.

Columns: learner, credential, date; and optional state (enrolled, completed, awarded, expired, revoked; else awarded),
expires, known (verified, uploaded, self_declared; else verified: it is the issuer's own export) and note. Dates are
ISO 8601; a date that isn't stated is empty.

`learner` is kept as given and stands nowhere else: not in a locator, not in a message of the report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from data import cells
from data.cells import Cells
from data.errors import InvalidValue
from data.reading import Progress, Reading, Report, silent
from data.sheets import Sheet
from data.tables import TableRows

NEEDED: Final = ("learner", "credential", "date")
COLUMNS: Final = ("state", "expires", "known", "note")
STATES: Final = ("enrolled", "completed", "awarded", "expired", "revoked")
KNOWN: Final = ("verified", "uploaded", "self_declared")

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
    rows = TableRows(issuer, report.source)
    met: dict[Key, str] = {}
    for row in Sheet(path, locate_as or path.name, NEEDED, COLUMNS).rows(report, progress):
        try:
            award = _award(row, issuer)
        except InvalidValue as error:
            row.aside(str(error))
            continue
        add_award(award, row.locator, rows=rows, report=report, met=met, today=today)
    report.read["awards"] = rows.count("awards")
    return Reading(rows.tables(), report)


def add_award(
    award: Mapping[str, Any],
    locator: str,
    *,
    rows: TableRows,
    report: Report,
    met: dict[Key, str],
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
