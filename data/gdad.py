"""The UK government's digital roles: every role level as an occupation, with the skills that it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.errors import UnreadableFile
from data.reading import Progress, Reading, Report, TextRow, delimited, open_text, silent
from data.tables import TableRows

ROLES: Final = "uk_gdad_pcf_role.csv"
SKILLS: Final = "uk_gdad_pcf_skill.csv"
SOURCE: Final = "uk-gdad-pcf"

_UNUSED: Final = "NOT IN USE"
_ROLE_COLUMNS: Final = ("Role", "Role Level", "Role Level Description", "Skill Name", "Skill Level")
_SKILL_COLUMNS: Final = ("Skill Name", "Skill Description")


def read(path: Path, *, progress: Progress = silent, locate_as: str = "", source: str = SOURCE) -> Reading:
    """Read the folder with the framework's two files.

    A role level ("Senior data analyst") is one occupation, since it is what people are hired as; its skills are
    essential. How far a skill must be mastered (awareness, working, practitioner, expert) has no column in the
    tables and isn't kept. Rows of role levels that aren't in use, and repeated rows, are set aside.

    Raises `UnreadableFile` and `WrongColumns`.
    """
    head = locate_as or path.name
    report = Report(source)
    rows = TableRows(issuer="gdad", source=source)
    seen: set[str] = set()
    for row in _rows(path / SKILLS, f"{head}/{SKILLS}", report, _SKILL_COLUMNS):
        _take_skill(row, rows, report, seen)
    progress("UK digital roles", 1, 2)
    for row in _rows(path / ROLES, f"{head}/{ROLES}", report, _ROLE_COLUMNS):
        _take_role(row, rows, report, seen)
    progress("UK digital roles", 2, 2)
    return Reading(rows.tables(), report)


def slug(name: str) -> str:
    """A name as the last part of an identifier.

    >>> slug("Senior data analyst (statistics)")
    'senior-data-analyst-statistics'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _rows(path: Path, name: str, report: Report, needed: tuple[str, ...]) -> Iterator[TextRow]:
    try:
        with path.open("rb") as stream, open_text(stream, name) as lines:
            yield from delimited(lines, name, report, needed=needed)
    except OSError as error:
        raise UnreadableFile(
            f"{name}: {error.strerror}.", hint=f"The folder must hold {ROLES} and {SKILLS}."
        ) from error


def _take_skill(row: TextRow, rows: TableRows, report: Report, seen: set[str]) -> None:
    skill = f"gdad:skill/{slug(row.get('Skill Name'))}"
    if skill in seen:
        report.set_aside(row.locator, f"the skill {row.get('Skill Name')} stands in an earlier row")
        return
    seen.add(skill)
    rows.add(
        "skills",
        locator=row.locator,
        id=skill,
        vocabulary="gdad",
        label=row.get("Skill Name"),
        kind="skill",
        description=row.get("Skill Description"),
    )
    report.read["skills"] += 1


def _take_role(row: TextRow, rows: TableRows, report: Report, seen: set[str]) -> None:
    level = row.get("Role Level")
    if level == _UNUSED:
        report.set_aside(row.locator, f"{row.get('Role')}: its role level is not in use")
        return
    occupation, skill = f"gdad:{slug(level)}", f"gdad:skill/{slug(row.get('Skill Name'))}"
    if occupation not in seen:
        seen.add(occupation)
        rows.add(
            "occupations",
            locator=row.locator,
            id=occupation,
            vocabulary="gdad",
            label=level,
            description=row.get("Role Level Description"),
        )
        report.read["occupations"] += 1
    if f"{occupation} {skill}" in seen:
        report.set_aside(row.locator, f"{level} asks for {row.get('Skill Name')} in an earlier row")
        return
    seen.add(f"{occupation} {skill}")
    rows.add("occupation_skills", locator=row.locator, occupation=occupation, skill=skill, relation="essential")
    report.read["occupation_skills"] += 1
