"""Comprehensive Learner Records (CLR 2.0): how the achievements of a record go together, as pathways.

The record's badges and achievements are read one by one elsewhere. Here its associations are: what precedes what
becomes a pathway in that order, and a whole with its parts one that ends in the whole. Other kinds (`exactMatchOf`,
`isPeerOf`, `isRelatedTo`, `replacedBy`, ...) have no table: they are counted in a remark.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from data.alignments import own_parts
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

    def part(self, number: int) -> Place:
        """The same for one of several pathways of a record."""
        return replace(self, key=f"{self.key}-{number}")


@dataclass(slots=True)
class _Order:
    """Which achievement comes before which, and which is a part of which."""

    before: dict[str, dict[str, None]] = field(default_factory=dict)
    parts: dict[str, dict[str, None]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    strangers: int = 0
    circle: int = 0

    def earlier(self, one: str) -> list[str]:
        """What comes before an achievement or is a part of it."""
        return list(dict.fromkeys((*self.before.get(one, ()), *self.parts.get(one, ()))))

    def linked(self) -> dict[str, dict[str, None]]:
        """Each achievement with those that come before it, are its parts, or the other way round."""
        found: dict[str, dict[str, None]] = {}
        for one in dict.fromkeys((*self.before, *self.parts)):
            for other in self.earlier(one):
                found.setdefault(one, {})[other] = None
                found.setdefault(other, {})[one] = None
        return found


@dataclass(frozen=True, slots=True)
class _About:
    """A record, the names of its achievements, and the identifiers that they were given."""

    record: Mapping[str, Any]
    names: Mapping[str, str]
    credentials: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """An achievement in a pathway: its place, what comes before it, and what it is made of."""

    achievement: str
    position: int
    before: tuple[str, ...]
    parts: tuple[str, ...]


def add_pathways(
    record: Mapping[str, Any], credentials: Mapping[str, str], place: Place, rows: BadgeRows, report: Report
) -> None:
    """Add the pathways of a record; `credentials` are the identifiers given to its achievements, by their own.

    Achievements that are linked with each other, by what precedes what or by wholes and parts, are one pathway.
    """
    order = _order(record, credentials)
    about = _About(record, dict(_names(record)), credentials)
    together = list(_together(order))
    for number, linked in enumerate(together, 1):
        _add(about, _steps(linked, order), place if len(together) == 1 else place.part(number), rows)
    for kind, count in sorted(order.left.items()):
        report.remarks.append(f"{place.locator}: {count} associations {kind!r} aren't kept: no table holds them")
    if order.strangers:
        report.remarks.append(
            f"{place.locator}: {order.strangers} associations name an achievement that isn't in the record"
        )
    if order.circle:
        report.remarks.append(
            f"{place.locator}: {order.circle} achievements precede each other in a circle and are in no pathway"
        )


def _together(order: _Order) -> Iterator[list[str]]:
    """Achievements that are linked, in groups, each in the order in which they are met; none of a circle."""
    linked = order.linked()
    layers, order.circle = positions({one: set(order.earlier(one)) for one in linked})
    left = dict(layers)
    while left:
        waiting, found = [next(iter(left))], []
        while waiting:
            at = waiting.pop()
            if left.pop(at, None) is not None:
                found.append(at)
                waiting += linked[at]
        if len(found) > 1:  # what is linked with a circle alone is no pathway
            yield [one for one, _ in layers if one in set(found)]


def _steps(linked: list[str], order: _Order) -> list[_Step]:
    inside = set(linked)
    places = dict(positions({one: inside.intersection(order.earlier(one)) for one in linked})[0])
    return [
        _Step(
            one,
            places[one],
            tuple(other for other in order.before.get(one, ()) if other in inside),
            tuple(part for part in order.parts.get(one, ()) if part in inside),
        )
        for one in linked
    ]


def _order(record: Mapping[str, Any], credentials: Mapping[str, str]) -> _Order:
    order = _Order()
    for kind, source, target in _associations(record):
        if kind != "precedes" and kind not in _PARTS:
            order.left[kind[:40]] += 1
        elif source not in credentials or target not in credentials or source == target:
            order.strangers += 1
        elif kind == "precedes":
            order.before.setdefault(source, {})
            order.before.setdefault(target, {})[source] = None
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


def _add(about: _About, steps: list[_Step], place: Place, rows: BadgeRows) -> None:
    """Add a pathway and its steps where it wasn't met before."""
    own = own_parts(address(about.record))[0]
    pathway = own or f"{place.prefix}:{place.key}"
    if pathway in rows.pathways:
        return
    rows.pathways.add(pathway)
    where = {"locator": place.locator, "source": place.file, "issuer": place.prefix}
    called = {step.achievement: own_parts(step.achievement)[1] or str(at) for at, step in enumerate(steps, 1)}
    inside = {other for step in steps for other in (*step.before, *step.parts)}
    ends = [step for step in steps if step.achievement not in inside]
    wholes = [step for step in ends if step.parts]
    whole = wholes[0].achievement if len(wholes) == len(ends) == 1 else ""
    rows.rows.add(
        "pathways",
        **where,
        id=pathway,
        name=place.name if own or not whole else f"The parts of {about.names.get(whole) or place.name}",
        description=said(about.record.get("description")) if own else None,
        destination=about.credentials[whole] if whole else None,
        ends=[called[whole]] if whole else None,
        note="" if own else "from the associations of a learner's record, not published as a pathway",
    )
    for step in steps:
        rows.rows.add("pathway_steps", **where, pathway=pathway, **_row(step, called, about))


def _row(step: _Step, called: Mapping[str, str], about: _About) -> dict[str, Any]:
    condition = {"steps": [called[part] for part in step.parts]}
    return {
        "step": called[step.achievement],
        "position": step.position,
        "credential": about.credentials[step.achievement],
        "name": about.names.get(step.achievement) or None,
        "condition": json.dumps(condition, separators=(",", ":")) if step.parts else None,
        "after": [called[one] for one in step.before],
        "optional": False,
    }
