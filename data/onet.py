"""The US occupational database O*NET, as published in tab-separated text, is read into occupations and skills.

Taken are occupations with their job titles, job zones and related occupations, technologies with the flags "hot" and
"in demand", and the ratings of skills and knowledge. Not taken: abilities, work activities, tasks, tools, interests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from data.archives import Member, members
from data.errors import UnreadableFile
from data.onet_elements import read_elements
from data.onet_files import Onet
from data.onet_technologies import read_technologies
from data.reading import Progress, Reading, Report, finished, silent
from data.tables import TableRows

_FILES: Final = (
    "Occupation Data",
    "Alternate Titles",
    "Sample of Reported Titles",
    "Job Zones",
    "Related Occupations",
    "Technology Skills",
    "Skills",
    "Knowledge",
    "Content Model Reference",
)


def read(path: Path | Sequence[Path], *, progress: Progress = silent, locate_as: str = "", source: str = "") -> Reading:
    """Read a folder or zip with O*NET's text files; only ``Occupation Data.txt`` must be there.

    `locate_as` heads the locators (default: the path's own name), `source` names the data set (default: the same).
    An occupation's `code` is its SOC code, its id the longer O*NET-SOC code. Rows that name an unknown occupation,
    that stand twice or hold no number where one belongs are set aside; rows that the publisher recommends to
    suppress are counted in a remark. Raises `UnreadableFile`, `WrongColumns`.
    """
    name = locate_as or (path.name if isinstance(path, Path) else ", ".join(part.name for part in path))
    report = Report(source or name)
    files = _files(members(path, locate_as=locate_as), name, report)
    onet = Onet(TableRows("onet", source or name), report, progress, files)
    read_occupations(onet)
    read_related(onet)
    read_technologies(onet)
    for kind in ("Skills", "Knowledge"):
        read_elements(onet, kind)
    return finished(onet.rows, report)


def other_titles(title: str, short: str = "") -> list[str]:
    """A job title and what it is without its brackets; `short` is the publisher's own short form, where it has one.

    >>> other_titles("GIS Aide (Geographic Systems Aide)", "GIS Aide")
    ['GIS Aide (Geographic Systems Aide)', 'GIS Aide', 'Geographic Systems Aide']
    >>> other_titles("Chief Financial Officer (CFO)")
    ['Chief Financial Officer (CFO)', 'Chief Financial Officer', 'CFO']
    >>> other_titles("Teacher (Elementary)")
    ['Teacher (Elementary)', 'Teacher']
    """
    found = [title, short]
    if match := re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", title):
        outer, inner = match[1], match[2].strip()
        found.append(outer)
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", max(outer, inner, key=len)))
        acronym = min(outer, inner, key=len).lower()
        if outer.split()[-1] == inner.split()[-1] or (acronym.isalpha() and acronym in initials.lower()):
            found.append(inner)
    return [one for one in dict.fromkeys(found) if one and one.lower() != "n/a"]


def read_occupations(onet: Onet) -> None:
    """Occupations with the titles that people use for them and their job zone."""
    zones = {code: int(zone) for code, zone in _zones(onet).items()}
    rows = []
    for row in onet.of("Occupation Data", "O*NET-SOC Code", "Title"):
        code, title = row.get("O*NET-SOC Code"), row.get("Title")
        if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code) or not title:
            onet.report.set_aside(row.locator, f"no O*NET-SOC code with a title: {code[:50]!r}")
        elif code in onet.occupations:
            onet.report.set_aside(row.locator, f"onet:{code} stands twice; the first is taken")
        else:
            onet.occupations[code] = f"onet:{code}"
            rows.append((row.locator, code, title, row.get("Description") or None))
    titles = _titles(onet)
    for locator, code, title, description in rows:
        onet.rows.add(
            "occupations",
            locator=locator,
            id=onet.occupations[code],
            vocabulary="onet",
            label=title,
            alt_labels=[one for one in titles[code].values() if one.casefold() != title.casefold()],
            description=description,
            code=code[:7],
            job_zone=zones.get(code),
        )


def read_related(onet: Onet) -> None:
    """Occupations that O*NET relates to each other."""
    seen: set[tuple[str, str]] = set()
    for row in onet.of("Related Occupations", "O*NET-SOC Code", "Related O*NET-SOC Code"):
        first, second = onet.occupation(row), onet.occupation(row, "Related O*NET-SOC Code")
        if first and second and (first, second) in seen:
            onet.report.set_aside(row.locator, "the same relation stands there already")
        elif first and second:
            seen.add((first, second))
            onet.rows.add(
                "occupation_relations", locator=row.locator, subject=first, predicate="related", object=second
            )


def _titles(onet: Onet) -> Mapping[str, dict[str, str]]:
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, column, short in (
        ("Alternate Titles", "Alternate Title", "Short Title"),
        ("Sample of Reported Titles", "Reported Job Title", ""),
    ):
        for row in onet.of(kind, "O*NET-SOC Code", column):
            if not onet.occupation(row):
                continue
            code = row.get("O*NET-SOC Code")
            for title in other_titles(row.get(column), row.get(short)):
                found[code].setdefault(title.casefold(), title)
                onet.titles.append((onet.occupations[code], title))
    return found


def _zones(onet: Onet) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in onet.of("Job Zones", "O*NET-SOC Code", "Job Zone"):
        code, zone = row.get("O*NET-SOC Code"), row.get("Job Zone")
        if re.fullmatch("[1-5]", zone):
            found.setdefault(code, zone)
        else:
            onet.report.set_aside(row.locator, f"a job zone from 1 to 5 belongs here, not {zone[:50]!r}")
    return found


def _files(found: Sequence[Member], name: str, report: Report) -> Mapping[str, Member]:
    files: dict[str, Member] = {}
    for kind in _FILES:
        form = re.compile(rf"{re.escape(kind)}(\.from-xlsx)?\.(txt|tsv)", re.IGNORECASE)
        fitting = [member for member in found if form.fullmatch(member.name)]
        if fitting:
            files[kind] = fitting[0]
        elif kind == "Occupation Data":
            raise UnreadableFile(
                f"{name}: no file called 'Occupation Data.txt' in it.",
                hint="Name the folder or zip of O*NET's database in text form.",
            )
        else:
            report.remarks.append(f"There is no file '{kind}.txt': what it holds is missing.")
        if len(fitting) > 1:
            report.remarks.append(f"Of {len(fitting)} files '{kind}' {fitting[0].locator} is read.")
    return files
