"""An issuer's catalogue of credentials, read from one CSV file or a folder of them.

A catalogue is ``credentials.csv`` (of any name, where it is one file) and, in a folder, any of ``offerings.csv``,
``credential_skills.csv`` and ``pathways.csv`` beside it. Columns, all but `id` and `name` optional:

* what it is: id, name, description, issuer, issuer_name, kind, level, level_rank, language, requires, skills,
  validity_months, status, superseded_by, accepts, page_url, hours, subjects, occupations, text, note, checked, origin;
* one occasion to earn it: signup_url, opens, closes, starts, ends, place, mode, cost, currency.

Lists are separated by ``|``; `skills` are identifiers or labels, each may end in its weight (``=0.25``); `requires`
is read by `data.requires`; dates are ISO 8601. A row without id or name, or with an id met before, is set aside; of
a row that is taken, an optional value that can't be read is left empty and reported.

Not judged here: whether what is named exists (the build says), whether requirements go in a circle (the graph does).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data import cells
from data.catalogue_offerings import DECLARING, OFFERING, add_offering, read_offerings
from data.catalogue_pathways import read_pathways
from data.catalogue_skills import read_skills, stated_skills
from data.cells import Cells
from data.errors import InvalidValue, UnreadableFile
from data.reading import Progress, Reading, Report, silent
from data.requires import to_json
from data.sheets import Sheet
from data.tables import TableRows

KNOWN: Final = (
    "description",
    "issuer",
    "issuer_name",
    "kind",
    "level",
    "level_rank",
    "language",
    "requires",
    "skills",
    "validity_months",
    "status",
    "superseded_by",
    "accepts",
    "page_url",
    "hours",
    "subjects",
    "occupations",
    "text",
    "note",
    "checked",
    "origin",
)
_PARTS: Final = {
    "offerings.csv": read_offerings,
    "credential_skills.csv": read_skills,
    "pathways.csv": read_pathways,
}
_STATUS: Final = cells.one_of(("active", "withdrawn"))


def read(
    path: Path,
    *,
    issuer: str = "",
    issuer_name: str = "",
    progress: Progress = silent,
    locate_as: str | None = None,
    source: str | None = None,
) -> Reading:
    """The catalogue's credentials, offerings, stated skills and pathways, and what was set aside.

    `issuer` and `issuer_name` serve rows that name none. `locate_as` heads the locators (default: the file's or
    folder's name), `source` names the data set (default: the file's name). Raises `UnreadableFile`, `WrongColumns`.
    """
    head = locate_as or path.name
    catalogue = Catalogue(TableRows(issuer, source or path.name), Report(source or path.name), issuer, issuer_name)
    folder = path.is_dir()
    main = path / "credentials.csv" if folder else path
    if folder and not main.is_file():
        raise UnreadableFile(f"{path.name}: no credentials.csv in this folder.", hint="A catalogue folder needs one.")
    sheet = Sheet(main, f"{head}/{main.name}" if folder else head, ("id", "name"), (*KNOWN, *OFFERING))
    for row in sheet.rows(catalogue.report, progress):
        _credential(row, catalogue)
    if folder:
        _beside(path, head, catalogue, progress)
    return catalogue.reading()


@dataclass(slots=True)
class Catalogue:
    """What has been read of a catalogue so far."""

    rows: TableRows
    report: Report
    issuer: str
    issuer_name: str
    seen: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    offered: Counter[str] = field(default_factory=Counter)

    @property
    def prefix(self) -> str:
        """The prefix of identifiers that have none: the issuer's, or that of all credentials where they share one."""
        owners = set(self.owners.values())
        return self.issuer or (owners.pop() if len(owners) == 1 else "")

    def owner(self, credential: str) -> str:
        """Whose the credential is: its row's issuer, else the catalogue's, else what its identifier begins with."""
        return self.owners.get(credential) or self.issuer or credential.partition(":")[0]

    def next_offering(self, credential: str) -> str:
        """The identifier of the credential's next offering, counted from 1."""
        self.offered[credential] += 1
        return f"{credential}#{self.offered[credential]}"

    def reading(self) -> Reading:
        """The tables and the report."""
        tables = self.rows.tables()
        self.report.read.update({name: len(table) for name, table in tables.items() if len(table)})
        return Reading(tables, self.report)


def _beside(path: Path, head: str, catalogue: Catalogue, progress: Progress) -> None:
    for name, read_part in _PARTS.items():
        if (path / name).is_file():
            read_part(path / name, f"{head}/{name}", catalogue, progress)
    for other in sorted(path.glob("*.csv")):
        if other.name not in _PARTS and other.name != "credentials.csv":
            catalogue.report.remarks.append(f"{head}/{other.name}: not a part of a catalogue, not read")


def _credential(row: Cells, catalogue: Catalogue) -> None:
    if not row.text("id") or not row.text("name"):
        return row.aside(f"no {'id' if not row.text('id') else 'name'}")
    stated = (row.text("issuer") or catalogue.issuer).strip()
    try:
        identifier = cells.curie(str(row.text("id")), stated)
    except InvalidValue as error:
        return row.aside(str(error))
    if identifier in catalogue.seen:
        return row.aside(f"the id {identifier} stands already at {catalogue.seen[identifier]}")
    catalogue.seen[identifier] = row.locator
    owner = catalogue.owners[identifier] = stated or identifier.partition(":")[0]
    _add_credential(row, identifier, owner, catalogue)
    stated_skills(row, identifier, catalogue)
    if any(row.text(column) for column in DECLARING):
        add_offering(row, identifier, catalogue)
    return None


def _add_credential(row: Cells, identifier: str, owner: str, catalogue: Catalogue) -> None:
    catalogue.rows.add(
        "credentials",
        locator=row.locator,
        origin=row.text("origin") or "",
        issuer=owner,
        id=identifier,
        issuer_name=row.text("issuer_name") or (catalogue.issuer_name if owner == catalogue.issuer else "") or None,
        **{column: row.text(column) for column in ("name", "description", "kind", "level", "text", "note")},
        level_rank=row.read("level_rank", cells.amount),
        language=row.read("language", cells.language),
        requirement=row.read("requires", lambda text: to_json(text, prefix=owner)),
        validity_months=row.read("validity_months", cells.count),
        status=row.read("status", _STATUS) or "active",
        superseded_by=row.read("superseded_by", lambda text: cells.curie(text, owner)),
        accepts=row.read("accepts", lambda text: [cells.curie(one, owner) for one in cells.listed(text)]) or [],
        page_url=row.read("page_url", cells.web_address),
        hours=row.read("hours", cells.amount),
        subjects=row.read("subjects", cells.listed) or [],
        occupations=row.read("occupations", cells.listed) or [],
        checked=row.read("checked", cells.checked),
    )
