"""The journal of edits: every line counts, what was taken back is gone, and each edit says where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from graph.difference import Change, Changed, difference
from graph.edits import FILE, SOURCE, Edit, append, in_force, read_journal
from graph.errors import GraphStoreError
from graph.skills_graph import SkillsGraph
from graph.statements import NOWHERE, Edge, Node, properties
from skills_taxonomy.types import Provenance
from tests.graph.test_difference import graphs

TODAY = date(2026, 6, 1)
PLACE = Provenance("s", "f.csv:2")
EDGE = Edge("x:a", "teaches", "x:b", "stated", properties(weight=0.5), PLACE)
HEAVIER = Edge("x:a", "teaches", "x:b", "stated", properties(weight=0.9), PLACE)
NODE = Node("x:a", "credential", 'Knöts "I"', properties(validity_months=12, hours=1.5, hot=True), PLACE)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "edits.jsonl"


def written(journal: Path, *changes: Changed) -> tuple[Changed, ...]:
    append(journal, changes, "neo4j://host", TODAY)
    return tuple(edit.change for edit in read_journal(journal))


def test_no_journal_is_no_edits(journal: Path) -> None:
    assert read_journal(journal) == ()


def test_what_is_written_is_read_again_down_to_the_kind_of_number(journal: Path) -> None:
    changes: tuple[Changed, ...] = (Change(None, NODE), Change(EDGE, HEAVIER), Change(EDGE, None))
    assert list(map(repr, written(journal, *changes))) == list(map(repr, changes))


def test_lines_keep_their_numbers_when_more_are_written(journal: Path) -> None:
    written(journal, Change(None, NODE))
    written(journal, Change(EDGE, HEAVIER))
    assert [(edit.line, edit.store, edit.taken) for edit in read_journal(journal)] == [
        (1, "neo4j://host", "2026-06-01"),
        (2, "neo4j://host", "2026-06-01"),
    ]


def test_an_edit_stands_on_its_line_and_says_where_the_statement_stood_before(journal: Path) -> None:
    written(journal, Change(None, NODE), Change(EDGE, HEAVIER))
    _, changed = in_force(read_journal(journal))
    assert changed.after is not None
    place = changed.after.provenance
    assert (place.source, place.locator) == (SOURCE, f"{FILE}:2")
    assert "neo4j://host" in place.origin
    assert "f.csv:2" in place.origin


def test_a_place_that_the_editor_gave_is_kept(journal: Path) -> None:
    mine = Edge(*EDGE.identity, properties(weight=0.9), Provenance("the board", "minutes.txt:7"))
    written(journal, Change(EDGE, mine))
    assert in_force(read_journal(journal)) == (Change(EDGE, mine),)


def test_what_was_changed_and_changed_back_is_no_edit(journal: Path) -> None:
    written(journal, Change(EDGE, HEAVIER), Change(None, NODE))
    written(journal, Change(HEAVIER, EDGE), Change(NODE, None))
    assert in_force(read_journal(journal)) == ()


@given(graphs, graphs, graphs)
def test_two_pulls_come_to_the_same_as_one(first: SkillsGraph, second: SkillsGraph, third: SkillsGraph) -> None:
    """Line after line or at once: the same things are edited, and end up saying the same."""
    steps = [*difference(first, second), *difference(second, third)]
    one_by_one = in_force(Edit(n, change, "s", "2026-06-01") for n, change in enumerate(steps, 1))
    at_once = in_force(Edit(n, change, "s", "2026-06-01") for n, change in enumerate(difference(first, third), 1))

    def said(changes: tuple[Changed, ...]) -> set[object]:
        return {(c.before, c.after and replace(c.after, provenance=NOWHERE)) for c in changes}

    assert said(one_by_one) == said(at_once)


def test_a_line_that_is_no_edit_is_named(journal: Path) -> None:
    written(journal, Change(None, NODE))
    journal.write_text(journal.read_text() + "[]\n")
    with pytest.raises(GraphStoreError, match=r"edits\.jsonl:2"):
        read_journal(journal)
