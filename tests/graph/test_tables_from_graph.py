"""The tables say what the graph says, and keep what it doesn't hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.tables import Tables, frame, rows_of
from graph.difference import Change, difference
from graph.requirements import to_json
from graph.skills_graph import SkillsGraph, build_graph
from graph.statements import Edge, Node, properties
from graph.tables_from_graph import edited, tables_from_graph
from skills_taxonomy.types import Provenance
from tests import world
from tests.graph.making import requirements

SKILLS = [f"x:skill/{name}" for name in "abc"]
JOBS = [f"x:job/{name}" for name in "ab"]
BADGES = [f"x:{name}" for name in "pqr"]
PATHS = [f"x:path/{name}" for name in "ab"]

FEW = settings(max_examples=25, deadline=None)
"""Tables are slow to make."""

share = st.none() | st.sampled_from([0.0, 0.25, 1.0])
text = st.none() | st.sampled_from(["B2", "for the sea"])
flag = st.none() | st.booleans()


def _rows(*key: str, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a table, each on a line of its own, no two with one key."""
    line = {
        "issuer": st.sampled_from(["x", "y"]),
        "source": st.just("made-up"),
        "locator": st.integers(2, 9).map("f.csv:{}".format),
        "origin": st.none() | st.just("o"),
    }
    row = st.fixed_dictionaries({**columns, **line})
    return st.lists(row, max_size=4, unique_by=lambda row: tuple(row[name] for name in key))


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """Small tables of everything that a graph holds, with repetitions, gaps and things that are only spoken of."""
    same = ["exact match", "close match", "narrow match", "replaced by"]
    related = st.sampled_from(["broader", "related", "essential", "optional", "strange", *same])
    crossed = st.sampled_from(["broader", "related", "exact match", "close match", "broad match"])
    rows = {
        "skills": _rows(
            "id",
            id=st.sampled_from(SKILLS),
            vocabulary=st.just("x"),
            label=st.sampled_from(["A", "B"]),
            kind=text,
            description=text,
        ),
        "occupations": _rows(
            "id",
            id=st.sampled_from(JOBS),
            vocabulary=st.just("x"),
            label=st.sampled_from(["A", "B"]),
            job_zone=st.none() | st.integers(1, 5),
        ),
        "skill_relations": _rows(
            "subject",
            "predicate",
            "object",
            subject=st.sampled_from(SKILLS),
            predicate=related,
            object=st.sampled_from(SKILLS),
        ),
        "occupation_relations": _rows(
            "subject",
            "predicate",
            "object",
            subject=st.sampled_from(JOBS),
            predicate=crossed,
            object=st.sampled_from(JOBS),
            confidence=share,
        ),
        "occupation_skills": _rows(
            "occupation",
            "skill",
            "relation",
            occupation=st.sampled_from(JOBS),
            skill=st.sampled_from(SKILLS),
            relation=st.sampled_from(["essential", "technology"]),
            importance=share,
            hot=flag,
            in_demand=flag,
        ),
        "credentials": _rows(
            "id",
            id=st.sampled_from(BADGES),
            name=st.sampled_from(["P", "Q"]),
            description=text,
            level=text,
            requirement=st.none() | requirements.map(to_json),
            superseded_by=st.none() | st.sampled_from(BADGES),
            validity_months=st.none() | st.integers(1, 36),
        ),
        "credential_skills": st.lists(
            st.fixed_dictionaries(
                {
                    "credential": st.sampled_from(BADGES),
                    "skill": st.none() | st.sampled_from(SKILLS),
                    "label": st.sampled_from(["as stated", "B"]),
                    "how": st.sampled_from(["stated", "lemma"]),
                    "weight": share,
                    "confidence": share,
                    "evidence": text,
                    "issuer": st.just("x"),
                    "source": st.just("made-up"),
                    "locator": st.integers(2, 9).map("f.csv:{}".format),
                }
            ),
            max_size=6,
        ),
        "pathways": _rows(
            "id",
            id=st.sampled_from(PATHS),
            name=st.sampled_from(["A", "B"]),
            destination=st.none() | st.sampled_from([*BADGES, "a life at sea"]),
        ),
        "pathway_steps": _rows(
            "pathway",
            "step",
            pathway=st.sampled_from(PATHS),
            step=st.sampled_from(["1", "2", "3"]),
            position=st.integers(1, 3),
            credential=st.sampled_from(BADGES),
            optional=flag,
            requirement=st.none() | requirements.map(to_json),
        ),
    }
    return Tables({name: frame(name, draw(some)) for name, some in rows.items()})


@FEW
@given(tables())
def test_the_graph_of_the_tables_changes_nothing(own: Tables) -> None:
    assert tables_from_graph(build_graph(own), own) is own


@FEW
@given(tables(), tables())
def test_whatever_the_tables_were_they_then_say_what_the_graph_says(own: Tables, other: Tables) -> None:
    graph = build_graph(other)
    assert not list(difference(build_graph(tables_from_graph(graph, own)), graph))


@FEW
@given(tables(), tables())
def test_rows_that_state_only_a_label_stay(own: Tables, other: Tables) -> None:
    taken = tables_from_graph(build_graph(other), own)["credential_skills"]
    before, after = (
        [row for row in rows_of(table) if row["skill"] is None] for table in (own["credential_skills"], taken)
    )
    assert before == after


def _changed(graph: SkillsGraph, *, without: tuple[Edge, ...] = (), more: tuple[Edge, ...] = ()) -> SkillsGraph:
    return SkillsGraph(graph.nodes(), [*(edge for edge in graph.edges() if edge not in without), *more])


def test_what_a_graph_does_not_hold_stays_by_key() -> None:
    own = world.tables()
    graph = build_graph(own)
    (knots,) = (edge for edge in graph.teaches(world.DECKHAND) if edge.object == world.KNOTS)
    heavier = Edge(*knots.identity, properties(weight=0.9, confidence=1.0), knots.provenance)
    taken = tables_from_graph(_changed(graph, without=(knots,), more=(heavier,)), own)
    for name in ("offerings", "skills", "credentials", "occupations", "pathways"):
        assert rows_of(taken[name]) == rows_of(own[name])
    (row,) = (r for r in rows_of(taken["credential_skills"]) if r["skill"] == world.KNOTS)
    assert (row["weight"], row["label"]) == (0.9, world.SKILLS[world.KNOTS])
    assert [r["skill"] for r in rows_of(taken["credential_skills"])] == list(own["credential_skills"]["skill"])


def test_a_link_that_only_the_graph_states_gets_its_skills_label_and_its_credentials_issuer() -> None:
    own = world.tables()
    place = Provenance("graph edits", "graph/edits.jsonl:1")
    taught = Edge(world.RADIO, "teaches", world.NAVIGATION, "stated", properties(weight=0.2), place)
    taken = tables_from_graph(_changed(build_graph(own), more=(taught,)), own)
    row = rows_of(taken["credential_skills"])[-1]
    assert (row["label"], row["issuer"], row["locator"]) == (
        "find the way at sea",
        "sea",
        "graph/edits.jsonl:1",
    )


def test_a_step_that_was_given_to_another_credential_stays_one_step() -> None:
    step = {"pathway": world.TO_SKIPPER, "step": "2", "position": 2, "credential": world.RADIO, "optional": True}
    place = {"issuer": "sea", "source": "world", "locator": "pathways.csv:3"}
    told = {"name": "Learn to be heard", "hours": 8.0}
    rest = [row for row in rows_of(world.tables()["pathway_steps"]) if row["step"] != "2"]
    frames = dict(world.tables()) | {"pathway_steps": frame("pathway_steps", [*rest, {**step, **place, **told}])}
    own = Tables(frames)
    graph = build_graph(own)
    (second,) = (edge for edge in graph.said_by(world.TO_SKIPPER, "has_step") if edge.relation == "2")
    other = Edge(world.TO_SKIPPER, "has_step", "sea:COOK", "2", second.properties, second.provenance)
    steps = rows_of(tables_from_graph(_changed(graph, without=(second,), more=(other,)), own)["pathway_steps"])
    assert {row["step"]: row["credential"] for row in steps} == {
        "1": world.DECKHAND,
        "2": "sea:COOK",
        "3": world.SKIPPER,
    }
    (cook,) = (row for row in steps if row["step"] == "2")
    assert (cook["name"], cook["hours"]) == ("Learn to be heard", 8.0), "what the graph doesn't hold stays"


def test_a_change_writes_only_what_it_changes() -> None:
    """The source has named a page since the edit was made; the edit of the name leaves the page alone."""
    before = Node(world.RADIO, "credential", "Marine Radio Certificate", properties(issuer="sea"))
    after = Node(world.RADIO, "credential", "Radio Licence", properties(issuer="sea"))
    row = rows_of(edited(world.tables(), [Change(before, after)])["credentials"])[1]
    assert (row["name"], row["page_url"], row["kind"]) == ("Radio Licence", "https://sea.example/radio", "certificate")


def test_the_removal_of_what_is_not_there_does_nothing() -> None:
    own = world.tables()
    gone = Edge("sea:NOBODY", "teaches", world.KNOTS, "stated")
    assert rows_of(edited(own, [Change(gone, None)])["credential_skills"]) == rows_of(own["credential_skills"])


@pytest.mark.slow
def test_the_default_graph_changes_nothing_and_half_of_it_leaves_half(default_workspace: Path) -> None:
    from data.workspace import Workspace

    own = Workspace.open(default_workspace).tables()
    graph = build_graph(own)
    assert tables_from_graph(graph, own) is own
    half = SkillsGraph(graph.nodes(), (edge for i, edge in enumerate(graph.edges()) if i % 2))
    kept = build_graph(tables_from_graph(half, own))
    stated = {"teaches", "needs", "broader", "related", "builds_on", "matches", "superseded_by", "has_step"}
    assert {e for e in kept.edges() if e.predicate in stated} == {e for e in half.edges() if e.predicate in stated}


def test_requirements_stay_readable() -> None:
    """The graph holds a requirement as the text of its tree; it comes back letter for letter."""
    own = world.tables()
    row = next(r for r in rows_of(tables_from_graph(build_graph(own), own)["credentials"]) if r["requirement"])
    assert json.loads(row["requirement"]) == {"holds": world.DECKHAND}
