"""The European classification ESCO, as the Commission publishes it in CSV, is read into skills and occupations.

Taken are the classification (skills, skill groups, occupations) and the relations, of any version, in one language.
Not taken: ISCO groups as occupations of their own (an occupation keeps its ISCO-08 code), the thematic collections
other than languages, concept schemes, regulated professions, scope notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from data.archives import Member, members
from data.errors import UnreadableFile
from data.esco_concepts import Concepts, read_groups, read_occupations, read_skills
from data.esco_relations import RELATIONS, read_relation
from data.reading import Progress, Reading, Report, finished, silent
from data.tables import TableRows

_NEEDED: Final = ("skills", "occupations")
_WANTED: Final = ("skillGroups", "skillsHierarchy", "languageSkillsCollection", *(part.file for part in RELATIONS))


def read(
    path: Path | Sequence[Path],
    *,
    progress: Progress = silent,
    locate_as: str = "",
    source: str = "",
    language: str = "en",
) -> Reading:
    """Read a folder, the Commission's zips or the CSVs taken out of them; several may be given.

    `locate_as` heads the locators (default: the path's own name), `source` names the data set (default: the same).
    Where several languages lie side by side, `language` chooses. Rows that name a concept that isn't there, that
    stand twice or lack a label are set aside. A relations file that isn't there is remarked upon.
    Raises `UnreadableFile` where skills or occupations are missing or a file is damaged, `WrongColumns`.
    """
    name = locate_as or (path.name if isinstance(path, Path) else ", ".join(part.name for part in path))
    report = Report(source or name)
    files = _files(members(path, locate_as=locate_as), language, name, report)
    concepts = Concepts(TableRows("esco", source or name), report, progress)
    read_groups(concepts, files)
    read_skills(concepts, files)
    read_occupations(concepts, files)
    for relation in RELATIONS:
        if relation.file in files:
            read_relation(concepts, relation, files[relation.file])
    return finished(concepts.rows, report)


def _files(found: Sequence[Member], language: str, name: str, report: Report) -> Mapping[str, Member]:
    """Each kind of file with the one that is read for it."""
    chosen = {kind: member for kind in (*_NEEDED, *_WANTED) if (member := _choose(kind, found, language, report))}
    for kind in _NEEDED:
        if kind not in chosen:
            raise UnreadableFile(
                f"{name}: no file called {kind}_{language}.csv in it.",
                hint="Name the folder with ESCO's zips for 'classification' and 'relations', in CSV.",
            )
    report.remarks += [f"There is no {kind} file: what it holds is missing." for kind in _WANTED if kind not in chosen]
    version = re.search(r"v?(\d+\.\d+(\.\d+)?)", chosen["skills"].locator)
    report.remarks.append(f"ESCO {version[1] if version else 'of a version that its files do not state'}.")
    return chosen


def _choose(kind: str, found: Sequence[Member], language: str, report: Report) -> Member | None:
    """The file of a kind in the language asked for, else without a language, else the first; the newest version."""
    form = re.compile(rf"{kind}(?:_([a-z]{{2,3}}(?:-[a-z]+)?))?\.csv", re.IGNORECASE)
    fitting = [(match[1] or "", member) for member in found if (match := form.fullmatch(member.name))]
    fitting.sort(key=lambda one: (one[0] != language, one[0], [-int(n) for n in re.findall(r"\d+", one[1].locator)]))
    if len(fitting) > 1:
        report.remarks.append(f"Of {len(fitting)} {kind} files {fitting[0][1].locator} is read.")
    return fitting[0][1] if fitting else None
