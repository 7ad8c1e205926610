"""Descriptors as rows: skills, their categories, the occupations they occur in, the skills they are aligned to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from data.alignments import known_identifier
from data.cells import slug
from data.ld import public_page
from data.reading import Report
from data.rsd.descriptors import Descriptor, Named, line
from data.tables import TableRows

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_LIGHTCAST: Final = re.compile(
    r"https?://(?:www\.)?(?:skills\.emsidata\.com/skills|lightcast\.io/open-skills/skills|"
    r"skills\.lightcast\.io/skills|api\.lightcast\.io/skills)/(\w{8,40})"
)
_DETAILED: Final = re.compile(r"\d\d-\d{3}[1-9]")
_GROUP: Final = re.compile(r"\d\d-\d{3}0")
_ONET: Final = re.compile(r"\d\d-\d{4}\.\d\d")
_STATUS: Final = {"archived": "withdrawn", "deleted": "withdrawn", "draft": "draft", "unarchived": None}


@dataclass(slots=True)
class Writing:
    """Everything that is needed while descriptors become rows."""

    issuer: str
    rows: TableRows
    report: Report
    met: dict[tuple[str, ...], str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)

    def write(self, found: Descriptor) -> None:
        """One descriptor as a skill with what it points at; set aside where it has no name or stood here before."""
        skill = self._identifier(found)
        if not found.name:
            self.report.set_aside(found.locator, "a skill without a name" if found.statement else "no skill")
        elif self._first(found.locator, "skills", skill, aside=f"{skill} is taken from"):
            self._write_skill(found, skill)
            for category in found.categories:
                self._write_category(found, skill, category)
            for occupation in found.occupations:
                self._write_occupation(found, skill, occupation)
            for alignment in found.alignments:
                self._write_alignment(found, skill, alignment)
            self.left.update(found.left or {})

    def tell(self) -> None:
        """Say how much of the descriptors no table holds."""
        said = {
            "keywords": "words that go with a skill are no other names of it",
            "standards": "codes of standards, which say nothing of skills by themselves",
            "certifications": "that a skill names a certification doesn't say that it is taught there",
            "employers": "no table of employers is kept",
            "groups": "groups of occupations are too wide to say who needs a skill",
        }
        for what, count in sorted(self.left.items()):
            self.report.remarks.append(f"{count} {what} weren't taken: {said[what]}.")
        for host, count in sorted(self.elsewhere.items())[:50]:
            self.report.remarks.append(
                f"{count} alignments to {host} weren't taken: its identifiers aren't known here."
            )

    def _identifier(self, found: Descriptor) -> str:
        if matched := _UUID.search(found.ref[-400:]):
            return f"rsd:{matched[0].lower()}"
        plain = slug(re.sub(r"^https?://", "", found.ref))[:200] or slug(found.name)[:200]
        return f"{self.issuer or 'rsd'}:{plain}"

    def _first(self, locator: str, *key: str, aside: str = "") -> bool:
        if key in self.met:
            if aside:
                self.report.set_aside(locator, f"{aside} {self.met[key]}")
            return False
        self.met[key] = locator
        return True

    def _add(self, table: str, found: Descriptor, **values: Any) -> None:
        cleaned = {name: None if value == "" else value for name, value in values.items()}
        self.rows.add(table, locator=found.locator, origin=public_page(found.ref), **cleaned)

    def _write_skill(self, found: Descriptor, skill: str) -> None:
        self._add(
            "skills",
            found,
            id=skill,
            vocabulary=skill.partition(":")[0],
            label=found.name,
            alt_labels=[],
            kind="skill",
            description=found.statement,
            status=_STATUS.get(found.status),
            iri=public_page(found.ref),
        )

    def _write_category(self, found: Descriptor, skill: str, category: str) -> None:
        group = f"{self.issuer or 'rsd'}:category/{slug(category)[:200]}"
        if group.endswith("/"):
            return
        if self._first(found.locator, "skills", group):
            self._add(
                "skills",
                found,
                id=group,
                vocabulary=group.partition(":")[0],
                label=category,
                alt_labels=[],
                kind="group",
            )
        self._relate(found, skill, "broader", group)

    def _write_occupation(self, found: Descriptor, skill: str, named: Named) -> None:
        """The occupation of a code; a code of a group is counted, one that is none is reported, never mended."""
        code = named.ref.strip()
        if _GROUP.fullmatch(code):
            self.left["groups"] += 1
            return
        known = f"onet:{code}" if _ONET.fullmatch(code) else f"onet:{code}.00" if _DETAILED.fullmatch(code) else ""
        occupation = known or known_identifier(code)
        if not re.match(r"onet:\d|esco:(?:occupation|isco)/", occupation):
            what = repr(code[:60]) if code else f"{named.name[:60]!r} without a code"
            self.report.set_aside(found.locator, f"occupation {what} is no code of SOC or O*NET: left out")
        elif self._first(found.locator, "needs", occupation, skill):
            self._add("occupation_skills", found, occupation=occupation, skill=skill, relation="optional")

    def _write_alignment(self, found: Descriptor, skill: str, named: Named) -> None:
        """An alignment says that both belong together, not that they are the same: a close match."""
        if not named.ref and public_page(named.name):
            named = Named("", named.name)
        lightcast = _LIGHTCAST.match(named.ref)
        target = f"lightcast:{lightcast[1]}" if lightcast else known_identifier(named.ref)
        if not target or target == skill:
            self._note_elsewhere(found, named)
        elif re.match(r"onet:\d|esco:(?:occupation|isco)/", target):
            if self._first(found.locator, "needs", target, skill):
                self._add("occupation_skills", found, occupation=target, skill=skill, relation="optional")
        else:
            if lightcast and named.name and self._first(found.locator, "skills", target):
                self._add(
                    "skills", found, id=target, vocabulary="lightcast", label=named.name, alt_labels=[], kind="skill",
                    iri=public_page(named.ref),
                )  # fmt: skip
            self._relate(found, skill, "close match", target)

    def _note_elsewhere(self, found: Descriptor, named: Named) -> None:
        if page := public_page(named.ref):
            self.elsewhere[line(page.split("/")[2])[:100]] += 1
        else:
            what = (named.ref or named.name)[:60]
            self.report.set_aside(found.locator, f"alignment {what!r} has no address: left out")

    def _relate(self, found: Descriptor, skill: str, predicate: str, target: str) -> None:
        if self._first(found.locator, "relates", skill, predicate, target):
            self._add("skill_relations", found, subject=skill, predicate=predicate, object=target)
