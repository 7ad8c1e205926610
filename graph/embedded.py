"""The store that needs no server: two Arrow files in a folder of the workspace."""

from __future__ import annotations

import shutil
from dataclasses import astuple, fields
from pathlib import Path
from typing import Final

import pyarrow as pa
from pyarrow import feather

from graph.errors import GraphError, UnknownNode
from graph.skills_graph import Edge, Node, SkillsGraph
from graph.store import Stats

_CURRENT: Final = "current"


class EmbeddedStore:
    """Keeps each saved graph in a folder of its own and points to it by one small file, replaced in one step."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, made when something is saved."""
        self._folder = folder
        self._closed = False

    def save(self, graph: SkillsGraph) -> None:
        """Keep this graph in place of what was kept before."""
        self._check()
        self._folder.mkdir(parents=True, exist_ok=True)
        old = self._current()
        number = int(old.name.removeprefix("graph-")) + 1 if old is not None else 1
        fresh = self._folder / f"graph-{number}"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        _write(fresh / "nodes.arrow", Node, [astuple(node) for node in sorted(graph.nodes())])
        _write(fresh / "edges.arrow", Edge, [astuple(edge) for edge in sorted(graph.edges())])
        beside = self._folder / f".{_CURRENT}.new"
        beside.write_text(fresh.name, encoding="utf-8")
        beside.replace(self._folder / _CURRENT)
        for other in self._folder.glob("graph-*"):
            if other != fresh:
                shutil.rmtree(other, ignore_errors=True)

    def load(self) -> SkillsGraph:
        """The graph as saved; raises `UnknownNode` where none was, `GraphError` where its files can't be read."""
        folder = self._current_or_raise()
        try:
            nodes, edges = (feather.read_table(folder / f"{name}.arrow").to_pydict() for name in ("nodes", "edges"))
        except (OSError, pa.ArrowInvalid) as error:
            raise GraphError(
                f"The graph in {folder} can't be read ({error}).", hint="Run `stackway build` again."
            ) from error
        return SkillsGraph(
            (Node(*row) for row in zip(*nodes.values(), strict=True)),
            (Edge(*row) for row in zip(*edges.values(), strict=True)),
        )

    def stats(self) -> Stats:
        """How many nodes and edges are kept."""
        self._check()
        folder = self._current()
        if folder is None:
            return Stats(0, 0)
        counts = (feather.read_table(folder / f"{name}.arrow", columns=[]).num_rows for name in ("nodes", "edges"))
        return Stats(*counts)

    def close(self) -> None:
        """Nothing is held open; after this every verb raises."""
        self._closed = True

    def _check(self) -> None:
        if self._closed:
            raise GraphError("This store has been closed.", hint="Open another one.")

    def _current(self) -> Path | None:
        try:
            return self._folder / (self._folder / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return None

    def _current_or_raise(self) -> Path:
        self._check()
        folder = self._current()
        if folder is None:
            raise UnknownNode(f"No graph has been saved in {self._folder}.", hint="Run `stackway build`.")
        return folder


def _write(path: Path, kind: type[Node] | type[Edge], rows: list[tuple[object, ...]]) -> None:
    names = [field.name for field in fields(kind)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    types = {name: pa.float64() if name == "weight" else pa.string() for name in names}
    feather.write_feather(
        pa.table({n: pa.array(c, types[n]) for n, c in zip(names, columns, strict=True)}), path, "lz4"
    )
