"""The build, end to end: texts tagged by the real tagger, labels resolved, the graph stored, the snapshot opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from data.tables import Tables, rows_of
from graph.embedded import EmbeddedStore
from recommender.build import Built, build
from recommender.enrich import enriched
from recommender.errors import BuildError, SnapshotDamaged
from recommender.recognise import recognise
from recommender.snapshot import Snapshot
from skills_taxonomy.tagging import build_tagger
from skills_taxonomy.types import Tagger
from tests import world
from tests.recommender.conftest import NO_AWARDS


def tagger(tables: Tables, texts: Sequence[str]) -> Tagger:
    return build_tagger(tables, texts=texts)


def built(folder: Path, tables: Tables) -> Built:
    (folder / "snapshot").mkdir(parents=True)
    return build(folder / "snapshot", tables, NO_AWARDS, make_tagger=tagger, store=EmbeddedStore(folder / "graph"))


UNSTATED = {"id": "sea:ROPES", "name": "Ropes", "text": "You learn to tie knots.", "description": "All about ropes"}


def test_a_credential_that_states_no_skills_gets_them_from_its_text_with_evidence() -> None:
    full = enriched(world.tables(credentials=[UNSTATED]), tagger)
    found = [row for row in rows_of(full["credential_skills"]) if row["credential"] == "sea:ROPES"]
    assert [row["skill"] for row in found] == [world.KNOTS]
    assert "tie knots" in found[0]["evidence"]
    assert 0 < found[0]["confidence"] < 1
    assert found[0]["how"] in ("exact", "lemma")
    assert found[0]["locator"].startswith("extra.csv:")


def test_a_stated_label_that_no_vocabulary_knows_becomes_the_issuers_own_skill() -> None:
    label = {"credential": world.RADIO, "label": "Speak to whales", "how": "stated"}
    full = enriched(world.tables(credential_skills=[label]), tagger)
    own = [row for row in rows_of(full["skills"]) if row["vocabulary"] == "sea"]
    assert [(row["id"], row["label"]) for row in own] == [("sea:skill/speak-to-whales", "Speak to whales")]


def test_a_stated_label_that_a_vocabulary_knows_is_that_skill() -> None:
    label = {"credential": world.RADIO, "label": "Tie Knots", "how": "stated"}
    full = enriched(world.tables(credential_skills=[label]), tagger)
    assert (world.RADIO, world.KNOTS) in {(r["credential"], r["skill"]) for r in rows_of(full["credential_skills"])}


def test_postings_are_read_for_skills_too() -> None:
    posting = {"id": "p:1", "title": "Deckhand wanted", "text": "You tie knots and row a boat."}
    full = enriched(world.tables(postings=[posting]), tagger)
    assert {row["skill"] for row in rows_of(full["posting_skills"])} == {world.KNOTS, world.ROWING}


def test_the_same_tables_give_the_same_name_and_other_tables_another(tmp_path: Path) -> None:
    first = built(tmp_path / "one", world.tables())
    again = built(tmp_path / "two", world.tables())
    other = built(tmp_path / "three", world.tables(credentials=[UNSTATED]))
    assert first.name == again.name != other.name
    assert Snapshot.open(tmp_path / "one" / "snapshot").name == first.name


def test_the_graph_is_stored_with_the_snapshot(tmp_path: Path) -> None:
    built(tmp_path, world.tables())
    graph = EmbeddedStore(tmp_path / "graph").load()
    assert {edge.object for edge in graph.teaches(world.SKIPPER)} == {world.SAILING, world.NAVIGATION}


def test_a_circle_of_requirements_is_remarked_upon_and_the_rest_is_built(tmp_path: Path) -> None:
    circle = [
        {"id": "sea:A", "name": "A", "requirement": '{"holds":"sea:B"}'},
        {"id": "sea:B", "name": "B", "requirement": '{"holds":"sea:A"}'},
    ]
    made = built(tmp_path, world.tables(credentials=circle))
    assert any("sea:A" in remark and "sea:B" in remark for remark in made.remarks)
    assert made.credentials == 5


def test_a_requirement_of_what_is_not_there_is_remarked_upon(tmp_path: Path) -> None:
    lost = {"id": "sea:LOST", "name": "Lost", "requirement": '{"holds":"land:TRACTOR"}'}
    made = built(tmp_path, world.tables(credentials=[lost]))
    assert any("land:TRACTOR" in remark for remark in made.remarks)


def test_without_credentials_there_is_nothing_to_build_and_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="stackway import"):
        built(tmp_path, Tables())


def test_a_snapshot_that_lost_a_file_or_is_of_another_format_is_refused(tmp_path: Path) -> None:
    built(tmp_path, world.tables())
    card = tmp_path / "snapshot" / "snapshot.json"
    card.write_text('{"format": 99, "name": "x"}')
    with pytest.raises(SnapshotDamaged, match="format 99"):
        Snapshot.open(tmp_path / "snapshot")
    card.unlink()
    with pytest.raises(SnapshotDamaged, match="stackway build"):
        Snapshot.open(tmp_path / "snapshot")


@pytest.mark.parametrize(
    ("name", "url", "found"),
    [
        ("", "https://sea.example/skipper/", world.SKIPPER),
        ("skipper certificate", "", world.SKIPPER),
        ("Skipper", "https://elsewhere.example/skipper", ""),
        ("", "", ""),
    ],
)
def test_a_badge_is_recognised_by_its_address_or_its_whole_name(sea: Snapshot, name: str, url: str, found: str) -> None:
    assert recognise(sea, name=name, url=url, issuer="Sea School").credential == found
