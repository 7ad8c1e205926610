"""The Neo4j store on a real server: the suite of all stores, and what only a server that others use can suffer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import GraphDamaged, GraphStoreError, GraphVersion
from graph.skills_graph import SkillsGraph
from graph.statements import Edge, Node, properties
from tests.graph.neo4j_place import Cut, Space
from tests.graph.store_conformance import StoreConformance, odd, small

pytestmark = [
    pytest.mark.server,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.fixture
def place(neo4j_address: str) -> Iterator[Space]:
    space = Space(neo4j_address)
    yield space
    space.wipe()


class TestNeo4jStore(StoreConformance):
    @pytest.fixture
    def place(self, neo4j_address: str) -> Iterator[Space]:
        space = Space(neo4j_address)
        yield space
        space.wipe()


@pytest.fixture
def saved(place: Space) -> Space:
    with place.open() as store:
        store.save(small())
    return place


def test_only_the_current_graph_is_left_after_a_save(saved: Space) -> None:
    with saved.open() as store:
        store.save(odd())
    assert saved.held() == {"nodes": len(odd()), "edges": odd().size, "graphs": 1}


def test_saving_the_same_again_writes_nothing(saved: Space) -> None:
    where = "MATCH (s:StackwaySpace {space: $space}) RETURN s.current AS here, s.last AS last"
    before = saved.ask(where)
    with saved.open() as store:
        store.save(small())
    assert saved.ask(where) == before


def test_a_person_can_ask_in_plain_cypher(saved: Space) -> None:
    graph = small()
    told = saved.ask(
        "MATCH (s:StackwaySpace {space: $space})"
        "MATCH (c:Credential {graph: s.current})-[t:TEACHES]->(k:Skill) RETURN c.id AS c, k.label AS k, t.source AS s"
    )
    assert told
    assert {(row["c"], row["k"]) for row in told} == {
        (edge.subject, graph.node(edge.object).label)
        for edge in graph.edges("teaches")
        if graph.node(edge.object).kind == "skill"
    }
    assert {row["s"] for row in told} <= {edge.provenance.source for edge in graph.edges("teaches")}


def test_constraints_and_indexes_are_made_by_the_store(saved: Space) -> None:
    names = {row["name"] for row in saved.ask("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")}
    assert {"stackway_node", "stackway_graph", "stackway_space", "stackway_credential_id"} <= names


def test_an_edge_that_a_person_adds_is_loaded_and_the_name_still_tells_what_was_saved(saved: Space) -> None:
    one, other = sorted(node.id for node in small().nodes("skill"))[:2]
    saved.ask(
        "MATCH (s:StackwaySpace {space: $space}) MATCH (a:Skill {graph: s.current, id: $a})"
        "MATCH (b:Skill {graph: s.current, id: $b}) CREATE (a)-[:RELATED {why: 'seen together'}]->(b)",
        a=one, b=other,
    )  # fmt: skip
    with saved.open() as store:
        loaded, stats = store.load(), store.stats()
    assert set(loaded.edges()) - set(small().edges()) == {
        Edge(one, "related", other, properties=properties(why="seen together"))
    }
    assert stats.edges == small().size


def test_a_save_puts_back_what_a_person_changed(saved: Space) -> None:
    saved.ask("MATCH (s:StackwaySpace {space: $space}) MATCH (c:Credential {graph: s.current}) SET c.label = 'changed'")
    with saved.open() as store:
        assert store.load() != small()
        store.save(small())
        assert store.load() == small()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("REMOVE c.label", "has no label"),
        ("REMOVE c:Credential", "one label"),
        ("SET c:Skill", "one label"),
        ("REMOVE c.id", "no `id`"),
        ("SET c.hours = date('2026-01-01')", "'hours'"),
        ("SET c.source = 7", "'source'"),
    ],
)
def test_what_no_graph_can_be_is_damage_said_in_words_and_the_next_save_mends_it(
    saved: Space, change: str, told: str
) -> None:
    saved.ask(
        "MATCH (s:StackwaySpace {space: $space}) MATCH (c:Credential {graph: s.current}) WITH c LIMIT 1 " + change
    )
    with saved.open() as store:
        with pytest.raises(GraphDamaged, match=told):
            store.load()
        store.save(small())
        assert store.load() == small()
    assert saved.held() == {"nodes": len(small()), "edges": small().size, "graphs": 1}


def test_a_label_that_a_person_adds_does_no_harm(saved: Space) -> None:
    saved.ask("MATCH (s:StackwaySpace {space: $space}) MATCH (c:Credential {graph: s.current}) SET c:Favourite")
    with saved.open() as store:
        assert store.load() == small()


def test_other_data_in_the_database_and_other_spaces_are_left_alone(saved: Space) -> None:
    other = replace(saved, name=f"{saved.name}-b")
    saved.ask("CREATE (:Credential {id: 'x:a', of: $space})-[:TEACHES]->(:Skill {id: 'x:b', of: $space})")
    try:
        with saved.open() as store, other.open() as beside:
            beside.save(odd())
            store.save(SkillsGraph([], []))
            assert beside.load() == odd()
            beside.save(small())
            assert store.load() == SkillsGraph([], [])
        assert saved.ask("MATCH (a {of: $space})-[r:TEACHES]->(b {of: $space}) RETURN a.id AS a, b.id AS b") == [
            {"a": "x:a", "b": "x:b"}
        ]
    finally:
        saved.ask("MATCH (n {of: $space}) DETACH DELETE n")
        other.wipe()


def test_a_graph_of_another_version_is_refused_and_the_next_save_replaces_it(saved: Space) -> None:
    saved.ask("MATCH (g:StackwayGraph {space: $space}) SET g.format = 99")
    with saved.open() as store:
        with pytest.raises(GraphVersion, match="format 99"):
            store.load()
        store.save(small())
        assert store.load() == small()


def test_what_a_killed_save_has_written_is_not_written_again(saved: Space) -> None:
    graph = many(40)
    assert saved.killed(graph, 90)
    begun = saved.ask("MATCH (g:StackwayGraph {space: $space, state: 'begun'}) RETURN g.nodes_written AS n")
    assert begun[0]["n"] > 0
    told: list[tuple[str, int, int]] = []
    with saved.open(progress=lambda *now: told.append(now)) as store:
        assert store.load() == small()
        told.clear()
        store.save(graph)
        assert told[0] == ("nodes", begun[0]["n"], len(graph))
        assert store.load() == graph
    assert saved.held() == {"nodes": len(graph), "edges": graph.size, "graphs": 1}


def many(count: int) -> SkillsGraph:
    """A ring of credentials, each of which teaches what the next one requires."""
    nodes = [Node(f"x:{n:05}", "credential", f"Course {n}", properties(hours=n)) for n in range(count)]
    nodes += [Node(f"x:skill/{n:05}", "skill", f"Skill {n}") for n in range(count)]
    teaches = [Edge(f"x:{n:05}", "teaches", f"x:skill/{n:05}", "stated") for n in range(count)]
    requires = [Edge(f"x:{n:05}", "requires", f"x:skill/{(n - 1) % count:05}") for n in range(count)]
    return SkillsGraph(nodes, [*teaches, *requires])


@pytest.mark.parametrize("pieces", [20, 33, 46, 59])
def test_a_connection_that_is_cut_in_the_middle_of_a_batch_leaves_nothing_double(place: Space, pieces: int) -> None:
    with Cut.before(place.address, pieces) as cut, place.open(cut.address) as store:
        store.save(many(20))
        assert cut.passed > pieces
        assert store.load() == many(20)
    assert place.held() == {"nodes": 40, "edges": 40, "graphs": 1}


def test_who_reads_while_another_saves_sees_one_graph_or_the_other(saved: Space) -> None:
    one, other = many(30), many(31)
    ended = threading.Event()

    def write() -> None:
        with saved.open(batch=10) as store:
            for graph in (one, other) * 3:
                store.save(graph)
        ended.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    with saved.open() as store:
        while not ended.is_set():
            loaded = store.load()
            assert loaded in (one, other, small())
            seen.append(len(loaded))
    writer.join()
    assert len(seen) > 1


def test_a_graph_taken_away_in_the_middle_is_told_and_the_one_before_still_counts(saved: Space) -> None:
    with saved.open() as thief:

        def steal(what: str, done: int, of: int) -> None:
            if what == "edges" and done == 0:
                saved.ask("MATCH (g:StackwayGraph {space: $space, state: 'begun'}) SET g.state = 'old'")

        with saved.open(progress=steal) as store, pytest.raises(GraphStoreError, match="taken away"):
            store.save(many(5))
        assert thief.load() == small()
        thief.save(many(5))
        assert thief.load() == many(5)


def test_what_is_lost_on_the_server_during_a_push_is_noticed_before_it_counts(saved: Space) -> None:
    def lose(what: str, done: int, of: int) -> None:
        if what == "edges" and done == of:
            saved.ask("MATCH (n:Stackway {id: 'x:00003'}) WHERE n.graph STARTS WITH $space DETACH DELETE n")

    with saved.open() as store:
        with saved.open(progress=lose) as losing, pytest.raises(GraphStoreError, match="still counts"):
            losing.save(many(5))
        assert store.load() == small()
        store.save(many(5))
        assert store.load() == many(5)


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
VALUES = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(st.characters(exclude_categories=["Cs"]))
)
SAID = st.dictionaries(
    NAMES | st.sampled_from(["id", "label", "graph", "relation", "source", "stated:id", "whole:n"]), VALUES, max_size=4
)
SAYS = SAID.map(lambda said: tuple(sorted(said.items())))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(NAMES, NAMES, NAMES, SAYS), max_size=4),
    st.lists(st.tuples(NAMES, NAMES, NAMES, NAMES, SAYS), max_size=4),
)
def test_whatever_can_be_said_comes_back(
    place: Space,
    nodes: list[tuple[str, str, str, tuple[tuple[str, str | int | float | bool], ...]]],
    edges: list[tuple[str, str, str, str, tuple[tuple[str, str | int | float | bool], ...]]],
) -> None:
    graph = SkillsGraph([Node(*node) for node in nodes], [Edge(*edge) for edge in edges])
    with place.open() as store:
        store.save(graph)
        loaded = store.load()
    assert loaded == graph
    assert {repr(node) for node in loaded.nodes()} == {repr(node) for node in graph.nodes()}
    assert {repr(edge) for edge in loaded.edges()} == {repr(edge) for edge in graph.edges()}
