"""Where a skills graph is kept: a few verbs that every store has, and the name of what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from graph.skills_graph import SkillsGraph


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a store holds, and its name: the hash of what it says, the same in every store. Empty: nothing."""

    nodes: int = 0
    edges: int = 0
    name: str = ""


class GraphStore(Protocol):
    """Keeps a graph and hands it over; it computes nothing and searches nothing.

    A store is open from its construction until `close`, which a ``with`` block does at its end; after that every
    other verb raises `GraphStoreError`. One process writes at a time (the workspace sees to it); any number read, and
    each sees the graph as it was before a save or as it is after, never a mixture. What fails underneath (a full
    disk, a server that can't be reached) is raised as `GraphStoreError`.
    """

    def save(self, graph: SkillsGraph) -> Stats:
        """Keep this graph in place of the one before; saving the same graph again changes nothing.

        A save that is stopped in the middle, by whatever means, leaves the graph of before whole.
        """
        ...

    def load(self) -> SkillsGraph:
        """The graph as saved, equal to it; raises `GraphMissing`, `GraphVersion`, `GraphDamaged`."""
        ...

    def stats(self) -> Stats:
        """How much is kept, without loading it; `Stats()` where nothing was saved. Raises as `load` does."""
        ...

    def close(self) -> None:
        """Let go of what is held open; closing twice is fine."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
