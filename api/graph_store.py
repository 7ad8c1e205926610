"""Which store keeps the graph: the workspace's own folder, or a server or folder that one setting names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qs, urlsplit

from api.errors import BadOption
from data.workspace import Workspace
from graph.embedded import EmbeddedStore
from graph.errors import GraphStoreError
from graph.store import GraphStore

NEO4J: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_EXAMPLE: Final = "neo4j://user:password@localhost:7687, or file:///srv/stackway/graph for a folder"
_ESCAPE: Final = "Write `/` as %2F, `?` as %3F, `#` as %23 and `@` as %40 in a password."

Progress = Callable[[str, int, int | None], None]


def open_store(address: str, *, progress: Progress = lambda *_: None, hasty: bool = False) -> GraphStore:
    """The store at an address: ``neo4j://user:password@host``, ``bolt://...`` or ``file:///folder``.

    Who is `hasty` wants to know now and not after all has been tried again. Raises `BadOption` for another address
    and `GraphStoreError` where the server can't be reached or its driver isn't installed.
    """
    parts = _parts(address)
    if parts.scheme == "file":
        return EmbeddedStore(Path(parts.path))
    try:
        from graph.neo4j_store import Neo4jStore
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "neo4j":
            raise
        raise GraphStoreError(
            f"The graph store {shown(address)} needs the driver of Neo4j, which isn't installed.",
            hint="Install it: `pip install 'stackway[neo4j]'`.",
        ) from error
    patience, limit = (0.0, 3.0) if hasty else (30.0, 120.0)
    return Neo4jStore.open(address, progress=progress, patience=patience, limit=limit)


def own_store(workspace: Workspace) -> EmbeddedStore:
    """The workspace's own copy of the graph, which every build writes."""
    return EmbeddedStore(workspace.graph_dir)


def shown(address: str) -> str:
    """The address as it may be shown and logged: without user and password.

    >>> shown("neo4j://neo4j:secret@graph.example:7687?space=north")
    'neo4j://graph.example:7687?space=north'
    """
    parts = _parts(address)
    space = parse_qs(parts.query).get("space", [""])[0]
    where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
    return f"{where}?space={space}" if space else where


def _parts(address: str) -> SplitResult:
    """The parts of an address that says which store is meant; raises `BadOption`, which never repeats a password."""
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018 (raises for what is no port)
    except ValueError as error:
        raise BadOption("The address of the graph store can't be read.", hint=f"Write it as {_EXAMPLE}.") from error
    scheme = parts.scheme.lower()
    if scheme in NEO4J and "@" in parts.path + parts.query + parts.fragment:
        raise BadOption("The address of the graph store has an unescaped character in its password.", hint=_ESCAPE)
    if (scheme == "file" and parts.path and not parts.netloc) or (scheme in NEO4J and parts.hostname):
        return parts
    what = f"begins with {scheme[:20]!r}" if scheme else "has no scheme"
    if scheme in NEO4J or scheme == "file":
        what = "names no host" if scheme in NEO4J else "names no folder"
    raise BadOption(f"The address of the graph store {what}.", hint=f"Write it as {_EXAMPLE}.")
