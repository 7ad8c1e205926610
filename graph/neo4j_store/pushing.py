"""A graph goes up in batches, each one transaction that also marks how far it got; so a push goes on where it ended."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.errors import GraphStoreError
from graph.neo4j_store import cypher
from graph.neo4j_store.values import edge_row, node_row

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.neo4j_store.driver import Link
    from graph.store import Stats

FORMAT: Final = 1
BYTES: Final = 4_000_000
"""The most text that one batch carries, unless one row alone has more."""

Progress = Callable[[str, int, int], None]
"""Is told what is done ("nodes", "edges", "removed"), how many so far, and of how many (0: not known).

What is removed is edges of the graph of before, in a save."""

_AGAIN: Final = "Push it again, when nobody else writes to the same space."


def silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Push:
    """Writes a graph beside the current one, then makes it the current one."""

    link: Link
    space: str
    batch: int
    progress: Progress

    def run(self, stats: Stats, nodes: pa.Table, edges: pa.Table) -> None:
        """Begin or go on, check that all is there, and point to it."""
        graph, nodes_done, edges_done = self._begun(stats)
        self._write("nodes", cypher.WRITE_NODES, graph, nodes, nodes_done)
        self._write("edges", cypher.WRITE_EDGES, graph, edges, edges_done)
        self._check(graph, stats)
        if not self.link.write(cypher.POINT, space=self.space, graph=graph):
            raise self._taken_away()

    def discard(self, keep: str = "") -> None:
        """Remove every graph of the space but the current one and the one to keep."""
        for row in self.link.write(cypher.DISCARD, space=self.space, keep=keep):
            self._remove(row["graph"])

    def begun(self, name: str) -> str:
        """Where a push of this graph has begun and not ended; empty where none has."""
        found = self.link.read(cypher.BEGUN, space=self.space, name=name, format=FORMAT)
        return str(found[0]["graph"]) if found else ""

    def _begun(self, stats: Stats) -> tuple[str, int, int]:
        found = self.link.read(cypher.BEGUN, space=self.space, name=stats.name, format=FORMAT)
        if found:
            return found[0]["graph"], found[0]["nodes"], found[0]["edges"]
        about = {"name": stats.name, "format": FORMAT, "nodes": stats.nodes, "edges": stats.edges}
        (row,) = self.link.write(cypher.BEGIN, space=self.space, **about)
        return row["graph"], 0, 0

    def _write(self, what: str, statement: Any, graph: str, table: pa.Table, begin: int) -> None:
        self.progress(what, begin, len(table))
        for start, rows in _batches(table, begin, self.batch, node_rows if what == "nodes" else edge_rows):
            done = start + len(rows)
            sent = {"graph": graph, "rows": rows, "from": start, "to": done}
            (row,) = self.link.write(statement, **sent) or [{"written": 0}]
            if row["written"] != len(rows) and self._written(graph, what) < done:
                raise self._taken_away()
            self.progress(what, done, len(table))

    def _written(self, graph: str, what: str) -> int:
        """How many are marked as written: a batch that had been written before, unheard, says 0 when sent again."""
        found = self.link.read(cypher.WRITTEN, graph=graph)
        return int(found[0][what]) if found else -1

    def _check(self, graph: str, stats: Stats) -> None:
        for what, count, expected in (
            ("nodes", cypher.COUNT_NODES, stats.nodes),
            ("edges", cypher.COUNT_EDGES, stats.edges),
        ):
            found = self.link.read(count, graph=graph)[0]["found"]
            if found != expected:
                self.discard()
                told = f"Of {expected:,} {what}, Neo4j at {self.link.where} holds {found:,} after the push."
                raise GraphStoreError(f"{told} The graph of before still counts.", hint=_AGAIN)

    def _remove(self, graph: str) -> None:
        """Take a graph away in batches: edges first, since a node may have more of them than one batch takes."""
        after: str | None = ""
        removed = 0
        while after is not None:
            (row,) = self.link.write(cypher.DELETE_EDGES, graph=graph, after=after, limit=self.batch)
            removed, after = removed + row["deleted"], row["last"]
            if row["deleted"]:
                self.progress("removed", removed, 0)
        for statement in (cypher.DELETE_NODES, cypher.DELETE_STRAYS):
            while self.link.write(statement, graph=graph, limit=self.batch)[0]["deleted"]:
                pass
        self.link.write(cypher.FORGET, graph=graph)

    def _taken_away(self) -> GraphStoreError:
        told = f"The graph that was being pushed to {self.link.where} was taken away or changed in the middle."
        return GraphStoreError(told, hint=_AGAIN)


def node_rows(columns: dict[str, list[str]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a slice of the node table as parameters, each with its length in letters."""
    for id_, kind, label, said, *place in zip(*columns.values(), strict=True):
        yield len(label) + len(said), node_row(id_, kind, label, _read(said), (place[0], place[1], place[2]))


def edge_rows(columns: dict[str, list[str]]) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a slice of the edge table as parameters, each with its length in letters."""
    for s, p, o, relation, said, *place in zip(*columns.values(), strict=True):
        yield len(said), edge_row((s, p, o, relation), _read(said), (place[0], place[1], place[2]))


Rows = Callable[[dict[str, list[str]]], Iterator[tuple[int, list[Any]]]]


def _batches(table: pa.Table, begin: int, most: int, rows: Rows) -> Iterator[tuple[int, list[list[Any]]]]:
    """Rows from the given one on, so many at a time, or fewer where they are long; with the number of the first."""
    while begin < len(table):
        batch: list[list[Any]] = []
        size = 0
        for length, row in rows(table.slice(begin, most).to_pydict()):
            size += length
            if batch and size > BYTES:
                break
            batch.append(row)
        yield begin, batch
        begin += len(batch)


def _read(text: str) -> dict[str, Any]:
    return dict(json.loads(text)) if text else {}
