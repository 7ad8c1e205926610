"""schema.org's EducationalOccupationalProgram as a pathway: its courses, what each asks for, what is awarded.

https://schema.org/EducationalOccupationalProgram. A course that awards something is a step that earns it; what a course
asks for comes before it where it is a course of the program, and is a remark where it is something in words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.alignments import known_identifier, own_identifier, own_parts
from data.cells import slug
from data.clr import positions
from data.errors import UnreadableFile
from data.heads import Head
from data.html_text import plain
from data.json_documents import load
from data.ld import address, objects_in, public_page, said, texts_in
from data.reading import Reading, Report, finished
from data.tables import TableRows

PROGRAM: Final = "EducationalOccupationalProgram"
MAX_COURSES: Final = 2_000
MAX_TEXT: Final = 10_000
_HOURS: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+)M)?)?")
_CODE: Final = re.compile(r"\d\d-\d{4}\.\d\d")
Value = Mapping[str, Any]


def recognises(head: Head) -> bool:
    """Whether a file's JSON is schema.org's and holds a program."""
    kinds = {kind.rpartition("/")[2].rpartition(":")[2] for kind in head.types}
    return PROGRAM in kinds and any("schema.org" in context for context in head.contexts)


def read(path: Path, *, issuer: str = "", source: str = "", locate_as: str = "") -> Reading:
    """The pathways of a file, one for each program; raises `UnreadableFile`."""
    name, document = locate_as or path.name, load(path)
    report, found = Report(source or path.name), list(_programs(document))
    if not found:
        raise UnreadableFile(f"{name}: there is no {PROGRAM} in it.", hint="Is it another kind of file?")
    rows = TableRows(issuer=issuer or "schema-org", source=source or path.name)
    seen: set[str] = set()
    for place, value in found:
        where = f"{name}#{place}"
        if not said(value.get("name")):
            report.set_aside(where, "a program without a name")
        elif (id_ := _identifier(value, issuer or "schema-org")) in seen:
            report.set_aside(where, f"{id_} stands in the file already")
        else:
            seen.add(id_)
            _Program(value, id_, where, issuer or "schema-org").write(rows, report)
    return finished(rows, report)


def _programs(document: Any) -> Iterator[tuple[str, Value]]:
    """Programs at the top, in a list, or in a graph."""
    for at, one in enumerate(document) if isinstance(document, list) else [("", document)]:
        if not isinstance(one, Mapping):
            continue
        place = f"/{at}" if at != "" else ""
        if _is(one, PROGRAM):
            yield place, one
        for number, inner in enumerate(one["@graph"] if isinstance(one.get("@graph"), list) else ()):
            if isinstance(inner, Mapping) and _is(inner, PROGRAM):
                yield f"{place}/@graph/{number}", inner


def _is(value: Value, kind: str) -> bool:
    return any(text.rpartition("/")[2].rpartition(":")[2] == kind for text in texts_in(value.get("@type")))


def _identifier(value: Value, prefix: str) -> str:
    """What something is called here: our own identifier, a known vocabulary's, else made of its address or name."""
    at = address(value) or said(value.get("url"))
    if found := own_identifier(at) or known_identifier(at):
        return found
    name = said(value.get("name")) or said(value.get("identifier"))
    readable = slug(name or at.rstrip("/").rpartition("/")[2])[:60].strip("-") or "thing"
    told = f"-{hashlib.sha256(at.encode('utf-8', 'replace')).hexdigest()[:8]}" if at else ""
    return f"{prefix}:{readable}{told}"


@dataclass(frozen=True, slots=True)
class _Program:
    """One program that is read."""

    value: Value
    id: str
    place: str
    prefix: str

    def write(self, rows: TableRows, report: Report) -> None:
        """Its row, and one for each of its courses."""
        courses = self._courses(report)
        before = {
            key: [one for one in self._asked(key, course, report) if one in courses] for key, course in courses.items()
        }
        layers, circle = positions({key: set(one) for key, one in before.items()})
        if circle:
            report.remarks.append(f"{self.place}: {circle} courses ask for themselves in a circle.")
        places = dict(layers)
        last = max(places.values(), default=0) + 1
        names = {key: own_parts(key)[1] or str(at) for at, key in enumerate(courses, 1)}
        value = self.value
        rows.add(
            "pathways", locator=self.place, id=self.id, name=said(value.get("name")),
            description=plain(said(value.get("description")))[:MAX_TEXT] or None, destination=self._destination(),
            page_url=public_page(said(value.get("url"))) or None, level=said(value.get("educationalLevel")) or None,
            language=said(value.get("inLanguage")) or None, ordered=False,
        )  # fmt: skip
        for at, (key, course) in enumerate(courses.items()):
            row = self._step(course, key, at) | {"after": [names[one] for one in before[key]]}
            rows.add(
                "pathway_steps", locator=f"{self.place}/hasCourse/{at}", pathway=self.id, step=names[key],
                position=places.get(key, last), optional=False, **row,
            )  # fmt: skip

    def _courses(self, report: Report) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for at, course in enumerate(objects_in(self.value.get("hasCourse"))):
            key = (
                address(course) or said(course.get("url")) or said(course.get("courseCode")) or said(course.get("name"))
            )
            if not key or len(found) >= MAX_COURSES:
                why = f"more than {MAX_COURSES:,} courses" if key else "a course without name and address"
                report.set_aside(f"{self.place}/hasCourse/{at}", why)
            elif key in found:
                report.set_aside(f"{self.place}/hasCourse/{at}", f"{key[:100]} stands in the program already")
            else:
                found[key] = course
        return found

    def _asked(self, key: str, course: Value, report: Report) -> Iterator[str]:
        """The courses that a course asks for; what it says in words is a remark."""
        given = course.get("coursePrerequisites")
        for one in given if isinstance(given, list) else [given]:
            found = address(one) if isinstance(one, Mapping) else said(one)
            if isinstance(one, Mapping) and not found:
                found = said(one.get("name"))
            if found and isinstance(one, str) and not re.match(r"\w+:", found):
                report.remarks.append(f"{self.place}: {said(course.get('name')) or key} asks for: {found[:200]}.")
            if found and found != key:
                yield found

    def _step(self, course: Value, key: str, at: int) -> dict[str, Any]:
        awarded = next(iter(objects_in(course.get("educationalCredentialAwarded"))), None)
        own = said(course.get("identifier")) if own_parts(key)[0] else ""
        credential = _identifier(awarded, self.prefix) if awarded else own or _identifier(course, self.prefix)
        return {
            "credential": credential,
            "kind": "credential" if awarded else "course",
            "name": said(course.get("name")) or None,
            "description": plain(said(course.get("description")))[:MAX_TEXT] or None,
            "page_url": public_page(said(course.get("url"))) or None,
            "credits": _number(course.get("numberOfCredits")),
            "hours": _hours(said(course.get("timeRequired"))),
        }

    def _destination(self) -> str | None:
        """The credential that the program awards, else the occupation that it leads to."""
        for one in objects_in(self.value.get("educationalCredentialAwarded")):
            return _identifier(one, self.prefix)
        for category in self._categories():
            if found := known_identifier(category):
                return found
            if _CODE.fullmatch(category):
                return f"onet:{category}"
        return None

    def _categories(self) -> Iterator[str]:
        given = self.value.get("occupationalCategory")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, Mapping):
                yield said(one.get("codeValue")) or address(one) or said(one.get("name"))
            elif isinstance(one, str):
                yield one.strip()


def _number(value: Any) -> float | None:
    if isinstance(value, Mapping):
        value = value.get("value")
    try:
        found = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else -1.0
    except ValueError:
        return None
    return found if 0 < found < 1e9 else None


def _hours(text: str) -> float | None:
    """An ISO 8601 duration of days, hours and minutes in hours; days are of eight hours.

    >>> _hours("PT40H"), _hours("P2DT30M"), _hours("P1Y"), _hours("soon")
    (40.0, 16.5, None, None)
    """
    found = _HOURS.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    days, hours, minutes = (float(one or 0) for one in found.groups())
    total = 8 * days + hours + minutes / 60
    return total if total < 1e9 else None
