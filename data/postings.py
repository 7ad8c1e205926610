"""Job postings: CSV, JSON Lines, a JSON array, or schema.org's JobPosting as JSON-LD, also inside an HTML page.

Columns and keys are found by their usual names (title; description or text; employer or company; location; date
posted; closing date; url; country; id), or as `fields` says. A posting without an identifier gets one made from what
it says; one that says exactly what another did, or has no title, is set aside. HTML is turned into text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data import dates
from data.cells import curie, web_address
from data.errors import InvalidValue
from data.job_posting import Posting, content_hash
from data.posting_files import records
from data.reading import Progress, Reading, Report, silent
from data.tables import TableRows

_NO_FIELDS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
_STEP: Final = 1_000


def read(
    path: Path,
    *,
    issuer: str = "postings",
    fields: Mapping[str, Sequence[str]] = _NO_FIELDS,
    country: str = "",
    date_format: str = "",
    progress: Progress = silent,
    locate_as: str | None = None,
    source: str | None = None,
) -> Reading:
    """The postings of a file and what was set aside.

    `fields` names the columns or keys that hold a part (text, title, employer, place, ...), several are joined;
    `country` is that of postings that state none; `date_format` is "month first" or "day first" where the dates leave
    it open (else such dates are left empty). Raises `UnreadableFile`, `WrongColumns`.
    """
    report = Report(source or path.name)
    name = locate_as or path.name
    kept = _Kept(issuer, report)
    for number, (locator, posting) in enumerate(records(path, name, fields, report)):
        if number % _STEP == 0:
            progress(name, number, None)
        kept.take(locator, posting)
    order = date_format or _order(kept.postings, report, name)
    rows = TableRows(issuer, report.source)
    for locator, posting in kept.postings:
        checked = {part: _checked(posting[part], part, order, locator, report) for part in ("posted", "closes", "url")}
        texts = {part: posting[part] or None for part in ("occupation", "employer", "place", "language", "text")}
        stated = {"id": posting["id"], "title": posting["title"], "country": posting["country"] or country or None}
        rows.add("postings", locator=locator, origin=posting["origin"], **stated, **texts, **checked)
    report.read["postings"] = rows.count("postings")
    return Reading(rows.tables(), report)


@dataclass(slots=True)
class _Kept:
    """The postings taken so far, and where each identifier and each content was first met."""

    issuer: str
    report: Report
    postings: list[tuple[str, Posting]] = field(default_factory=list)
    met: dict[str, str] = field(default_factory=dict)

    def take(self, locator: str, posting: Posting) -> None:
        if not posting["title"]:
            return self.report.set_aside(locator, "no title")
        said = content_hash(posting)
        identifier = curie(posting["id"] or said, self.issuer)
        for what, key in (("the same posting", said), (identifier, identifier)):
            if key in self.met:
                return self.report.set_aside(locator, f"{what} stands already at {self.met[key]}")
        self.met[said] = self.met[identifier] = locator
        self.postings.append((locator, {**posting, "id": identifier}))
        return None


def _order(postings: Iterable[tuple[str, Posting]], report: Report, name: str) -> str:
    try:
        return dates.decided({posting[part] for _, posting in postings for part in ("posted", "closes")})
    except InvalidValue as error:
        report.remarks.append(f"{name}: such dates are left empty. {error}")
        return ""


def _checked(text: str, part: str, order: str, locator: str, report: Report) -> str | None:
    if not text:
        return None
    try:
        return web_address(text) if part == "url" else dates.to_iso(text, order)
    except InvalidValue as error:
        report.set_aside(locator, f"{part} left empty: {error}")
        return None
