"""What goes wrong with a Neo4j server: it isn't there, it doesn't let us in, it dies in the middle and comes back."""

from __future__ import annotations

import inspect
import logging
import secrets
import socket
import time
import traceback
from collections.abc import Iterator

import pytest
from neo4j import exceptions as theirs

from graph.errors import GraphMissing, GraphStoreError, GraphStoreRefused, GraphStoreUnreachable
from graph.neo4j_store import Neo4jStore
from graph.neo4j_store.driver import TABLE, ours
from tests.graph.neo4j_place import Space
from tests.graph.neo4j_server import PASSWORD, NoServer, Server, started
from tests.graph.store_conformance import small
from tests.graph.test_neo4j_store import many

THEIRS = [
    kind
    for _, kind in inspect.getmembers(theirs, inspect.isclass)
    if issubclass(kind, Exception) and kind.__module__.startswith("neo4j") and not kind.__name__.startswith("_")
]


@pytest.mark.parametrize("kind", THEIRS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_driver_has_a_row_of_its_own(kind: type[Exception]) -> None:
    assert kind in TABLE
    error = ours(kind.__new__(kind), "bolt://x.example:7687/neo4j")
    assert type(error) is TABLE[kind].kind
    assert "bolt://x.example:7687/neo4j" in str(error)
    assert error.hint


def test_no_row_of_the_table_is_for_a_class_that_is_gone() -> None:
    assert set(TABLE) == {*THEIRS, OSError}


@pytest.mark.parametrize(
    "address",
    [
        "http://db.example",
        "db.example:7687",
        "bolt://",
        "bolt://me:sec/ret@db.example",
        "bolt://me:secret@db.example:port",
        "bolt://me:secret@db.example/neo4j?ssl=1",
        "bolt://me:secret@db.example/neo4j?space=a b",
        "bolt://me:secret@db.example/neo 4j",
        "bolt://me:sec#ret@db.example/neo4j",
        "",
    ],
)
def test_an_address_that_is_none_is_refused_with_its_form_and_without_its_password(address: str) -> None:
    with pytest.raises(GraphStoreError, match="looks like neo4j://user:password@host") as refused:
        Neo4jStore.open(address)
    assert "sec" not in str(refused.value).replace("second", "")


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there_is_told_soon(scheme: str) -> None:
    begin, word = time.monotonic(), secrets.token_hex()
    with pytest.raises(GraphStoreUnreachable, match="can't be reached") as away:
        Neo4jStore.open(f"{scheme}://me:{word}@127.0.0.1:{_free()}")
    assert time.monotonic() - begin < 30
    assert word not in "".join(traceback.format_exception(away.value))


def test_a_server_that_takes_the_call_and_says_nothing_is_told_in_bounded_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        begin = time.monotonic()
        with pytest.raises(GraphStoreUnreachable):
            Neo4jStore.open(f"bolt://127.0.0.1:{mute.getsockname()[1]}")
        assert time.monotonic() - begin < 60


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of this module's own, which may be killed."""
    try:
        with started() as found:
            yield found
    except NoServer as missing:
        pytest.skip(str(missing))


@pytest.mark.server
class TestAServerThatIsOurs:
    def test_a_wrong_password_is_told_and_not_repeated(self, server: Server, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        wrong = server.address.replace(PASSWORD, "not-the-password")
        with pytest.raises(GraphStoreRefused) as refused:
            Neo4jStore.open(wrong)
        assert "password" in (refused.value.hint or "")
        assert "not-the-password" not in "".join(traceback.format_exception(refused.value)) + caplog.text

    def test_nobody_at_all_is_refused_too(self, server: Server) -> None:
        with pytest.raises(GraphStoreRefused):
            Neo4jStore.open(f"bolt://127.0.0.1:{server.port}")

    def test_a_database_that_is_not_there_is_told_when_the_store_is_opened(self, server: Server) -> None:
        with pytest.raises(GraphStoreError, match="elsewhere"):
            Neo4jStore.open(f"{server.address}/elsewhere")

    def test_what_a_store_shows_of_itself_leaves_the_password_out(self, server: Server) -> None:
        with Neo4jStore.open(server.address) as store:
            assert PASSWORD not in repr(store)
            with pytest.raises(GraphMissing) as missing:
                store.load()
        assert PASSWORD not in str(missing.value)

    def test_a_push_goes_on_after_the_server_was_killed_and_came_back(self, server: Server) -> None:
        place, graph = Space(server.address, batch=50), many(400)
        with place.open() as store:
            store.save(small())
        left = [8]

        def kill(what: str, done: int, of: int) -> None:
            left[0] -= what == "edges"
            if left[0] == 0:
                server.kill()

        with place.open(progress=kill, patience=1) as store, pytest.raises(GraphStoreUnreachable):
            store.save(graph)
        server.start()
        told: list[tuple[str, int, int]] = []
        with place.open(progress=lambda *now: told.append(now)) as store:
            assert store.load() == small()
            told.clear()
            store.save(graph)
            assert store.load() == graph
        edges = [done for what, done, _ in told if what == "edges"]
        assert edges[0] >= 300
        assert place.held() == {"nodes": len(graph), "edges": graph.size, "graphs": 1}

    def test_a_push_lasts_through_a_server_that_is_killed_and_comes_back_soon(self, server: Server) -> None:
        place, graph = Space(server.address, batch=50), many(400)
        left = [4]

        def restart(what: str, done: int, of: int) -> None:
            left[0] -= 1
            if left[0] == 0:
                server.kill()
                server.start()

        with place.open(progress=restart, patience=60) as store:
            store.save(graph)
            assert store.load() == graph
        assert place.held() == {"nodes": len(graph), "edges": graph.size, "graphs": 1}
