"""A CASE file read into tables: looked at once for what refers to what, and once more to write its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from data.case.associations import write_association
from data.case.items import write_item
from data.case.known import Known, look_at, name_of
from data.case.pathways import item_of, write_pathways
from data.case.place import Writing
from data.case.things import Thing, things
from data.errors import UnreadableFile
from data.heads import Head
from data.reading import Progress, Reading, Report, finished, silent, told
from data.tables import TableRows

LISTED: Final = 1_000
"""How many things of one kind are set aside one by one; of more, the count and the first place are told."""

_KEYS: Final = frozenset(
    {"CFPackage", "CFPackages", "CFDocument", "CFDocuments", "CFItem", "CFItems", "CFAssociations"}
)
_WHY_NOT: Final = {
    "CFDocument": "a framework is no skill; its items are",
    "CFRubric": "no rubrics are kept",
    "CFItemType": "a term of the framework is no skill; items carry it",
    "CFSubject": "a term of the framework is no skill; items carry it",
    "CFConcept": "a term of the framework is no skill; items carry it",
    "CFLicense": "licences aren't kept by item",
    "CFAssociationGrouping": "groups of associations aren't kept",
}


def recognises(head: Head) -> bool:
    """Whether a file's beginning is that of CASE: by the keys of its packages, items or associations."""
    if not head.is_json or "$schema" in head.keys or "openapi" in head.keys:
        return False
    alone = {"fullStatement", "identifier"} <= head.keys or {"associationType", "originNodeURI"} <= head.keys
    terms = {"CFItemTypes", "CFSubjects", "CFConcepts", "CFLicenses", "CFAssociationGroupings", "CFRubrics"}
    return alone or bool((_KEYS | terms) & head.keys)


def read(
    path: Path,
    *,
    issuer: str = "",
    today: date | None = None,
    progress: Progress = silent,
    locate_as: str = "",
    source: str = "",
) -> Reading:
    """Skills, their relations, courses and what they teach, of a CASE file.

    Items are skills unless their type says that they are earned (a course, a program, a badge). With `today` an item
    whose time is over is withdrawn. Ends of associations in other frameworks are kept by their identifiers. Rubrics,
    documents and definitions are set aside by kind. Raises `UnreadableFile` where nothing in the file is CASE.
    """
    name = locate_as or path.name
    known = Known(today)
    look_at(_with_steps(things(path, Report(name), name), known), known)
    report = Report(source or path.name)
    writing = Writing(known, TableRows(issuer or "case", source or path.name), report)
    for thing in told(things(path, report, name), f"reading {path.name}", progress):
        if thing.kind == "CFItem":
            if name_of(thing.value) not in known.steps or name_of(thing.value) in known.earned:
                write_item(thing, writing)
        elif thing.kind == "CFAssociation":
            write_association(thing, writing)
        else:
            kind = thing.kind or "thing that CASE doesn't know"
            writing.leave(thing, kind, _WHY_NOT.get(thing.kind, "no table holds what it says"))
    if not known.found:
        raise UnreadableFile(
            f"{name}: nothing in it is CASE{f' ({report.aside[0].reason})' if report.aside else ''}.",
            hint="Expected: a CFPackage with CFItems, or a list of them.",
        )
    write_pathways(writing)
    _tell(writing.aside, report)
    return finished(writing.rows, report)


def _with_steps(found: Iterable[Thing], known: Known) -> Iterator[Thing]:
    """The same things; those that may be steps of a pathway are made known on the way."""
    for thing in found:
        yield thing
        if thing.kind == "CFItem" and (item := item_of(thing, known)) is not None:
            known.steps[name_of(thing.value)] = item


def _tell(aside: Mapping[tuple[str, str], list[str]], report: Report) -> None:
    """Say of each kind that isn't taken how many there are and why, and list them where they aren't thousands."""
    for (kind, why), places in aside.items():
        report.remarks.append(f"{len(places)} of the kind {kind}, the first at {places[0]}: {why}.")
        if len(places) <= LISTED:
            for place in places:
                report.set_aside(place, f"{kind}: {why}")
