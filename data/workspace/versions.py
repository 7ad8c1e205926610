"""Versions of a part, side by side: each kept whole beside the part, one of them chosen to stand in its place.

A version is no part: no build sees it until it is chosen, and choosing is one step, back as well as forth. The part
itself stays what its import brought; importing it again changes it and leaves the choice alone. What a part holds
beside its skills and occupations, such as credentials, stays where a version of it has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.errors import WorkspaceError
from data.workspace import parts
from data.workspace.parts import Beside, PartInfo

if TYPE_CHECKING:
    from data.reading import Reading
    from data.tables import Tables


VOCABULARY: Final = frozenset({"skills", "skill_relations", "occupations", "occupation_relations", "occupation_skills"})
"""The tables that make a vocabulary: a version has all of them, be they empty."""


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A version beside the part `of`; `chosen`: builds take it in the part's place. `info`: what its import brought."""

    info: PartInfo
    of: str
    chosen: bool

    @property
    def name(self) -> str:
        """What the version is called."""
        return self.info.name


def put(workspace: Path, name: str, of: str, reading: Reading) -> None:
    """Keep a version beside a part, in place of an earlier one of that name; a chosen one stays chosen.

    Raises `WorkspaceError` where there is no such part, or the name is taken by a part or by another part's version.
    """
    there = parts.listed(workspace)
    beside = parts.versions(workspace)
    parts.folder(workspace, of)
    taken = {part.name: "a part" for part in there}
    taken |= {one.name: f"a version of {one.of}" for one in beside if one.of != of}
    if name in taken:
        raise WorkspaceError(f"{name!r} is the name of {taken[name]} already.", hint="Give the version another name.")
    folder = parts.written(workspace, name, reading)
    chosen = any(one.chosen for one in beside if one.name == name)
    now = Beside(name, folder, of, chosen)
    if any(one.name == name for one in beside):
        beside = tuple(now if one.name == name else one for one in beside)
    else:
        beside = (*beside, now)
    parts.write_list(workspace, there, beside)
    parts.clean(workspace)


def drop(workspace: Path, name: str) -> None:
    """Remove a version; raises `WorkspaceError` where there is none of that name or it is the one chosen."""
    found = _version(workspace, name)
    if found.chosen:
        raise WorkspaceError(
            f"The version {name} is the one that builds take.", hint=f"Choose another version of {found.of} first."
        )
    kept = tuple(one for one in parts.versions(workspace) if one.name != name)
    parts.write_list(workspace, parts.listed(workspace), kept)
    parts.clean(workspace)


def choose(workspace: Path, of: str, name: str) -> None:
    """Let builds take this version of the part, in one step; the part's own name brings it back itself.

    Raises `WorkspaceError` where the part has no such version.
    """
    check(workspace, of, name)
    now = tuple(one._replace(chosen=one.name == name) if one.of == of else one for one in parts.versions(workspace))
    parts.write_list(workspace, parts.listed(workspace), now)


def check(workspace: Path, of: str, name: str) -> None:
    """Raise `WorkspaceError` unless `name` is the part itself or a version of it."""
    parts.folder(workspace, of)
    names = [of, *(one.name for one in parts.versions(workspace) if one.of == of)]
    if name not in names:
        raise WorkspaceError(f"{of} has no version called {name[:100]!r}.", hint=f"It has: {', '.join(names)}.")


def infos(workspace: Path) -> tuple[VersionInfo, ...]:
    """All versions, in the order in which they came."""
    return tuple(
        VersionInfo(parts.read_info(workspace / "parts" / one.folder, one.name), one.of, one.chosen)
        for one in parts.versions(workspace)
    )


def folder(workspace: Path, name: str) -> Path:
    """Where a part's own tables or a version's lie; raises `WorkspaceError`."""
    if any(part.name == name for part in parts.listed(workspace)):
        return parts.folder(workspace, name)
    return workspace / "parts" / _version(workspace, name).folder


def read(workspace: Path, of: str, name: str) -> Tables:
    """The tables of a part as a version (or the part itself) has them; raises `WorkspaceError`."""
    from data.tables import Tables

    taken = parts.read_tables(folder(workspace, name))
    if name == of:
        return taken
    kept = parts.read_tables(folder(workspace, of), but=VOCABULARY)
    return Tables({table: taken[table] if table in VOCABULARY or len(taken[table]) else kept[table] for table in taken})


def in_force(workspace: Path, instead: Mapping[str, str]) -> dict[str, str]:
    """What builds take of each part, by part: its own name or a version's; `instead` overrules the choice.

    Raises `WorkspaceError` where `instead` names what isn't there.
    """
    chosen = {one.of: one.name for one in parts.versions(workspace) if one.chosen}
    for of, name in instead.items():
        check(workspace, of, name)
    return {part.name: instead.get(part.name, chosen.get(part.name, part.name)) for part in parts.listed(workspace)}


def _version(workspace: Path, name: str) -> Beside:
    there = parts.versions(workspace)
    for one in there:
        if one.name == name:
            return one
    names = [*(part.name for part in parts.listed(workspace)), *(one.name for one in there)]
    raise WorkspaceError(
        f"There is no version called {name[:100]!r}.", hint=f"There are: {', '.join(names) or 'none yet'}."
    )
