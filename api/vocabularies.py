"""Versions of vocabularies: which there are, another one beside them, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.assembly import DEFAULT_PREFIX
from api.errors import BadOption
from api.in_force import change_between
from api.sources import sources_of
from data import esco, gdad, onet
from data.errors import WorkspaceMissing
from data.formats import Asked, format_of, named
from data.reading import Progress, Reading, Report, silent
from data.workspace import Workspace
from skills_taxonomy.versions import VocabularyChange

CONCEPTS: Final = ("skills", "occupations")
"""The tables that make a part a vocabulary."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a vocabulary: the part itself (`of` is its own name) or one kept beside it."""

    name: str
    of: str
    vocabularies: tuple[str, ...]
    rows: Mapping[str, int]
    in_force: bool
    serving: bool
    source: str


# -- which there are -------------------------------------------------------------------------------------------------


def vocabularies(workspace: Workspace) -> tuple[Kept, ...]:
    """Every part that holds skills or occupations, each followed by the versions beside it."""
    chosen = workspace.in_force()
    serving = _serving(workspace)
    beside = workspace.versions()
    found = []
    for part in workspace.parts():
        versions = [(part.name, part), *((one.name, one.info) for one in beside if one.of == part.name)]
        if any(rows in part.rows for rows in CONCEPTS):
            said = _said(workspace, part.name)
            found += [
                Kept(name, part.name, said, info.rows, chosen[part.name] == name, serving.get(part.name) == name,
                     info.source)
                for name, info in versions
            ]  # fmt: skip
    return tuple(found)


def _serving(workspace: Workspace) -> dict[str, str]:
    """Which version of each part the current snapshot was built from; nothing where it doesn't say, or isn't there."""
    try:
        return {part: one.version for part, one in (sources_of(workspace.current_snapshot()) or {}).items()}
    except WorkspaceMissing:
        return {}


def _said(workspace: Workspace, name: str) -> tuple[str, ...]:
    return tuple(sorted({one for table in CONCEPTS for one in workspace.version_values(name, table, "vocabulary")}))


def part_of(workspace: Workspace, name: str) -> str:
    """The part that is meant: by its name, its shipped name (esco-1.1.1), a version's, or its vocabulary's (esco).

    Raises `BadOption` where none is, or several are.
    """
    kept = vocabularies(workspace)
    for meant in (name, DEFAULT_PREFIX + name):
        for one in kept:
            if one.name == meant:
                return one.of
    parts = list(dict.fromkeys(one.of for one in kept if name in one.vocabularies))
    if len(parts) == 1:
        return parts[0]
    some = ", ".join(parts or dict.fromkeys(one.of for one in kept)) or "none yet"
    what = "is in several parts" if parts else "is no vocabulary of this workspace"
    raise BadOption(f"{name[:100]!r} {what}.", hint=f"Name one of: {some}.")


def version_named(workspace: Workspace, name: str) -> str:
    """The version or part that is meant; a shipped part may be named without ``default-``, a vocabulary by its own.

    Its own name means what is in force of it. Raises `BadOption`.
    """
    names = {one.name for one in vocabularies(workspace)}
    if found := next((meant for meant in (name, DEFAULT_PREFIX + name) if meant in names), ""):
        return found
    return workspace.in_force()[part_of(workspace, name)]


# -- another version -------------------------------------------------------------------------------------------------


def add(
    path: Path, name: str, files: Sequence[Path], *, kind: str = "", of: str = "", progress: Progress = silent
) -> Report:
    """Read a version of a vocabulary and keep it beside the part that it is a version of; no build sees it yet.

    `kind` is one of the formats, or ``gdad``; empty: seen from the file. `of` names the part, empty: the one that holds
    the same vocabulary. Raises `BadOption` where the file holds no skills and occupations, or two are no one part's.
    """
    workspace = Workspace.open(path)
    reading = _read(files, kind, progress)
    held = {one for table in CONCEPTS for one in reading.tables[table]["vocabulary"].unique()}
    if not held:
        raise BadOption(
            f"{files[0].name} holds neither skills nor occupations.",
            hint="Say what it is with --as esco, or --as onet.",
        )
    part = part_of(workspace, of or sorted(held)[0])
    with workspace.writing():
        workspace.put_version(name, part, reading)
    return reading.report


def _read(files: Sequence[Path], kind: str, progress: Progress) -> Reading:
    if len(files) != 1:
        several = {"esco": esco.read, "onet": onet.read}
        if kind not in several:
            raise BadOption("Several files are one version of ESCO or O*NET only.", hint="Say which: --as esco.")
        return several[kind](files, progress=progress)
    if kind == "gdad":
        return gdad.read(files[0], progress=progress)
    format_ = named(kind) if kind else format_of(files[0])
    return format_.read(files[0], Asked(progress=progress))


def difference(path: Path, one: str, other: str) -> VocabularyChange:
    """The differences between two versions, by name; raises `BadOption`, `WorkspaceError`."""
    workspace = Workspace.open(path)
    return change_between(workspace, version_named(workspace, one), version_named(workspace, other))
