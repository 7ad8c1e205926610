"""The tables that a build takes: of each part the version in force, what names an older one's concepts carried on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from api.sources import Source
from data.tables import Tables
from data.workspace import Workspace
from recommender.changes.forwarding import Forwarded, Forwards, forwarded
from skills_taxonomy.versions import VocabularyChange, diff, version_of

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class InForce:
    """The tables of a build, what was carried on in them, and where they come from, by part.

    `stated` are the same tables before anything was carried on; `forwards` says where merged identifiers lead.
    """

    tables: Tables
    stated: Tables
    forwarded: tuple[Forwarded, ...]
    sources: Mapping[str, Source]
    forwards: Mapping[str, str]

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
    sources = sources_now(workspace, instead)
    tables = workspace.tables(instead)
    changes = [
        change_between(workspace, other, source.version)
        for part, source in sources.items()
        if source.version != part
        for other in _others(workspace, part, source.version)
    ]
    forwards = Forwards.of(changes)
    carried, told = forwarded(tables, forwards)
    return InForce(carried, tables, told, sources, {id_: forwards.id(id_) for id_ in forwards.ids})


def sources_now(workspace: Workspace, instead: Mapping[str, str] = NOTHING) -> dict[str, Source]:
    """What a build would take of each part: the version, and the folder of its tables."""
    return {
        part: Source(name, workspace.version_folder(name).name) for part, name in workspace.in_force(instead).items()
    }


def change_between(workspace: Workspace, one: str, other: str) -> VocabularyChange:
    """The differences between two versions or parts, by name; raises `WorkspaceError`."""
    versions = (version_of(workspace.version_tables(name)) for name in (one, other))
    return diff(*versions, before=one, after=other)


def _others(workspace: Workspace, part: str, chosen: str) -> list[str]:
    """The part itself and its versions, but for the one chosen."""
    return [part, *(one.name for one in workspace.versions() if one.of == part and one.name != chosen)]
