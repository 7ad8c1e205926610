"""Where a skills graph is kept: a few verbs that every store has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from graph.skills_graph import SkillsGraph


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a store holds."""

    nodes: int
    edges: int


class GraphStore(Protocol):
    """Keeps a graph and hands it over; it computes nothing.

    A store is opened by its constructor and let go of by `close`; after that every verb raises. Saving the same graph
    twice leaves it there once; a save that is stopped in the middle leaves the old graph whole.
    """

    def save(self, graph: SkillsGraph) -> None:
        """Keep this graph in place of what was kept before; raises `GraphError`."""
        ...

    def load(self) -> SkillsGraph:
        """The graph as saved; raises `UnknownNode` where none was."""
        ...

    def stats(self) -> Stats:
        """How many nodes and edges are kept; nought where nothing was saved."""
        ...

    def close(self) -> None:
        """Let go of what the store holds open; closing twice is fine."""
        ...
