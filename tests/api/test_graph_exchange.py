"""Push, pull and diff between a workspace and a store elsewhere: nothing that was edited there is lost in silence."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from api.assembly import build_workspace
from api.engine import Engine
from api.errors import BadOption, GraphEdited
from api.graph_exchange import compared, edits_of, pull, push
from api.graph_note import noted_graph
from api.graph_store import open_store, shown
from data.workspace import Workspace
from graph.embedded import EmbeddedStore
from graph.errors import GraphDamaged, GraphMissing, GraphStoreError
from graph.skills_graph import SkillsGraph
from graph.statements import Edge, Node, properties
from tests import world

TODAY = date(2026, 6, 1)


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A store elsewhere: a folder, as another team might share it."""
    return f"file://{tmp_path}/elsewhere"


def edit(
    address: str, *, more: tuple[Edge, ...] = (), without: tuple[str, ...] = (), nodes: tuple[Node, ...] = ()
) -> None:
    """What a person does in the store: add edges, take away those to a skill, exchange or add nodes."""
    with open_store(address) as store:
        graph = store.load()
        ids = {node.id for node in nodes}
        kept = [node for node in graph.nodes() if node.id not in ids]
        store.save(SkillsGraph([*nodes, *kept], [*(e for e in graph.edges() if e.object not in without), *more]))


TAUGHT = Edge(world.RADIO, "teaches", world.NAVIGATION, "stated", properties(weight=0.5, confidence=1.0))


def test_what_is_pushed_is_the_same_there_and_a_second_push_changes_nothing(sea_workspace: Path, address: str) -> None:
    first = push(sea_workspace, address)
    assert push(sea_workspace, address) == first
    assert not compared(sea_workspace, address)
    with EmbeddedStore(sea_workspace / "graph") as own:
        assert own.stats() == first


def test_a_diff_tells_what_was_edited_there(sea_workspace: Path, address: str) -> None:
    push(sea_workspace, address)
    edit(address, more=(TAUGHT,))
    assert compared(sea_workspace, address).counts() == {("edge", "teaches", "added"): 1}


def test_a_push_over_edits_is_refused_and_forced_where_that_is_meant(sea_workspace: Path, address: str) -> None:
    push(sea_workspace, address)
    edit(address, more=(TAUGHT,))
    with pytest.raises(GraphEdited, match="graph pull") as refused:
        push(sea_workspace, address)
    assert world.NAVIGATION in refused.value.message
    with open_store(address) as store:
        assert TAUGHT in set(store.load().edges()), "the refused push has changed nothing"
    push(sea_workspace, address, force=True)
    assert not compared(sea_workspace, address)


def test_a_build_over_edits_is_refused_and_the_last_snapshot_goes_on(sea_workspace: Path, address: str) -> None:
    build_workspace(sea_workspace, with_default=False, graph=address)
    before = Workspace.open(sea_workspace).current_snapshot()
    edit(address, more=(TAUGHT,))
    with pytest.raises(GraphEdited):
        build_workspace(sea_workspace, with_default=False, graph=address)
    assert Workspace.open(sea_workspace).current_snapshot() == before


def test_pulled_edits_are_in_the_answers_of_every_build_after_with_their_place(
    sea_workspace: Path, address: str
) -> None:
    build_workspace(sea_workspace, with_default=False, graph=address)
    edit(address, more=(TAUGHT,), without=(world.KNOTS,))
    pulled = pull(sea_workspace, address, today=TODAY)
    assert {change.what for change in pulled.taken} == {"added", "removed"}
    assert not pulled.aside
    for _ in range(2):
        build_workspace(sea_workspace, with_default=False, graph=address)
        with Engine.open(sea_workspace) as engine:
            taught = {one.skill: one for one in engine.credential(world.RADIO).teaches}
            assert taught[world.NAVIGATION].weight == 0.5
            assert taught[world.NAVIGATION].provenance.locator.startswith("graph/edits.jsonl:")
            assert shown(address) in taught[world.NAVIGATION].provenance.origin
            assert world.KNOTS not in {one.skill for one in engine.credential(world.DECKHAND).teaches}
    build_workspace(sea_workspace, with_default=False)
    assert not compared(sea_workspace, address)


def test_edits_outlive_an_import_and_an_import_outlives_the_edits(sea_workspace: Path, address: str) -> None:
    """A pull after an import takes what was edited, and doesn't take back what was imported since the push."""
    from data.reading import Reading, Report

    build_workspace(sea_workspace, with_default=False, graph=address)
    edit(address, more=(TAUGHT,))
    workspace = Workspace.open(sea_workspace)
    with workspace.writing():
        more = [{"id": "esco:skill/cooking", "vocabulary": "esco", "label": "cook at sea"}]
        workspace.put_part("more", Reading(world.tables(skills=more), Report("more")))
    build_workspace(sea_workspace, with_default=False)
    assert [c.either for c in pull(sea_workspace, address, today=TODAY).taken] == [TAUGHT]
    build_workspace(sea_workspace, with_default=False, graph=address)
    with open_store(address) as store:
        graph = store.load()
    assert "esco:skill/cooking" in graph
    assert world.NAVIGATION in {e.object for e in graph.teaches(world.RADIO)}


def test_an_edit_that_was_undone_there_is_no_edit_any_more(sea_workspace: Path, address: str) -> None:
    build_workspace(sea_workspace, with_default=False, graph=address)
    snapshot = Workspace.open(sea_workspace).current_snapshot()
    edit(address, more=(TAUGHT,))
    pull(sea_workspace, address, today=TODAY)
    edit(address, without=(world.NAVIGATION,))
    with open_store(address) as store, EmbeddedStore(sea_workspace / "graph") as own:
        store.save(own.load())
    pull(sea_workspace, address, today=TODAY)
    assert not edits_of(Workspace.open(sea_workspace))
    build_workspace(sea_workspace, with_default=False, graph=address)
    assert Workspace.open(sea_workspace).current_snapshot().name.partition("~")[0] == snapshot.name.partition("~")[0]


def test_what_tables_can_not_say_is_set_aside_with_the_reason(sea_workspace: Path, address: str) -> None:
    push(sea_workspace, address)
    radio = Node(world.RADIO, "credential", "Marine Radio Certificate", properties(page_url="javascript:alert(1)"))
    edit(
        address,
        nodes=(radio, Node("no prefix", "skill", "A"), Node("x:z", "planet", "Z")),
        more=(
            Edge(world.RADIO, "requires", world.DECKHAND),
            Edge(world.RADIO, "adores", world.DECKHAND),
            Edge(world.RADIO, "teaches", world.KNOTS, "stated", properties(weight=7.0)),
        ),
    )
    pulled = pull(sea_workspace, address, today=TODAY)
    assert not pulled.taken
    told = " ".join(map(str, pulled.aside))
    for reason in ("web address", "prefix", "no kind", "`requirement`", "no predicate", "from 0 to 1"):
        assert reason in told


def test_a_requirement_that_was_edited_is_checked_from_then_on(sea_workspace: Path, address: str) -> None:
    build_workspace(sea_workspace, with_default=False, graph=address)
    with open_store(address) as store:
        said = dict(store.load().node(world.RADIO).properties)
    said["requirement"] = '{"holds":"sea:DECKHAND"}'
    edit(
        address,
        nodes=(Node(world.RADIO, "credential", "Marine Radio Certificate", properties(**said)),),
        more=(Edge(world.RADIO, "requires", world.DECKHAND),),
    )
    assert not pull(sea_workspace, address, today=TODAY).aside
    build_workspace(sea_workspace, with_default=False, graph=address)
    with Engine.open(sea_workspace) as engine:
        assert engine.credential(world.RADIO).requirement is not None


def test_a_store_that_another_workspace_filled_is_not_overwritten(sea_workspace: Path, address: str) -> None:
    with open_store(address) as store:
        store.save(SkillsGraph([Node("y:a", "skill", "theirs")], []))
    with pytest.raises(GraphEdited, match="isn't one that this workspace put there"):
        push(sea_workspace, address)


def test_nothing_there_and_nothing_here_are_told(sea_workspace: Path, address: str, tmp_path: Path) -> None:
    for verb in (compared, lambda path, store: pull(path, store, today=TODAY)):
        with pytest.raises(GraphMissing):
            verb(sea_workspace, address)
    Workspace.create(tmp_path / "unbuilt")
    with pytest.raises(GraphMissing, match="stackway build"):
        push(tmp_path / "unbuilt", address)


def test_the_snapshot_is_the_same_from_either_store_and_knows_its_graph(sea_workspace: Path, address: str) -> None:
    embedded = build_workspace(sea_workspace, with_default=False)
    elsewhere = build_workspace(sea_workspace, with_default=False, graph=address)
    assert embedded == elsewhere
    assert noted_graph(Workspace.open(sea_workspace).current_snapshot()) == elsewhere.graph
    with open_store(address) as store:
        assert store.stats().name == elsewhere.graph


def test_a_line_of_the_journal_that_is_none_is_named(sea_workspace: Path) -> None:
    (sea_workspace / "graph" / "edits.jsonl").write_text('{"before": 1}\n')
    with pytest.raises(GraphStoreError, match=r"edits\.jsonl:1"):
        build_workspace(sea_workspace, with_default=False)


@pytest.mark.parametrize(
    "address", ["http://me:hush@host", "neo4j://", "bolt://me:hush@", "somewhere", "file://host/hush", "bolt://a:hush"]
)
def test_an_address_that_is_none_is_refused_with_an_example_and_without_the_password(address: str) -> None:
    with pytest.raises(BadOption, match="neo4j://user:password") as refused:
        open_store(address)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("address", ["neo4j://me:1/hush@host", "bolt://me:1?hush@host", "bolt://me:1#hush@host"])
def test_a_password_that_breaks_the_address_is_not_shown_in_pieces(address: str) -> None:
    for verb in (shown, open_store):
        with pytest.raises(BadOption, match="%2F") as refused:
            verb(address)
        assert "hush" not in str(refused.value)


def test_without_the_driver_the_extra_to_install_is_named() -> None:
    code = """
import sys
sys.modules["neo4j"] = None
from api.graph_store import open_store
from graph.errors import GraphStoreError
try:
    open_store("bolt://me:hush@127.0.0.1")
except GraphStoreError as error:
    print(error)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "stackway[neo4j]" in ran.stdout
    assert "hush" not in ran.stdout


def test_a_graph_there_that_is_damaged_is_replaced_by_force_only(sea_workspace: Path, address: str) -> None:
    push(sea_workspace, address)
    for file in Path(address.removeprefix("file://")).glob("graph-*/edges.parquet"):
        file.write_bytes(b"?")
    with pytest.raises(GraphDamaged, match="--force"):
        push(sea_workspace, address)
    push(sea_workspace, address, force=True)
    assert not compared(sea_workspace, address)
