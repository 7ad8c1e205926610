"""Reads a platform's export by its column mapping: the awards, and the credentials that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from data import cells, dates
from data.awards import Key, add_award, check_order
from data.cells import Cells
from data.errors import InvalidValue
from data.platforms.mapping import ColumnMapping
from data.reading import Progress, Reading, Report, silent
from data.sheets import Sheet
from data.tables import TableRows

_MARKED: Final = frozenset({"expired", "revoked"})
"""Words that mark an award in a column of their own name, beside yes."""


def columns(path: Path) -> tuple[str, ...]:
    """The header of an export, for `guess`; raises `UnreadableFile`, `WrongColumns`."""
    for row in Sheet(path, path.name, ()).rows(Report(path.name)):
        return tuple(row.row.values)
    return ()


def read(
    path: Path,
    mapping: ColumnMapping,
    *,
    issuer: str,
    today: date | None = None,
    progress: Progress = silent,
    locate_as: str | None = None,
    source: str | None = None,
) -> Reading:
    """The awards and credentials of an export; rows that can't be read are set aside with their line.

    A credential is identified by the platform's identifier where there is one, else by its name. Awards are known
    as verified: the export is its issuer's own. Raises `InvalidValue` where the mapping can't be used or the dates
    leave month and day open, `UnreadableFile`, `WrongColumns` where a mapped column isn't there.
    """
    if problem := mapping.problem():
        raise InvalidValue(f"This column mapping can't be used: {problem}.", hint="Say which column it is.")
    needed = [column for column in _mapped(mapping) if column]
    sheet = Sheet(path, locate_as or path.name, needed)
    report = Report(source or path.name)
    export = _Export(mapping, issuer, _date_order(sheet, mapping), TableRows(issuer, report.source), report, today)
    for row in sheet.rows(report, progress):
        try:
            export.take(row)
        except InvalidValue as error:
            row.aside(str(error))
    report.read.update({name: export.rows.count(name) for name in ("credentials", "awards")})
    return Reading(export.rows.tables(), report)


def _mapped(mapping: ColumnMapping) -> Iterator[str]:
    yield from (mapping.learner, mapping.credential_id, mapping.credential_name, mapping.description)
    yield from (mapping.issuer_name, mapping.date, mapping.expires, mapping.state, mapping.expired, mapping.revoked)


def _date_order(sheet: Sheet, mapping: ColumnMapping) -> str:
    """Which comes first, month or day: as the mapping says, else as all dates of the file together say."""
    if mapping.date_format:
        if mapping.date_format not in dates.FORMATS:
            raise InvalidValue(
                f"date_format is {mapping.date_format!r}.", hint=f"Expected one of: {', '.join(dates.FORMATS)}."
            )
        return mapping.date_format
    found: set[str] = set()
    for row in sheet.rows(Report(sheet.locate_as)):
        found.update(_cell(row, column) for column in (mapping.date, mapping.expires) if column)
    return dates.decided(found)


@dataclass(slots=True)
class _Export:
    """An export while it is read."""

    mapping: ColumnMapping
    issuer: str
    order: str
    rows: TableRows
    report: Report
    today: date | None
    credentials: dict[str, str] = field(default_factory=dict)
    awards: dict[Key, str] = field(default_factory=dict)

    def take(self, row: Cells) -> None:
        """Add the row's award, and its credential where it is new; raises `InvalidValue` where it can't be read."""
        if not (learner := _cell(row, self.mapping.learner)):
            raise InvalidValue("no learner")
        credential, name = self.credential(row)
        awarded, expires = self.date(row, self.mapping.date) or "", self.date(row, self.mapping.expires)
        check_order(awarded, expires)
        state = self.state(row)
        self.meet(row, credential, name)
        award = {
            "learner": learner,
            "credential": credential,
            "state": state,
            "date": awarded,
            "expires": expires,
            "known": "verified",
            "note": None,
        }
        add_award(award, row.locator, rows=self.rows, report=self.report, met=self.awards, today=self.today)

    def credential(self, row: Cells) -> tuple[str, str]:
        """The row's credential: its identifier and its name."""
        identifier = _cell(row, self.mapping.credential_id)
        name = _cell(row, self.mapping.credential_name) or self.mapping.credential or identifier
        if not name:
            raise InvalidValue("no credential")
        return cells.curie(identifier or cells.slug(name) or name, self.issuer), name

    def meet(self, row: Cells, credential: str, name: str) -> None:
        """Add the credential where it is new; say so where it goes by another name than before."""
        first = self.credentials.setdefault(credential, name)
        if first != name:
            self.report.remarks.append(f"{row.locator}: {credential} is called {first!r} above; that name stays")
        if self.rows.count("credentials") < len(self.credentials):
            self.rows.add(
                "credentials",
                locator=row.locator,
                id=credential,
                name=name,
                description=_cell(row, self.mapping.description) or None,
                issuer_name=_cell(row, self.mapping.issuer_name) or None,
                status="active",
                subjects=[],
                occupations=[],
            )

    def date(self, row: Cells, column: str) -> str | None:
        """The ISO date in the column; None where it is empty or says that there is none."""
        text = _cell(row, column)
        if not text or text.casefold() in ("never", "none", "n/a", "-", "no expiration", "false"):
            return None
        return dates.to_iso(text, self.order)

    def state(self, row: Cells) -> str:
        """The award's state by its word and by the marks beside it; a mark outweighs the word."""
        for mark in ("revoked", "expired"):
            text = _cell(row, getattr(self.mapping, mark)).casefold()
            if text and (text in _MARKED or cells.flag(text)):
                return mark
        word = _cell(row, self.mapping.state).casefold()
        if not word:
            return "awarded"
        if word not in self.mapping.states:
            raise InvalidValue(f"state: {cells.shown(word)} is not known.", hint="Add it to the mapping's states.")
        if not (state := self.mapping.states[word]):
            raise InvalidValue(f"not an award: its state is {word}")
        return state


def _cell(row: Cells, column: str) -> str:
    """The cell of a mapped column; empty where none is mapped (a file may have a column without a name)."""
    return row.row.get(column) if column else ""
