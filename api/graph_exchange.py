"""A workspace's graph and a store elsewhere: pushed, pulled and compared, so that no edit is lost in silence."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from api.errors import GraphEdited
from api.graph_store import open_store, own_store, shown
from data.reading import Progress, silent
from data.workspace import Workspace
from graph.difference import Changed, Difference, difference
from graph.edits import append, in_force, read_journal
from graph.embedded import EmbeddedStore
from graph.errors import GraphDamaged, GraphMissing, GraphStoreError, GraphVersion
from graph.sifting import Aside, sifted, told
from graph.store import GraphStore, Stats

if TYPE_CHECKING:
    from graph.skills_graph import SkillsGraph

SHOWN: Final = 3
"""How many examples an error names."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull took over from the store, and what it set aside and why."""

    store: str
    taken: tuple[Changed, ...]
    aside: tuple[Aside, ...]


class Elsewhere:
    """A store that isn't the workspace's own, with the graph that was last the same in both.

    That graph is kept in ``graph/pushed``, so that what was edited there since can be told from what was imported here.
    """

    def __init__(self, workspace: Workspace, address: str, progress: Progress = silent) -> None:
        """Open the store; close it, or use it as a context manager. Raises `BadOption`, `GraphStoreError`."""
        self._workspace = workspace
        self.name = shown(address)
        self.store = open_store(address, progress=lambda what, *far: progress(f"{what} of {self.name}", *far))
        self._known = EmbeddedStore(workspace.graph_dir / "pushed")
        self._note = workspace.graph_dir / "pushed" / "store"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def known(self) -> SkillsGraph | None:
        """The graph that was last the same in both; None where this workspace never met this store, or lost it."""
        there = self._note.read_text("utf-8") if self._note.exists() else ""
        try:
            return self._known.load() if there == self.name else None
        except GraphStoreError:
            return None

    def remember(self, graph: SkillsGraph) -> None:
        """Keep what is now the same in both."""
        self._note.unlink(missing_ok=True)
        self._known.save(graph)
        self._note.write_text(self.name, "utf-8")

    def demand_unedited(self, mine: SkillsGraph) -> SkillsGraph | None:
        """The graph there, None where there is none yet.

        Raises `GraphEdited` where it holds what this workspace hasn't seen and putting `mine` there would overwrite.
        """
        try:
            theirs = self.store.load()
        except GraphMissing:
            return None
        except (GraphDamaged, GraphVersion) as error:
            hint = "`stackway graph push --force` replaces what is there, edits and all."
            raise type(error)(error.message, hint=hint) from error
        known = self.known()
        edits = difference(known or mine, theirs)
        if edits and difference(mine, theirs):
            examples = "; ".join(told(change) for change, _ in zip(edits, range(SHOWN), strict=False))
            what = "was edited since" if known is not None else "isn't one that this workspace put there"
            raise GraphEdited(
                f"The graph in {self.name} {what}: {len(edits):,} differences ({examples}).",
                hint="`stackway graph pull` takes them over, then build again; "
                "`stackway graph push --force` replaces what is there.",
            )
        return theirs

    def put(self, mine: SkillsGraph, stats: Stats, theirs: SkillsGraph | None) -> bool:
        """Push unless the store holds the graph, down to its name; say whether there was anything to push."""
        same = theirs is not None and self.store.stats() == stats and not difference(mine, theirs)
        if not same:
            self.store.save(mine)
        self.remember(mine)
        return not same


class Mirrored:
    """A store that keeps the graph in two places, elsewhere and in the workspace, and hands over the one elsewhere."""

    def __init__(self, workspace: Workspace, elsewhere: Elsewhere, *, progress: Progress = silent) -> None:
        self._own, self._elsewhere, self._progress = own_store(workspace), elsewhere, progress
        self._there: SkillsGraph | None = None

    def save(self, graph: SkillsGraph) -> Stats:
        """Keep it in both; raises `GraphEdited` where the one elsewhere was edited meanwhile.

        The workspace's comes first: a push that is broken off is gone on with by `stackway graph push`.
        """
        self._progress(f"looking at the graph in {self._elsewhere.name}", 0, None)
        theirs = self._elsewhere.demand_unedited(graph)
        stats = self._own.save(graph)
        self._progress(f"pushing the graph to {self._elsewhere.name}", 0, None)
        self._there = None if self._elsewhere.put(graph, stats, theirs) else theirs
        return stats

    def load(self) -> SkillsGraph:
        """The graph as it is elsewhere; where nothing had to be saved, as it was found a moment ago."""
        if self._there is not None:
            return self._there
        self._progress(f"reading the graph from {self._elsewhere.name}", 0, None)
        return self._elsewhere.store.load()

    def stats(self) -> Stats:
        """How much is kept elsewhere."""
        return self._elsewhere.store.stats()

    def close(self) -> None:
        """Close both."""
        self._own.close()
        self._elsewhere.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def push(path: Path, address: str, *, force: bool = False, progress: Progress = silent) -> Stats:
    """Put the workspace's graph into the store; raises `GraphMissing`, `GraphEdited`, `GraphStoreError`."""
    workspace = Workspace.open(path)
    with workspace.writing(), Elsewhere(workspace, address, progress) as elsewhere:
        progress("reading the workspace's graph", 0, None)
        with closing(own_store(workspace)) as own:
            graph, stats = own.load(), own.stats()
        theirs = None
        if not force:
            progress(f"looking at the graph in {elsewhere.name}", 0, None)
            theirs = elsewhere.demand_unedited(graph)
        progress(f"pushing the graph to {elsewhere.name}", 0, None)
        elsewhere.put(graph, stats, theirs)
        return stats


def pull(path: Path, address: str, *, today: date, progress: Progress = silent) -> Pulled:
    """Take over what was edited in the store since it was last the same, into the journal that every build puts on.

    A store that this workspace never met is compared with the workspace's own graph. Raises `GraphMissing`,
    `GraphStoreError`.
    """
    workspace = Workspace.open(path)
    with workspace.writing(), Elsewhere(workspace, address, progress) as elsewhere:
        progress(f"reading the graph from {elsewhere.name}", 0, None)
        theirs = elsewhere.store.load()
        progress("comparing", 0, None)
        base = elsewhere.known() or _own(workspace)
        found = sifted(difference(base, theirs), theirs)
        if found.taken:
            append(journal(workspace), found.taken, elsewhere.name, today)
        elsewhere.remember(theirs)
        return Pulled(elsewhere.name, found.taken, found.aside)


def compared(path: Path, address: str, *, progress: Progress = silent) -> Difference:
    """What leads from the workspace's graph to the store's; raises `GraphMissing`, `GraphStoreError`."""
    workspace = Workspace.open(path)
    with Elsewhere(workspace, address, progress) as elsewhere:
        progress("reading the workspace's graph", 0, None)
        mine = _own(workspace)
        progress(f"reading the graph from {elsewhere.name}", 0, None)
        theirs = elsewhere.store.load()
        progress("comparing", 0, None)
        return difference(mine, theirs)


def journal(workspace: Workspace) -> Path:
    """Where the workspace keeps what was taken over."""
    return workspace.graph_dir / "edits.jsonl"


def edits_of(workspace: Workspace) -> tuple[Changed, ...]:
    """What every build puts on top of the tables; raises `GraphStoreError` where the journal can't be read."""
    return in_force(read_journal(journal(workspace)))


def forget_edits(workspace: Workspace) -> tuple[Changed, ...]:
    """Put the journal aside, so that the next build does without; gives what could be read of it."""
    with workspace.writing():
        try:
            found = edits_of(workspace)
        except GraphStoreError:
            found = ()
        path = journal(workspace)
        if path.exists():
            path.replace(path.with_name(f"{path.name}.forgotten"))
        return found


def keeping(workspace: Workspace, address: str, *, progress: Progress = silent) -> GraphStore:
    """The store that a build writes: the workspace's own, or both where an address is given."""
    if not address:
        return own_store(workspace)
    return Mirrored(workspace, Elsewhere(workspace, address, progress), progress=progress)


def _own(workspace: Workspace) -> SkillsGraph:
    with closing(own_store(workspace)) as store:
        return store.load()
