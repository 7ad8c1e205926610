"""The house runs on either store by one setting: the same answers, edits come back, and a server may die."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import neo4j
import pytest
from starlette.testclient import TestClient

from api.assembly import build_workspace
from api.engine import Engine
from api.errors import GraphEdited
from api.graph_exchange import compared, pull, push
from api.http import create_app
from api.settings import Settings
from graph.errors import GraphStoreError
from tests import world
from tests.benchmarks.stores_advice import compare
from tests.graph import neo4j_server

pytestmark = pytest.mark.server

TODAY = date(2026, 6, 1)


def ask(address: str, cypher: str, **given: Any) -> list[dict[str, Any]]:
    """What somebody says to the server in its own language, past the store."""
    parts = urlsplit(address)
    where = f"{parts.scheme}://{parts.hostname}:{parts.port}"
    quiet: Any = {"notifications_min_severity": "OFF"}
    with (
        neo4j.GraphDatabase.driver(where, auth=(parts.username or "", parts.password or ""), **quiet) as driver,
        driver.session() as session,
    ):
        return session.run(cypher, given).data()  # type: ignore[arg-type]


WIPE = """
MATCH (n:Stackway) WHERE n.graph STARTS WITH $space + '/'
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
"""


@pytest.fixture
def address(neo4j_address: str) -> Iterator[str]:
    """A space of its own on a real server."""
    space = f"either-{secrets.token_hex(6)}"
    yield f"{neo4j_address}?space={space}"
    ask(neo4j_address, WIPE, space=space)
    ask(neo4j_address, "MATCH (n:StackwayGraph|StackwaySpace) WHERE n.space = $space DETACH DELETE n", space=space)


def edit(address: str, cypher: str, **given: Any) -> list[dict[str, Any]]:
    """What a person does in the browser of Neo4j; `$graph` is the graph that counts."""
    space = address.rpartition("=")[2]
    (here,) = ask(address, "MATCH (s:StackwaySpace {space: $space}) RETURN s.current AS graph", space=space)
    return ask(address, cypher, **here, **given)


STATE = """
MATCH (c:Credential {graph: $graph, id: $credential}), (s:Skill {graph: $graph, id: $skill})
CREATE (c)-[:TEACHES {relation: 'stated', weight: 0.5, confidence: 1.0}]->(s) RETURN c.id
"""
CORRECT = """
MATCH (:Credential {graph: $graph, id: $credential})-[r:TEACHES]->(:Skill {graph: $graph, id: $skill})
SET r.weight = 0.9 RETURN r.weight
"""
TAKE_BACK = """
MATCH (:Credential {graph: $graph, id: $credential})-[r:TEACHES]->(:Skill {graph: $graph, id: $skill})
DELETE r RETURN count(*)
"""


def test_up_and_down_again_is_the_same_graph(sea_workspace: Path, address: str) -> None:
    first = push(sea_workspace, address)
    assert not compared(sea_workspace, address)
    assert push(sea_workspace, address) == first
    assert not pull(sea_workspace, address, today=TODAY).taken


def test_what_people_edit_in_neo4j_is_what_answers_are_made_of_and_no_build_overwrites_it(
    sea_workspace: Path, address: str
) -> None:
    build_workspace(sea_workspace, with_default=False, graph=address)
    assert edit(address, STATE, credential=world.RADIO, skill=world.NAVIGATION)
    assert edit(address, CORRECT, credential=world.DECKHAND, skill=world.KNOTS)
    assert edit(address, TAKE_BACK, credential=world.DECKHAND, skill=world.ROWING)
    assert compared(sea_workspace, address).counts() == {
        ("edge", "teaches", "added"): 1,
        ("edge", "teaches", "changed"): 1,
        ("edge", "teaches", "removed"): 1,
    }
    with pytest.raises(GraphEdited):
        build_workspace(sea_workspace, with_default=False, graph=address)
    assert len(pull(sea_workspace, address, today=TODAY).taken) == 3
    for where in (address, ""):
        build_workspace(sea_workspace, with_default=False, graph=where)
        with Engine.open(sea_workspace) as engine:
            assert [one.skill for one in engine.credential(world.RADIO).teaches] == [
                world.RADIO_SKILL,
                world.NAVIGATION,
            ]
            (knots,) = engine.credential(world.DECKHAND).teaches
            assert (knots.skill, knots.weight) == (world.KNOTS, 0.9)
    assert not compared(sea_workspace, address)


def test_questions_get_the_same_advice_from_either_store(sea_workspace: Path, address: str, tmp_path: Path) -> None:
    other = shutil.copytree(sea_workspace, tmp_path / "other", symlinks=True)
    build_workspace(sea_workspace, with_default=False)
    build_workspace(other, with_default=False, graph=address)
    found = compare(sea_workspace, other, 200)
    assert found.equal == found.asked == 200
    assert min(found.suggested, found.refused) > 20
    assert len(set(found.snapshots)) == len(set(found.graphs)) == 1


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_the_default_graph_goes_up_and_comes_back_and_advises_the_same(
    default_workspace: Path, address: str, tmp_path: Path
) -> None:
    other = shutil.copytree(default_workspace, tmp_path / "other", symlinks=True)
    build_workspace(other, graph=address)
    assert not compared(default_workspace, address)
    found = compare(default_workspace, other, 200)
    assert found.equal == found.asked == 200
    assert found.suggested > 1_000
    assert len(set(found.snapshots)) == len(set(found.graphs)) == 1


def until(client: TestClient, holds: Callable[[dict[str, Any]], bool], seconds: float = 40) -> dict[str, Any]:
    """What /readyz says once it holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        said: dict[str, Any] = client.get("/readyz").json()
        assert time.monotonic() - begun < 2, "a request waited for the store"
        if holds(said):
            return said
        time.sleep(0.1)
    raise AssertionError(said)


def test_a_killed_server_is_told_answers_go_on_and_its_return_is_told_too(sea_workspace: Path) -> None:
    with neo4j_server.started() as server:
        build_workspace(sea_workspace, with_default=False, graph=server.address)
        settings = Settings(graph=server.address, check_graph_every=0.2)
        with Engine.open(sea_workspace) as engine, TestClient(create_app(engine, settings)) as client:
            ready = until(client, lambda said: said["store"]["answers"])
            assert (ready["status"], ready["store"]["graph"]) == ("ready", ready["graph"])
            before = client.post("/v1/recommendations", json={"goal": "skipper"}).json()
            server.kill()
            stale = until(client, lambda said: said["status"] == "stale")
            assert "hasn't answered since" in stale["trouble"]
            assert engine.snapshot_name in stale["trouble"]
            assert neo4j_server.PASSWORD not in str(stale)
            after = client.post("/v1/recommendations", json={"goal": "skipper"}).json()
            assert after["snapshot"] == before["snapshot"]
            names = [[one["credential"] for one in said["recommendations"]] for said in (before, after)]
            assert names[0] == names[1] != []
            with pytest.raises(GraphStoreError, match="can't be reached"):
                build_workspace(sea_workspace, with_default=False, graph=server.address)
            assert engine.snapshot_name == before["snapshot"]
            server.start()
            assert until(client, lambda said: said["status"] == "ready")["trouble"] is None
