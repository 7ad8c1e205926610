"""The formats that Stackway reads: what each is called, how a file of it is told, and its reader.

One table for the import command, the server and the tests alike: a reader that stands here is held to what all
readers are held to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from data import (
    awards,
    caliper,
    case,
    catalogue,
    crosswalk,
    ctdl,
    esco,
    oews,
    onet,
    openbadges,
    platforms,
    postings,
    rsd,
    skill_list,
    xapi,
)
from data.errors import UnknownKind
from data.format_signs import is_badge, is_posting, seen
from data.heads import Head
from data.pathway_files import badgr as badgr_pathways
from data.pathway_files import schemaorg
from data.pathway_files import yaml as yaml_pathways
from data.platforms import ColumnMapping
from data.reading import Progress, Reading, silent
from data.sheets import opened


@dataclass(frozen=True, slots=True)
class Asked:
    """How a file is to be read; each reader takes of it what it needs.

    `issuer` begins the identifiers that have no beginning, `today` decides what lies in the future, `mapping` says
    what the columns of a platform's export mean.
    """

    issuer: str = ""
    issuer_name: str = ""
    today: date | None = None
    mapping: ColumnMapping | None = None
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its short name, what it is, what is taken from it, how a file is told, and how it is read."""

    name: str
    title: str
    takes: str
    told: Callable[[Head], bool]
    read: Callable[[Path, Asked], Reading]


def _catalogue(path: Path, asked: Asked) -> Reading:
    return catalogue.read(path, issuer=asked.issuer, issuer_name=asked.issuer_name, progress=asked.progress)


def _awards(path: Path, asked: Asked) -> Reading:
    return awards.read(path, issuer=asked.issuer, today=asked.today, progress=asked.progress)


def _platform(path: Path, asked: Asked) -> Reading:
    mapping = asked.mapping or platforms.guess(tuple(platforms.columns(path)))
    if mapping is None:
        raise UnknownKind(
            f"{path.name}: what its columns mean isn't known.", hint="Write a mapping file and name it with --mapping."
        )
    return platforms.read(path, mapping, issuer=asked.issuer, today=asked.today, progress=asked.progress)


def _badges(path: Path, asked: Asked) -> Reading:
    with opened(path):  # a file that isn't there is refused like any other, not listed among the badges that failed
        found = openbadges.read([path], issuer=asked.issuer, today=asked.today)
    return Reading(found.tables, replace(found.report, source=path.name))


def _postings(path: Path, asked: Asked) -> Reading:
    return postings.read(path, progress=asked.progress)


def _ctdl(path: Path, asked: Asked) -> Reading:
    return ctdl.read(path, issuer=asked.issuer, issuer_name=asked.issuer_name, progress=asked.progress)


def _case(path: Path, asked: Asked) -> Reading:
    return case.read(path, issuer=asked.issuer, today=asked.today, progress=asked.progress)


def _rsd(path: Path, asked: Asked) -> Reading:
    return rsd.read(path, issuer=asked.issuer, progress=asked.progress)


def _skill_list(path: Path, asked: Asked) -> Reading:
    return skill_list.read(path, issuer=asked.issuer, progress=asked.progress)


def _xapi(path: Path, asked: Asked) -> Reading:
    return xapi.read(
        path, issuer=asked.issuer, issuer_name=asked.issuer_name, today=asked.today, progress=asked.progress
    )


def _caliper(path: Path, asked: Asked) -> Reading:
    return caliper.read(
        path, issuer=asked.issuer, issuer_name=asked.issuer_name, today=asked.today, progress=asked.progress
    )


FORMATS: Final = (
    Format(
        "pathway-yaml",
        "pathways in YAML, written by hand",
        "pathways",
        yaml_pathways.recognises,
        lambda path, asked: yaml_pathways.read(path, issuer=asked.issuer),
    ),
    Format(
        "badgr",
        "Badgr pathway JSON",
        "pathways",
        badgr_pathways.recognises,
        lambda path, asked: badgr_pathways.read(path, issuer=asked.issuer),
    ),
    Format(
        "schema.org",
        "schema.org JSON-LD: educational programs",
        "pathways",
        schemaorg.recognises,
        lambda path, asked: schemaorg.read(path, issuer=asked.issuer),
    ),
    Format(
        "catalogue",
        "an issuer's catalogue: one CSV, or a folder of them",
        "credentials, offerings, skills, pathways",
        lambda head: {"id", "name"} <= head.columns or (head.path / "credentials.csv").exists(),
        _catalogue,
    ),
    Format(
        "badges",
        "Open Badges 2.0 and 3.0, CLR 2.0: JSON, signed tokens, baked pictures, bundles",
        "credentials and their aligned skills",
        lambda head: head.suffix in (".png", ".svg", ".jwt", ".jws") or is_badge(head),
        _badges,
    ),
    Format(
        "ctdl",
        "CTDL JSON-LD of the Credential Registry, in any of its dialects",
        "credentials, competencies, offerings, occupations, pathways",
        ctdl.recognises,
        _ctdl,
    ),
    Format(
        "case",
        "CASE 1.0 and 1.1: competency frameworks",
        "skills, their relations, courses",
        case.recognises,
        _case,
    ),
    Format(
        "rsd",
        "rich skill descriptors as OSMT exports them: JSON, CSV",
        "skills, with the occupations in which they occur",
        rsd.recognises,
        _rsd,
    ),
    Format(
        "skills",
        "an issuer's own skills: one row a skill",
        "skills, what is broader, what they are the same as elsewhere",
        lambda head: skill_list.told(head.columns),
        _skill_list,
    ),
    Format(
        "xapi",
        "xAPI statements of a learning record store",
        "awards and enrolments, and what they are of",
        xapi.recognises,
        _xapi,
    ),
    Format(
        "caliper",
        "Caliper events of a learning platform",
        "awards and enrolments, and what they are of",
        caliper.recognises,
        _caliper,
    ),
    Format(
        "awards",
        "awards: one row for each learner and credential",
        "awards",
        lambda head: set(awards.NEEDED) <= head.columns,
        _awards,
    ),
    Format(
        "oews",
        "wages and employment by occupation (OEWS)",
        "wages",
        lambda head: {"occ_code", "area"} <= head.columns,
        lambda path, asked: oews.read(path, progress=asked.progress),
    ),
    Format(
        "crosswalk",
        "the crosswalk between ESCO and O*NET",
        "relations between occupations",
        lambda head: {"onet_code", "concept_uri"} <= head.columns,
        lambda path, asked: crosswalk.read(path, progress=asked.progress),
    ),
    Format(
        "platform",
        "an export of a badge platform, by a mapping of its columns",
        "awards and credentials",
        lambda head: bool(head.columns) and platforms.guess(tuple(platforms.columns(head.path))) is not None,
        _platform,
    ),
    Format(
        "postings",
        "job postings: CSV, JSON, JSON Lines, or JobPosting inside HTML",
        "postings",
        is_posting,
        _postings,
    ),
    Format(
        "esco",
        "ESCO: a folder, or the Commission's zip files",
        "skills, occupations and their relations",
        lambda head: False,
        lambda path, asked: esco.read(path, progress=asked.progress),
    ),
    Format(
        "onet",
        "O*NET: a folder of its text files",
        "occupations, technologies, skills and knowledge",
        lambda head: False,
        lambda path, asked: onet.read(path, progress=asked.progress),
    ),
)
"""In the order in which a file is tried; a folder or archive of ESCO or O*NET is never guessed at."""

KINDS: Final = tuple(format_.name for format_ in FORMATS)


def named(name: str) -> Format:
    """The format of a short name; raises `UnknownKind`."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    raise UnknownKind(f"There is no kind of file called {name[:100]!r}.", hint=f"Known: {', '.join(KINDS)}.")


def format_of(path: Path) -> Format:
    """What a file is, by its name and beginning; raises `UnknownKind`, `UnreadableFile`."""
    if path.suffix.casefold() == ".zip" and path.exists():
        raise UnknownKind(f"{path.name}: an archive isn't opened to see what it is.", hint="Say it: --as esco.")
    if path.is_dir() and not (path / "credentials.csv").exists():
        raise UnknownKind(
            f"{path.name}: a folder without credentials.csv.", hint="Name its files, or say what it is: --as onet."
        )
    head = Head(path)
    for format_ in FORMATS:
        if format_.told(head):
            return format_
    raise UnknownKind(
        f"{path.name}: can't tell what this is: {seen(head)}.",
        hint="`stackway formats` lists what is read; say it: --as.",
    )
