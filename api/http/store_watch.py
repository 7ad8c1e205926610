"""Looks in the background at the store that keeps the graph: whether it is there, and which graph is in it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

from api.graph_store import open_store, shown
from graph.errors import GraphStoreError
from graph.store import GraphStore, Stats

GRACE: Final = 1.0
"""Seconds that the end of the server waits for a look that is under way."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was last seen of the store: `stats` None where it couldn't be asked, since when, and why."""

    stats: Stats | None
    since: datetime
    why: str = ""


class StoreWatch:
    """One thread of its own asks the store every few seconds, so that no request and no start waits for it.

    Answers come from the snapshot; what is seen here is only told. A store is known by the name of what was last saved
    in it: what is edited there by hand shows in `stackway graph diff`, not here.
    """

    def __init__(
        self, address: str, every: float, *, open_: Callable[[str], GraphStore] = lambda a: open_store(a, hasty=True)
    ) -> None:
        """Watch nothing yet: enter it to begin. Raises `BadOption` where the address is none."""
        self.name = shown(address)
        self._address, self._every, self._open = address, every, open_
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._store: GraphStore | None = None
        self._seen: Seen | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, name="graph-store-watch", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the thread end by itself; one that hangs is left behind, since nothing depends on it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(GRACE)

    @property
    def seen(self) -> Seen | None:
        """What was last seen; None before the first look has ended."""
        return self._seen

    def trouble(self, snapshot: str, graph: str) -> str:
        """Why the store doesn't back what is served, in a sentence; empty where it does, or isn't known yet."""
        seen = self._seen
        if seen is None:
            return ""
        serving = f"serving snapshot {snapshot}" + (f", made of graph {graph}" if graph else "")
        if seen.stats is None:
            since = seen.since.strftime("%Y-%m-%d %H:%M:%S UTC")
            return f"The graph store {self.name} hasn't answered since {since} ({seen.why}); {serving}."
        if not seen.stats.name:
            return f"The graph store {self.name} is empty; {serving}. Run `stackway graph push`."
        if graph and seen.stats.name != graph:
            return f"The graph store {self.name} holds graph {seen.stats.name}; {serving}. Run `stackway build`."
        return ""

    def _run(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(self._every)
        self._let_go()

    def look(self) -> None:
        """Ask once; whatever goes wrong is remembered and not raised."""
        try:
            if self._store is None:
                self._store = self._open(self._address)
            self._seen = Seen(self._store.stats(), datetime.now(UTC))
        except Exception as error:  # the watch must outlive what it watches
            self._let_go()
            before = self._seen
            since = before.since if before is not None and before.stats is None else datetime.now(UTC)
            self._seen = Seen(None, since, _why(error))

    def _let_go(self) -> None:
        store, self._store = self._store, None
        try:
            if store is not None:
                store.close()
        except Exception:  # noqa: S110 (it is gone either way)
            pass


def _why(error: Exception) -> str:
    """Of our own errors what they say; of others only the kind, since they may repeat an address."""
    said = error.message if isinstance(error, GraphStoreError) else type(error).__name__
    return said if len(said) <= 200 else f"{said[:197]}..."
