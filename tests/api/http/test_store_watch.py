"""The server answers from its snapshot whatever becomes of the graph store, and says what became of it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.assembly import build_workspace
from api.engine import Engine
from api.graph_exchange import push
from api.http import create_app
from api.http.store_watch import StoreWatch
from api.settings import Settings
from graph.embedded import EmbeddedStore
from graph.errors import GraphStoreUnreachable
from graph.skills_graph import SkillsGraph
from graph.statements import Node
from graph.store import GraphStore, Stats


def until(client: TestClient, holds: Callable[[dict[str, Any]], bool], seconds: float = 10) -> dict[str, Any]:
    """What /readyz says once it holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said: dict[str, Any] = client.get("/readyz").json()
        if holds(said):
            return said
        time.sleep(0.02)
    raise AssertionError(said)


def seen(said: dict[str, Any]) -> bool:
    return said["store"]["answers"] is not None


@pytest.fixture
def folder(tmp_path: Path, sea_workspace: Path) -> Path:
    """A store elsewhere with the sea school's graph."""
    push(sea_workspace, f"file://{tmp_path}/elsewhere")
    return tmp_path / "elsewhere"


def served(workspace: Path, folder: Path) -> tuple[Engine, TestClient]:
    engine = Engine.open(workspace)
    settings = Settings(check_every=0.0, graph=f"file://{folder}", check_graph_every=0.02)
    return engine, TestClient(create_app(engine, settings))


def test_without_a_store_none_is_spoken_of(client: TestClient, engine: Engine) -> None:
    said = client.get("/readyz").json()
    assert said["status"] == "ready"
    assert said["store"] is None
    assert said["graph"] == engine.graph_name != ""


def test_a_store_with_the_snapshots_graph_is_ready(sea_workspace: Path, folder: Path) -> None:
    engine, client = served(sea_workspace, folder)
    with engine, client:
        said = until(client, seen)
        assert (said["status"], said["trouble"]) == ("ready", None)
        assert said["store"]["graph"] == said["graph"]


def test_another_graph_in_the_store_is_told_until_a_build_has_seen_it(sea_workspace: Path, folder: Path) -> None:
    engine, client = served(sea_workspace, folder)
    with engine, client:
        with EmbeddedStore(folder) as store:
            store.save(SkillsGraph([Node("x:a", "skill", "another")], []))
        said = until(client, lambda said: said["status"] == "stale")
        assert "stackway build" in said["trouble"]
        assert engine.snapshot_name in said["trouble"]
        assert client.post("/v1/recommendations", json={"goal": "skipper"}).status_code == 200
        push(sea_workspace, f"file://{folder}", force=True)
        assert until(client, lambda said: said["status"] == "ready")["trouble"] is None


def test_a_store_that_goes_away_is_told_and_answers_go_on_until_it_is_back(sea_workspace: Path, folder: Path) -> None:
    engine, client = served(sea_workspace, folder)
    with engine, client:
        until(client, seen)
        before = client.post("/v1/recommendations", json={"goal": "skipper"}).json()
        kept = shutil.move(folder, folder.with_name("away"))
        folder.write_text("not a folder any more")
        said = until(client, lambda said: said["status"] == "stale")
        assert "hasn't answered since" in said["trouble"]
        after = client.post("/v1/recommendations", json={"goal": "skipper"}).json()
        assert [one["credential"] for one in after["recommendations"]] == [
            one["credential"] for one in before["recommendations"]
        ]
        folder.unlink()
        shutil.move(kept, folder)
        until(client, lambda said: said["status"] == "ready")


def test_a_new_build_is_ready_again(sea_workspace: Path, folder: Path) -> None:
    engine, client = served(sea_workspace, folder)
    with engine, client:
        build_workspace(sea_workspace, with_default=False, graph=f"file://{folder}")
        assert until(client, seen)["status"] == "ready"


class Slow:
    """A store that never answers: what hangs must hang in the background only."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def stats(self) -> Stats:
        self.asked.set()
        self.go_on.wait(30)
        raise GraphStoreUnreachable("It went away.")

    def close(self) -> None:
        pass


def test_neither_start_nor_request_nor_end_waits_for_a_store_that_hangs(engine: Engine) -> None:
    app, slow = create_app(engine, Settings()), Slow()
    opened: Callable[[str], GraphStore] = lambda address: slow  # type: ignore[assignment,return-value]  # noqa: E731
    app.state.store = StoreWatch("bolt://me:hush@nowhere", 0.02, open_=opened)
    begun = time.monotonic()
    with TestClient(app) as client:
        assert slow.asked.wait(5)
        said = client.get("/readyz").json()
        assert (said["status"], said["store"]["answers"]) == ("ready", None)
    assert time.monotonic() - begun < 5
    slow.go_on.set()


def test_no_password_is_in_what_is_told(engine: Engine) -> None:
    app = create_app(engine, Settings(graph="bolt://me:hush@127.0.0.1:9", check_graph_every=0.05))
    with TestClient(app) as client:
        said = until(client, seen)
    assert said["status"] == "stale"
    assert "hush" not in str(said)
    assert "hush" not in repr(app.state.settings)
