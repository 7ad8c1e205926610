"""Comprehensive Learner Records (CLR 2.0): how the achievements of a record go together, as pathways.

The record's badges and achievements are read one by one elsewhere. Here its associations are: what precedes what
becomes a pathway in that order, and a whole with its parts one that ends in the whole. Other kinds (`exactMatchOf`,
`isPeerOf`, `isRelatedTo`, `replacedBy`, ...) have no table: they are counted in a remark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from data.badge_rows import BadgeRows
from data.ld import address, objects_in, said
from data.reading import Report

MAX_ASSOCIATIONS: Final = 5_000
_PARTS: Final = {"isChildOf": False, "isPartOf": False, "isParentOf": True}
"""Associations of a part and a whole, and whether the whole is the source."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was read, and the prefix and name that its pathways get."""

    file: str
    locator: str
    prefix: str
    key: str
    name: str


@dataclass(slots=True)
class _Order:
    """Which achievement comes before which, and which is a part of which."""

    before: dict[str, set[str]] = field(default_factory=dict)
    parts: dict[str, dict[str, None]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    strangers: int = 0


@dataclass(frozen=True, slots=True)
class _Pathway:
    """A pathway that associations give: its own identifier's end, its name, where it leads, and its steps."""

    key: str
    name: str
    destination: str
    steps: tuple[tuple[int, str], ...]


def add_pathways(
    record: Mapping[str, Any], credentials: Mapping[str, str], place: Place, rows: BadgeRows, report: Report
) -> None:
    """Add the pathways of a record; `credentials` are the identifiers given to its achievements, by their own."""
    order = _order(record, credentials)
    for pathway in _pathways(record, order, place, report):
        _add(pathway, credentials, place, rows)
    for kind, count in sorted(order.left.items()):
        report.remarks.append(f"{place.locator}: {count} associations {kind!r} aren't kept: no table holds them")
    if order.strangers:
        report.remarks.append(
            f"{place.locator}: {order.strangers} associations name an achievement that isn't in the record"
        )


def _pathways(record: Mapping[str, Any], order: _Order, place: Place, report: Report) -> Iterator[_Pathway]:
    names = dict(_names(record))
    for number, (whole, parts) in enumerate(order.parts.items(), 1):
        steps = (*((1, part) for part in parts), (2, whole))
        yield _Pathway(f"parts-{number}", f"The parts of {names.get(whole) or place.name}", whole, steps)
    layers, circle = positions(order.before)
    if circle:
        report.remarks.append(
            f"{place.locator}: {circle} achievements precede each other in a circle and are in no pathway"
        )
    if layers:
        yield _Pathway("order", place.name or "In order", "", tuple((at, one) for one, at in layers))


def _order(record: Mapping[str, Any], credentials: Mapping[str, str]) -> _Order:
    order = _Order()
    for kind, source, target in _associations(record):
        if kind != "precedes" and kind not in _PARTS:
            order.left[kind[:40]] += 1
        elif source not in credentials or target not in credentials or source == target:
            order.strangers += 1
        elif kind == "precedes":
            order.before.setdefault(target, set()).add(source)
            order.before.setdefault(source, set())
        else:
            whole, part = (source, target) if _PARTS[kind] else (target, source)
            order.parts.setdefault(whole, {})[part] = None
    return order


def _associations(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    given = [
        item
        for subject in objects_in(record.get("credentialSubject"))
        for item in objects_in(subject.get("association"))
    ]
    for item in given[:MAX_ASSOCIATIONS]:
        yield said(item.get("associationType")), address(item.get("sourceId")), address(item.get("targetId"))


def positions(before: Mapping[str, set[str]]) -> tuple[list[tuple[str, int]], int]:
    """Each thing with its place, 1 where nothing comes before it, and how many come before themselves in a circle.

    >>> positions({"b": {"a"}, "a": set(), "x": {"y"}, "y": {"x"}})
    ([('a', 1), ('b', 2)], 2)
    """
    placed: dict[str, int] = {}
    waiting = dict(before)
    while ready := [one for one, earlier in waiting.items() if earlier <= placed.keys()]:
        for one in ready:
            placed[one] = 1 + max((placed[other] for other in waiting.pop(one)), default=0)
    return sorted(placed.items(), key=lambda item: item[1]), len(waiting)


def _names(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The achievements of the record, its own and those of its badges, with their names."""
    for subject in objects_in(record.get("credentialSubject")):
        badges = objects_in(subject.get("verifiableCredential"))
        inner = [part for badge in badges for part in objects_in(badge.get("credentialSubject"))]
        for holder in [subject, *inner]:
            for one in objects_in(holder.get("achievement")):
                yield address(one), said(one.get("name"))


def _add(found: _Pathway, credentials: Mapping[str, str], place: Place, rows: BadgeRows) -> None:
    """Add a pathway and its steps where it wasn't met before."""
    pathway = f"{place.prefix}:{place.key}-{found.key}"
    if pathway in rows.pathways:
        return
    rows.pathways.add(pathway)
    where = {"locator": place.locator, "source": place.file, "issuer": place.prefix}
    rows.rows.add(
        "pathways",
        **where,
        id=pathway,
        name=found.name,
        destination=credentials.get(found.destination),
        note="from the associations of a learner's record, not published as a pathway",
    )
    by_credential: dict[str, int] = {}
    for position, achievement in found.steps:
        by_credential.setdefault(credentials[achievement], position)
    for number, (credential, position) in enumerate(by_credential.items(), 1):
        step: dict[str, Any] = {"step": str(number), "position": position, "credential": credential, "optional": False}
        rows.rows.add("pathway_steps", **where, pathway=pathway, **step)
