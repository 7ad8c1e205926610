"""The skills graph of the made-up world, asked with the verbs of the field."""

from __future__ import annotations

import pytest

from graph.errors import UnknownNode
from graph.skills_graph import SkillsGraph, build_graph
from graph.statements import Edge, Node, properties
from skills_taxonomy.types import Provenance
from tests import world


@pytest.fixture(scope="module")
def graph() -> SkillsGraph:
    return build_graph(world.tables())


def test_credentials_teach_skills_and_skills_are_taught_by_credentials(graph: SkillsGraph) -> None:
    assert [edge.object for edge in graph.teaches(world.DECKHAND)] == [world.KNOTS, world.ROWING]
    assert [edge.subject for edge in graph.taught_by(world.NAVIGATION)] == [world.SKIPPER]


def test_a_credential_requires_what_its_requirement_names_and_is_unlocked_by_it(graph: SkillsGraph) -> None:
    assert [edge.object for edge in graph.requires(world.SKIPPER)] == [world.DECKHAND]
    assert [edge.subject for edge in graph.unlocks(world.DECKHAND)] == [world.SKIPPER]


def test_occupations_need_skills_and_say_how_much(graph: SkillsGraph) -> None:
    asked = {edge.object: edge.relation for edge in graph.needs(world.SKIPPER_JOB)}
    assert asked == {world.NAVIGATION: "essential", world.SAILING: "essential", world.RADIO_SKILL: "optional"}
    assert [edge.subject for edge in graph.needed_by(world.KNOTS)] == [world.DECKHAND_JOB]


def test_skills_have_broader_and_narrower_ones(graph: SkillsGraph) -> None:
    assert [edge.object for edge in graph.broader(world.ROWING)] == [world.BOATS]
    assert [edge.subject for edge in graph.narrower(world.BOATS)] == [world.ROWING, world.SAILING]


def test_a_pathway_leads_on_past_an_optional_step_and_not_past_a_required_one(graph: SkillsGraph) -> None:
    assert [edge.object for edge in graph.leads_to(world.DECKHAND)] == [world.RADIO, world.SKIPPER]
    assert [edge.object for edge in graph.leads_to(world.RADIO)] == [world.SKIPPER]
    assert graph.leads_to(world.SKIPPER) == ()
    steps = {edge.object: dict(edge.properties) for edge in graph.said_by(world.TO_SKIPPER, "has_step")}
    assert steps[world.RADIO] == {"optional": True, "position": 2}


def test_every_answer_says_where_it_stands(graph: SkillsGraph) -> None:
    (edge,) = graph.requires(world.SKIPPER)
    assert edge.provenance == Provenance("world", "credentials.csv:4")
    assert all(edge.provenance.locator for edge in graph.edges())


def test_nodes_say_what_they_are(graph: SkillsGraph) -> None:
    skipper = graph.node(world.SKIPPER)
    assert (skipper.kind, skipper.label) == ("credential", "Skipper Certificate")
    assert dict(skipper.properties)["requirement"] == world.REQUIRES[world.SKIPPER]
    assert {node.id for node in graph.nodes("occupation")} == set(world.JOBS)
    assert len(list(graph.nodes())) == len(graph)
    assert len(list(graph.edges())) == graph.size


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("SKIPPER", world.SKIPPER), ("sea:SKIPER", world.SKIPPER), ("skipper", world.SKIPPER), ("sea:radio", world.RADIO)],
)
def test_an_unknown_identifier_is_answered_with_those_spelt_alike(graph: SkillsGraph, typed: str, meant: str) -> None:
    with pytest.raises(UnknownNode, match=meant) as unknown:
        graph.teaches(typed)
    assert "Did you mean" in unknown.value.hint


def test_an_unknown_identifier_like_nothing_here_says_how_identifiers_look(graph: SkillsGraph) -> None:
    with pytest.raises(UnknownNode, match="like cncf:CKA") as unknown:
        graph.node("?" * 100_000)
    assert len(str(unknown.value)) < 400


def test_what_is_only_spoken_of_is_kept_and_marked() -> None:
    row = {"id": "sea:PILOT", "name": "Pilot", "requirement": '{"holds":"sea:GONE"}', "superseded_by": "sea:NEW"}
    graph = build_graph(world.tables(credentials=[row]))
    assert {node.id for node in graph.nodes("dangling")} == {"sea:GONE", "sea:NEW"}
    assert [edge.subject for edge in graph.unlocks("sea:GONE")] == ["sea:PILOT"]


def test_occupations_of_two_vocabularies_match_with_a_confidence() -> None:
    match = {"subject": world.SKIPPER_JOB, "predicate": "close match", "object": world.DECKHAND_JOB, "confidence": 0.4}
    (edge,) = build_graph(world.tables(occupation_relations=[match])).edges("matches")
    assert (edge.relation, edge.properties) == ("close", (("confidence", 0.4),))


def test_of_statements_with_one_identity_the_first_stays() -> None:
    graph = SkillsGraph([Node("a", "skill", "first"), Node("a", "skill", "second")], [])
    assert graph.node("a").label == "first"
    twice = [Edge("a", "needs", "b", "essential", properties(level=level)) for level in (1.0, 2.0)]
    assert SkillsGraph([], twice).needs("a")[0].properties == (("level", 1.0),)


def test_graphs_are_equal_when_they_say_the_same_in_any_order(graph: SkillsGraph) -> None:
    turned = SkillsGraph(reversed(list(graph.nodes())), reversed(list(graph.edges())))
    assert turned == graph
    assert hash(turned) == hash(graph)
    assert SkillsGraph(graph.nodes(), list(graph.edges())[1:]) != graph


def test_the_view_cannot_be_written_to(graph: SkillsGraph) -> None:
    with pytest.raises(AttributeError):
        graph.size = 0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        graph.node(world.KNOTS).label = "other"  # type: ignore[misc]
