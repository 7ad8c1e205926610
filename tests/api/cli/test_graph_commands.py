"""`stackway graph` at the terminal: what was edited elsewhere is shown, taken over, and never overwritten unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.graph_store import open_store
from graph.skills_graph import SkillsGraph
from graph.statements import Edge, properties
from tests import world
from tests.api.cli.conftest import Stackway


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store that the one setting names."""
    address = f"file://{tmp_path}/elsewhere"
    monkeypatch.setenv("STACKWAY_GRAPH", address)
    return address


def edit(address: str) -> None:
    """Somebody states in the store that the radio certificate teaches to find the way."""
    taught = Edge(world.RADIO, "teaches", world.NAVIGATION, "stated", properties(weight=0.5))
    with open_store(address) as store:
        graph = store.load()
        store.save(SkillsGraph(graph.nodes(), [*graph.edges(), taught]))


def test_up_compared_edited_and_down_again(stackway: Stackway, elsewhere: str) -> None:
    pushed = stackway("graph", "push", "--json")
    assert pushed.code == 0
    assert pushed.json["nodes"] > 0
    assert stackway("graph", "diff").code == 0
    edit(elsewhere)
    diff = stackway("graph", "diff")
    assert diff.code == 1
    assert "1 edges added: teaches" in diff.said
    assert world.NAVIGATION in diff.said
    told = stackway("graph", "diff", "--json")
    assert told.code == 1
    assert told.json["counts"] == [{"of": "edge", "kind": "teaches", "what": "added", "count": 1}]
    pulled = stackway("graph", "pull", "--json", "--today", "2026-06-01")
    assert pulled.code == 0
    assert len(pulled.json["taken"]) == 1
    assert "stackway build" not in pulled.out
    assert len(stackway("graph", "edits", "--json").json["edits"]) == 1
    assert stackway("build", "--no-default-data").code == 0
    assert stackway("graph", "diff").code == 0
    explained = stackway("explain", world.RADIO, "--goal", "skipper", "--json", "--today", "2026-06-01")
    assert "find the way at sea" in explained.out


def test_a_push_and_a_build_over_edits_say_what_to_run(stackway: Stackway, elsewhere: str) -> None:
    stackway("graph", "push")
    edit(elsewhere)
    for words in (("graph", "push"), ("build", "--no-default-data")):
        refused = stackway(*words)
        assert refused.code == 1
        assert "stackway graph pull" in refused.said
        assert "--force" in refused.said
    assert stackway("graph", "push", "--force").code == 0
    assert stackway("graph", "diff").code == 0


def test_edits_are_forgotten_when_that_is_said(stackway: Stackway, elsewhere: str) -> None:
    stackway("graph", "push")
    edit(elsewhere)
    stackway("graph", "pull")
    assert "1 edits" in stackway("graph", "edits").said
    assert "forgotten" in stackway("graph", "edits", "--forget").said
    assert stackway("graph", "edits", "--json").json == {"edits": [], "forgotten": False}


@pytest.mark.parametrize("verb", ["push", "pull", "diff"])
def test_without_a_store_the_setting_is_named(stackway: Stackway, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STACKWAY_GRAPH", raising=False)
    told = stackway("graph", verb)
    assert told.code == (2 if verb == "diff" else 1)
    assert "STACKWAY_GRAPH" in told.said


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://me:hush@host", "neo4j://user:password@"),
        ("bolt://me:hush@127.0.0.1:9", "can't be reached"),
        ("bolt://me:hush@127.0.0.1:nine", "neo4j://user:password@"),
    ],
)
@pytest.mark.parametrize("words", [("graph", "diff"), ("build", "--no-default-data")], ids=" ".join)
def test_a_wrong_address_is_told_with_what_to_do_and_without_the_password(
    stackway: Stackway, address: str, says: str, words: tuple[str, ...]
) -> None:
    told = stackway(*words, "--graph", address)
    assert told.code in (1, 2)
    assert says in told.said
    assert "hush" not in told.said
    problem = json.loads(stackway(*words, "--graph", address, "--json").err.strip().splitlines()[-1])
    assert problem["hint"]


def test_help_shows_no_address_that_is_set(stackway: Stackway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWAY_GRAPH", "neo4j://me:hush@host")
    for words in (("graph", "push", "--help"), ("build", "--help"), ("serve", "--help")):
        assert "hush" not in stackway(*words).said
