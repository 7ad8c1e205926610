"""What the tests of the Neo4j store share: a space for each test, questions put without the store, and a cut.

The cut is a small relay between store and server that does something when so many pieces have gone up: kill the process
that saves, or the connection.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import neo4j

from graph.neo4j_store import Neo4jStore
from graph.skills_graph import SkillsGraph
from tests.graph.processes import in_a_child


def ask(address: str, cypher: str, **given: Any) -> list[dict[str, Any]]:
    """What the server answers to anybody's Cypher."""
    parts = urlsplit(address)
    auth = (parts.username, parts.password) if parts.username else None
    where = f"{parts.scheme}://{parts.hostname}:{parts.port}"
    with (
        neo4j.GraphDatabase.driver(where, auth=auth, notifications_min_severity="OFF") as driver,
        driver.session(database="neo4j") as session,
    ):
        return session.run(cypher, given).data()  # type: ignore[arg-type]


@dataclass(frozen=True)
class Space:
    """A space in a real server, which no other test uses; small batches, so that there are many."""

    address: str
    name: str = field(default_factory=lambda: f"test-{secrets.token_hex(6)}")
    batch: int = 2

    def open(self, address: str = "", **more: Any) -> Neo4jStore:
        """A store on it."""
        return Neo4jStore.open(address or self.address, **{"space": self.name, "batch": self.batch, **more})

    def ask(self, cypher: str, **given: Any) -> list[dict[str, Any]]:
        """The answer to some Cypher, in which `$space` is this space."""
        return ask(self.address, cypher, space=self.name, **given)

    def held(self) -> dict[str, int]:
        """How many nodes, relationships and graphs of the space there are, of whatever save."""
        (nodes,) = self.ask("MATCH (n:Stackway) WHERE n.graph STARTS WITH $space + '/' RETURN count(n) AS n")
        (edges,) = self.ask("MATCH (n:Stackway)-[r]->() WHERE n.graph STARTS WITH $space + '/' RETURN count(r) AS n")
        (graphs,) = self.ask("MATCH (g:StackwayGraph {space: $space}) RETURN count(g) AS n")
        return {"nodes": nodes["n"], "edges": edges["n"], "graphs": graphs["n"]}

    def wipe(self) -> None:
        """Leave nothing."""
        self.ask("MATCH (n:Stackway) WHERE n.graph STARTS WITH $space + '/' DETACH DELETE n")
        self.ask("MATCH (n:StackwayGraph|StackwaySpace) WHERE n.space = $space DETACH DELETE n")

    def break_off(self, graph: SkillsGraph) -> Iterator[str]:
        """Killed before each fourth piece goes up to the server; the first few only make the connection."""
        for pieces in range(8, 1_000, 4):
            if not self.killed(graph, pieces):
                return
            yield f"before piece {pieces}"

    def killed(self, graph: SkillsGraph, pieces: int) -> bool:
        """Save in a process that is killed when so many pieces have gone up; whether that came to pass."""
        with Cut.before(self.address, pieces) as cut:

            def act() -> int:
                cut.act = lambda: None
                with self.open(cut.address) as store:
                    store.save(graph)
                return 0

            status = in_a_child(act, lambda child: setattr(cut, "act", lambda: os.kill(child, signal.SIGKILL)))
        assert os.WIFSIGNALED(status) or not os.waitstatus_to_exitcode(status)
        return os.WIFSIGNALED(status)


@dataclass
class Cut:
    """A relay that passes bytes on both ways, and acts when so many pieces have come from the store's side."""

    address: str
    target: tuple[str, int]
    pieces: int
    act: Callable[[], None] = lambda: None
    passed: int = 0

    @classmethod
    @contextmanager
    def before(cls, address: str, pieces: int) -> Iterator[Cut]:
        """A relay to the server at this address, for the length of the block."""
        parts = urlsplit(address)
        assert parts.hostname
        assert parts.port
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
            cut = cls(address.replace(f":{parts.port}", f":{port}"), (parts.hostname, parts.port), pieces)
            threading.Thread(target=cut.serve, args=(door,), daemon=True).start()
            yield cut

    def serve(self, door: socket.socket) -> None:
        """Let in whoever comes until the door is closed."""
        with suppress(OSError):
            while True:
                inner, _ = door.accept()
                outer = socket.create_connection(self.target)
                threading.Thread(target=self._join, args=(inner, outer), daemon=True).start()

    def _join(self, inner: socket.socket, outer: socket.socket) -> None:
        with inner, outer:
            upwards = threading.Thread(target=self._pass, args=(inner, outer, True), daemon=True)
            upwards.start()
            self._pass(outer, inner, False)
            upwards.join()

    def _pass(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        """Until one side ends or is cut; then neither side is left waiting."""
        with suppress(OSError):
            while piece := source.recv(65_536):
                self.passed += counts
                if counts and self.passed == self.pieces:
                    self.act()
                    break
                sink.sendall(piece)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
