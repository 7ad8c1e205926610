"""The store itself: save pushes beside and then points, load streams what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from graph.errors import GraphDamaged, GraphMissing, GraphStoreError, GraphVersion
from graph.neo4j_store import cypher
from graph.neo4j_store.address import Address
from graph.neo4j_store.driver import Link
from graph.neo4j_store.pushing import FORMAT, Progress, Push, silent
from graph.neo4j_store.values import edge_from, node_from
from graph.store import Stats

if TYPE_CHECKING:
    from graph.skills_graph import SkillsGraph
    from graph.statements import Edge, Node

_TRIES: Final = 5
_PUSH: Final = "Run `stackway graph push` again."


class Neo4jStore:
    """Keeps the graph of one space in a Neo4j database, where other data may live beside it.

    What people change there counts: `load` gives the graph as it stands now, with relationships that were added,
    properties that were corrected, nodes that were taken out. A node that is added needs the labels `Stackway` and its
    kind's, and the properties `graph` (that of its neighbours), `id` and `label`; a relationship needs its type only.
    `stats` goes on telling what was last saved, so that a change shows: the loaded graph has another name. `save`
    compares, and writes anew what was changed by hand, so that changes last until the next push and no longer; pull
    them first. Relationships from other data to nodes of the graph go with the node: keep identifiers instead.

    Memory, beside the graph itself: a batch on its way up; on its way down 5,000 nodes, or the edges of 500 subjects.
    """

    def __init__(self, link: Link, space: str, *, batch: int = 5_000, progress: Progress = silent) -> None:
        """Use a connection; `open` makes one."""
        self._link = link
        self._space = space
        self._push = Push(link, space, batch, progress)
        self._progress = progress

    @classmethod
    def open(
        cls,
        address: str,
        *,
        database: str = "neo4j",
        space: str = "stackway",
        progress: Progress = silent,
        patience: float = 30.0,
        limit: float = 120.0,
        batch: int = 5_000,
    ) -> Self:
        """Connect to ``neo4j://user:password@host:7687/database?space=name`` (or bolt://, and +s, +ssc for TLS).

        `patience`: seconds in which what failed for a passing reason is tried again; `limit`: seconds that one
        transaction may take; `batch`: rows that one writes. A server that falls silent without hanging up is given up
        after the time that it announces itself (120 s unless set otherwise there).

        Raises `GraphStoreUnreachable`, `GraphStoreRefused`, and `GraphStoreError` where the address is none or the
        server is too old.
        """
        place = Address.parse(address, database=database, space=space)
        return cls(Link(place, patience=patience, limit=limit), place.space, batch=batch, progress=progress)

    def __repr__(self) -> str:
        return f"<Neo4jStore of the space {self._space} at {self._link.where}>"

    def save(self, graph: SkillsGraph) -> Stats:
        """Keep this graph in place of the one before; see `GraphStore`. One that was begun is gone on with."""
        from graph.arrow import name_of, to_arrow

        tables = to_arrow(graph)
        stats = Stats(len(graph), graph.size, name_of(*tables))
        self._prepare()
        if not self._holds(stats, graph):
            self._push.discard(keep=self._push.begun(stats.name))
            self._push.run(stats, *tables)
        self._push.discard()
        return stats

    def load(self) -> SkillsGraph:
        """The graph as it stands now, hand-made changes and all; see `GraphStore`."""
        from graph.skills_graph import SkillsGraph

        for _ in range(_TRIES):
            here = self._current()
            if here is None:
                told = f"No graph has been saved in the space {self._space} of {self._link.where}."
                raise GraphMissing(told, hint="Run `stackway graph push` first.")
            try:
                graph = SkillsGraph(*self._streams(here))
            except GraphDamaged:
                if self._is_current(here):
                    raise
                continue
            if self._is_current(here):
                return graph
        told = f"The graph at {self._link.where} was replaced {_TRIES} times while it was being read."
        raise GraphStoreError(told, hint="Do it again when nobody saves.")

    def stats(self) -> Stats:
        """How much was saved, and its name; see `GraphStore`."""
        here = self._current()
        return Stats() if here is None else Stats(here["nodes"], here["edges"], here["name"])

    def close(self) -> None:
        """Let go of the connections; after this every other verb raises."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self) -> None:
        """Constraints and indexes; those that are there stay."""
        for statement in (*cypher.CONSTRAINTS, *cypher.INDEXES):
            self._link.write(statement)
        self._link.read(cypher.AWAIT_INDEXES)

    def _current(self) -> dict[str, Any] | None:
        """What is noted of the graph that counts."""
        found = self._link.read(cypher.CURRENT, space=self._space)
        if found and found[0]["format"] != FORMAT:
            told = f"The graph at {self._link.where} has format {found[0]['format']}; this version reads {FORMAT}."
            raise GraphVersion(told, hint=_PUSH)
        return found[0] if found else None

    def _is_current(self, here: dict[str, Any]) -> bool:
        found = self._link.read(cypher.CURRENT, space=self._space)
        return bool(found) and found[0]["graph"] == here["graph"]

    def _holds(self, stats: Stats, graph: SkillsGraph) -> bool:
        """Whether the graph that counts is this one, to the last property: people may have changed it."""
        try:
            here = self._current()
            return here is not None and here["name"] == stats.name and self._says(here, graph)
        except (GraphDamaged, GraphVersion):
            return False

    def _says(self, here: dict[str, Any], graph: SkillsGraph) -> bool:
        from graph.skills_graph import SkillsGraph

        return SkillsGraph(*self._streams(here)) == graph

    def _streams(self, here: dict[str, Any]) -> tuple[Iterator[Node], Iterator[Edge]]:
        """Nodes in the order of their identifiers, then edges in that of their subjects, a page at a time."""
        ids: list[str] = []
        return self._nodes(here, ids), self._edges(here, ids)

    def _nodes(self, here: dict[str, Any], ids: list[str]) -> Iterator[Node]:
        graph, size = here["graph"], 5_000
        if self._link.read(cypher.UNNAMED, graph=graph):
            raise GraphDamaged(f"A node at {self._link.where} has no `id`, or one that is no text.", hint=_PUSH)
        after = ""
        while True:
            page = self._link.read(cypher.NODES, graph=graph, after=after, limit=size + 1)
            for row in page[:size]:
                ids.append(row["says"]["id"])
                yield node_from(row["labels"], row["says"])
            self._progress("nodes", len(ids), here["nodes"])
            if len(page) <= size:
                return
            after = page[-1]["says"]["id"]

    def _edges(self, here: dict[str, Any], ids: Sequence[str]) -> Iterator[Edge]:
        done, size = 0, 500
        for start in range(0, len(ids), size):
            ends = {"first": ids[start], "last": ids[min(start + size, len(ids)) - 1]}
            for row in self._link.read(cypher.EDGES, graph=here["graph"], **ends):
                done += 1
                yield edge_from(row["subject"], row["type"], row["object"], row["says"])
            self._progress("edges", done, here["edges"])
