"""What differs between two graphs is all of it and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.difference import Change, Difference, difference
from graph.skills_graph import SkillsGraph, build_graph
from graph.statements import Edge, Node, properties
from skills_taxonomy.types import Provenance
from tests import world

ids = st.sampled_from(["x:a", "x:b", "x:c", "x:d"])
said = st.sampled_from([(), properties(weight=0.5), properties(weight=1.0, level="B2")])
places = st.sampled_from([Provenance("", ""), Provenance("s", "f.csv:2"), Provenance("s", "f.csv:3", "o")])
nodes = st.builds(Node, ids, st.sampled_from(["skill", "credential"]), st.sampled_from(["A", "B"]), said, places)
edges = st.builds(Edge, ids, st.sampled_from(["teaches", "needs"]), ids, st.sampled_from(["", "stated"]), said, places)
graphs = st.builds(SkillsGraph, st.lists(nodes, max_size=5), st.lists(edges, max_size=8))


@given(graphs, graphs)
def test_a_graph_with_its_difference_to_another_put_on_is_the_other(one: SkillsGraph, other: SkillsGraph) -> None:
    found = difference(one, other)
    kept_nodes = set(one.nodes()) - {change.before for change in found.nodes}
    kept_edges = set(one.edges()) - {change.before for change in found.edges}
    put_on = SkillsGraph(
        kept_nodes | {change.after for change in found.nodes if change.after is not None},
        kept_edges | {change.after for change in found.edges if change.after is not None},
    )
    assert put_on == other


@given(graphs, graphs)
def test_it_is_empty_exactly_where_both_are_equal(one: SkillsGraph, other: SkillsGraph) -> None:
    assert bool(difference(one, other)) == (one != other)


@given(graphs, graphs)
def test_the_way_back_is_the_same_with_before_and_after_exchanged(one: SkillsGraph, other: SkillsGraph) -> None:
    back = difference(other, one)
    assert {Change(change.after, change.before) for change in back} == set(difference(one, other))


def test_counts_say_how_many_of_what_kind() -> None:
    before = build_graph(world.tables())
    kept = [node for node in before.nodes() if node.id != world.RADIO_SKILL]
    told = [
        edge if edge.predicate != "teaches" else Edge(*edge.identity, properties(weight=0.1), edge.provenance)
        for edge in before.edges()
        if world.RADIO_SKILL not in (edge.subject, edge.object)
    ]
    assert difference(before, SkillsGraph(kept, told)).counts() == {
        ("edge", "needs", "removed"): 1,
        ("edge", "teaches", "changed"): 4,
        ("edge", "teaches", "removed"): 1,
        ("node", "skill", "removed"): 1,
    }


def test_another_place_is_a_change_that_says_the_same() -> None:
    edge = Edge("x:a", "teaches", "x:b", "stated", properties(weight=0.5), Provenance("s", "f.csv:2"))
    moved = Edge("x:a", "teaches", "x:b", "stated", properties(weight=0.5), Provenance("s", "f.csv:3"))
    heavier = Edge("x:a", "teaches", "x:b", "stated", properties(weight=0.6), Provenance("s", "f.csv:2"))
    assert Change(edge, moved).says_the_same
    assert not Change(edge, heavier).says_the_same
    assert not Change(None, edge).says_the_same


def test_nothing_is_no_difference() -> None:
    assert not Difference()
    assert len(Difference()) == 0
