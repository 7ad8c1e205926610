"""ESCO's concepts: skill groups, skills and occupations with their labels, each taken once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from data.archives import Member, text
from data.reading import Progress, Report, TextRow, delimited, told
from data.tables import TableRows

BASE: Final = "http://data.europa.eu/esco/"
_KINDS: Final = MappingProxyType({"skill/competence": "skill", "knowledge": "knowledge", "attitude": "attitude"})
_LEVELS: Final = (3, 2, 1, 0)


def curie(uri: str) -> str:
    """An ESCO address as identifier; another address comes back as it is.

    >>> curie("http://data.europa.eu/esco/isced-f/0613")
    'esco:isced-f/0613'
    """
    return f"esco:{uri[len(BASE) :]}" if uri.startswith(BASE) else uri


def clean(words: str) -> str:
    r"""A label or code on one line, with single blanks.

    >>> clean("breed\u00a0insects \n")
    'breed insects'
    """
    return " ".join(words.split())


def labels(preferred: str, *cells: str) -> list[str]:
    r"""The other labels in the cells (one a line, or parted by `` | ``), each once, without the preferred one.

    >>> labels("Haskell", "haskell\nHaskell language", "Haskell language | GHC")
    ['Haskell language', 'GHC']
    """
    found: dict[str, str] = {}
    for cell in cells:
        for label in map(clean, re.split(r"[\r\n]+| \| ", cell)):
            found.setdefault(label.casefold(), label)
    return [label for key, label in found.items() if key and key != preferred.casefold()]


@dataclass(slots=True)
class Concepts:
    """What is collected while reading, and the identifiers known so far: by noun, then by address."""

    rows: TableRows
    report: Report
    progress: Progress
    known: Mapping[str, dict[str, str]] = field(default_factory=lambda: {"skill": {}, "occupation": {}})

    def of(self, member: Member, *needed: str, short_rows: bool = False) -> Iterator[TextRow]:
        """The rows of one file."""
        with text(member) as lines:
            found = delimited(lines, member.locator, self.report, needed=needed, short_rows=short_rows)
            yield from told(found, member.name, self.progress)

    def take(self, noun: str, row: TextRow, uri: str, label: str, **values: Any) -> None:
        """Take one skill or occupation, unless it lacks an address or label or stands there already."""
        known = self.known[noun]
        if not uri.startswith(BASE):
            self.report.set_aside(row.locator, "a concept without an ESCO address")
        elif not label:
            self.report.set_aside(row.locator, f"{curie(uri)} has no preferred label")
        elif uri in known:
            self.report.set_aside(row.locator, f"{curie(uri)} stands twice; the first is taken")
        else:
            known[uri] = curie(uri)
            self.rows.add(
                f"{noun}s", locator=row.locator, id=known[uri], vocabulary="esco", label=label, iri=uri, **values
            )


def read_groups(concepts: Concepts, files: Mapping[str, Member]) -> None:
    """Skill groups; those that only the hierarchy names are taken from there."""
    if group_file := files.get("skillGroups"):
        for row in concepts.of(group_file, "conceptUri", "preferredLabel"):
            concepts.take("skill", row, row.get("conceptUri"), **_described(row), kind="group")
    if hierarchy := files.get("skillsHierarchy"):
        for row in concepts.of(hierarchy, "Level 0 URI", "Level 0 preferred term", short_rows=True):
            level = next((level for level in _LEVELS if row.get(f"Level {level} URI")), 0)
            uri, label = row.get(f"Level {level} URI"), clean(row.get(f"Level {level} preferred term"))
            if uri not in concepts.known["skill"]:
                description = row.get("Description") or None
                concepts.take("skill", row, uri, label, kind="group", description=description, alt_labels=[])


def read_skills(concepts: Concepts, files: Mapping[str, Member]) -> None:
    """Skills and knowledge; members of the collection of languages are languages."""
    languages = _languages(concepts, files)
    untyped: list[str] = []
    for row in concepts.of(files["skills"], "conceptUri", "preferredLabel"):
        uri, stated = row.get("conceptUri"), row.get("skillType").lower()
        if stated not in _KINDS:
            untyped.append(row.locator)
        kind = "language" if uri in languages else _KINDS.get(stated, "skill")
        concepts.take("skill", row, uri, **_described(row), kind=kind)
    if untyped:
        concepts.report.remarks.append(
            f"{len(untyped)} skills state no type that is known and are taken as skills: {', '.join(untyped[:10])}."
        )


def read_occupations(concepts: Concepts, files: Mapping[str, Member]) -> None:
    """Occupations, each with its ISCO-08 code."""
    for row in concepts.of(files["occupations"], "conceptUri", "preferredLabel"):
        code = clean(row.get("iscoGroup")) or None
        concepts.take("occupation", row, row.get("conceptUri"), **_described(row), code=code)


def _described(row: TextRow) -> dict[str, Any]:
    label = clean(row.get("preferredLabel"))
    return {
        "label": label,
        "alt_labels": labels(label, row.get("altLabels"), row.get("hiddenLabels")),
        "description": row.get("description") or row.get("definition") or None,
        "status": row.get("status") or None,
    }


def _languages(concepts: Concepts, files: Mapping[str, Member]) -> frozenset[str]:
    member = files.get("languageSkillsCollection")
    if member is None:
        return frozenset()
    return frozenset(row.get("conceptUri") for row in concepts.of(member, "conceptUri"))
