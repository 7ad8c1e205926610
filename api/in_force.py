"""The tables that a build takes: of each part the version in force, what names an older one's concepts carried on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from data.tables import Tables
from data.workspace import Workspace
from recommender.changes.forwarding import Forwarded, Forwards, forwarded
from skills_taxonomy.versions import VocabularyChange, diff, version_of

CARD: Final = "vocabularies.json"
"""The file of a snapshot that says which version of each part it was built from."""

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """What one part gave to a snapshot: the name of the version in force, and the folder of its tables then."""

    version: str
    folder: str


@dataclass(frozen=True, slots=True)
class InForce:
    """The tables of a build, what was carried on in them, and where they come from, by part.

    `stated` are the same tables before anything was carried on.
    """

    tables: Tables
    stated: Tables
    forwarded: tuple[Forwarded, ...]
    sources: Mapping[str, Source]

    def remarks(self) -> list[str]:
        """How much was carried on, by version, for people to read; nothing where no version stands for a part."""
        count = Counter(one.owner for one in self.forwarded)
        versions = sorted({source.version for part, source in self.sources.items() if source.version != part})
        if not count:
            return []
        return [
            f"{sum(count.values())} statements of {len(count)} credentials or pathways name skills that were merged or "
            f"renamed; they are carried on to {', '.join(versions)}."
        ]


def in_force(workspace: Workspace, instead: Mapping[str, str] = NOTHING) -> InForce:
    """Put the tables together; `instead` overrules the choice of versions, by part. Raises `WorkspaceError`.

    Where a version stands in a part's place, identifiers that only the part itself or its other versions have are
    forwarded to it, if they were merged; those that were withdrawn stay as they are.
    """
    sources = {
        part: Source(name, workspace.folders(instead)[part].name) for part, name in workspace.in_force(instead).items()
    }
    tables = workspace.tables(instead)
    changes = [
        change_between(workspace, other, source.version)
        for part, source in sources.items()
        if source.version != part
        for other in _others(workspace, part, source.version)
    ]
    carried, told = forwarded(tables, Forwards.of(changes))
    return InForce(carried, tables, told, sources)


def change_between(workspace: Workspace, one: str, other: str) -> VocabularyChange:
    """The differences between two versions or parts, by name; raises `WorkspaceError`."""
    versions = (version_of(workspace.version_tables(name)) for name in (one, other))
    return diff(*versions, before=one, after=other)


def _others(workspace: Workspace, part: str, chosen: str) -> list[str]:
    """The part itself and its versions, but for the one chosen."""
    return [part, *(one.name for one in workspace.versions() if one.of == part and one.name != chosen)]


def note_sources(folder: Path, sources: Mapping[str, Source]) -> None:
    """Write into a finished snapshot what it was built from."""
    said = {part: {"version": source.version, "folder": source.folder} for part, source in sources.items()}
    (folder / CARD).write_text(json.dumps({"parts": said}, indent=1, ensure_ascii=False), "utf-8")


def sources_of(folder: Path) -> dict[str, Source] | None:
    """What a snapshot was built from, by part; None where it doesn't say."""
    try:
        card: Any = json.loads((folder / CARD).read_text("utf-8"))
        return {str(part): Source(str(s["version"]), str(s["folder"])) for part, s in card["parts"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
