"""The things of a CASE file, one after the other, whatever stands around them: packages, lists, lines, one alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.json_documents import header, keys, objects, one_object
from data.reading import Report

WRAPPER: Final = "CFPackage"
LISTS: Final = (
    "CFDocuments",
    "CFItems",
    "CFAssociations",
    "CFRubrics",
    "CFPackages",
    "CFItemTypes",
    "CFSubjects",
    "CFConcepts",
    "CFLicenses",
    "CFAssociationGroupings",
)
"""The long lists, in the order in which they are gone through: what is related stands before its relations."""

_SINGLE: Final = ("CFDocument", "CFItem", "CFAssociation", "CFRubric", "CFDefinitions", "CFPackage", "CFDefinition")
_HOLDERS: Final = frozenset({*LISTS, *_SINGLE})
_NO_THINGS: Final = frozenset({"extensions", "@context", "@id", "@type", "id", "type"})


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of a file: its kind (``CFItem``, ``CFAssociation``...; empty: not told), its values, its place."""

    kind: str
    value: Mapping[str, Any]
    locator: str


def things(path: Path, report: Report, name: str) -> Iterator[Thing]:
    """All things of a file, documents first; raises `UnreadableFile` where it can't be read.

    What stands in a package but isn't an object is set aside.
    """
    if not one_object(path):
        for found in objects(path, report, name):
            yield from _unfolded(Thing("", found.value, found.locator), report)
        return
    outer = keys(path, name)
    under = WRAPPER if WRAPPER in outer and not set(LISTS) & set(outer) else ""
    inner = keys(path, name, under) if under else outer
    if not _HOLDERS & set(inner):
        for found in objects(path, report, name):
            yield from _unfolded(Thing("", found.value, found.locator), report)
        return
    place = f"{name}#/{under}" if under else f"{name}#"
    for key, value in header(path, LISTS, name, under).items():
        yield from _under(key, value, f"{place}/{_escaped(key)}", report)
    if set(LISTS) & set(inner):
        for found in objects(path, report, name, lists=LISTS, under=under):
            yield from _unfolded(Thing(_of_list(found.locator), found.value, found.locator), report)


def _unfolded(thing: Thing, report: Report) -> Iterator[Thing]:
    """The thing itself, or what it holds where it is a package or the answer of a service."""
    if not _HOLDERS & thing.value.keys() or "identifier" in thing.value:
        yield Thing(thing.kind or _told(thing.value), thing.value, thing.locator)
        return
    place = thing.locator if "#" in thing.locator else f"{thing.locator}#"
    order = {key: at for at, key in enumerate(("CFDocument", *LISTS))}
    for key in sorted(thing.value, key=lambda key: order.get(key, len(order))):
        yield from _under(key, thing.value[key], f"{place}/{_escaped(key)}", report)


def _under(key: str, value: Any, place: str, report: Report) -> Iterator[Thing]:
    """The things under one key of a package."""
    if key not in _HOLDERS:
        if key not in _NO_THINGS:
            report.remarks.append(f"{place}: not a key of CASE; it was not read")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _under(key, item, f"{place}/{at}", report)
    elif not isinstance(value, Mapping):
        if value is not None:
            report.set_aside(place, f"not an object but {type(value).__name__}")
    elif key in ("CFDefinitions", "CFDefinition", "CFPackage", "CFPackages"):
        yield from _unfolded(Thing(_kind(key), value, place), report) if _HOLDERS & value.keys() else ()
    else:
        yield Thing(_kind(key), value, place)


def _of_list(locator: str) -> str:
    found = re.search(r"#/(?:CFPackage/)?(CF\w+)/\d+$", locator)
    return _kind(found[1]) if found else ""


def _kind(key: str) -> str:
    return key if key == "CFDefinitions" else key.removesuffix("s")


def _told(value: Mapping[str, Any]) -> str:
    """What an object by itself is, by its properties."""
    if "associationType" in value or "originNodeURI" in value:
        return "CFAssociation"
    if "fullStatement" in value:
        return "CFItem"
    if "CFRubricCriteria" in value:
        return "CFRubric"
    if "creator" in value and "title" in value:
        return "CFDocument"
    return ""


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
