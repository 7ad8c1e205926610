"""Versions beside a part: no build sees them until one is chosen, and the choice is one step, back as well as forth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.errors import WorkspaceError
from data.reading import Reading, Report
from data.tables import TableRows
from data.workspace import Workspace
from tests.data.workspace.world import reading


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A part called `knots` with a version beside it called `knots-2`, and another part."""
    made = Workspace.create(tmp_path / "ws")
    with made.writing():
        made.put_part("knots", reading("bowline"))
        made.put_part("sails", reading("jib", source="sails.csv"))
        made.put_version("knots-2", "knots", reading("hitch", source="knots-2.csv"))
    return made


def skills(workspace: Workspace, **instead: str) -> list[str]:
    return workspace.tables(instead)["skills"]["id"].tolist()


def test_a_version_that_is_not_chosen_is_in_no_table(workspace: Workspace) -> None:
    assert skills(workspace) == ["x:bowline", "x:jib"]
    assert [part.name for part in workspace.parts()] == ["knots", "sails"]
    (version,) = workspace.versions()
    assert (version.name, version.of, version.chosen) == ("knots-2", "knots", False)
    assert version.info.rows == {"skills": 1}


def test_a_chosen_version_stands_in_its_parts_place_and_the_part_can_be_had_back(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.choose_version("knots", "knots-2")
    assert skills(workspace) == ["x:hitch", "x:jib"]
    assert workspace.in_force() == {"knots": "knots-2", "sails": "sails"}
    with workspace.writing():
        workspace.choose_version("knots", "knots")
    assert skills(workspace) == ["x:bowline", "x:jib"]


def test_tables_can_be_asked_for_as_they_would_be(workspace: Workspace) -> None:
    assert skills(workspace, knots="knots-2") == ["x:hitch", "x:jib"]
    assert skills(workspace) == ["x:bowline", "x:jib"]
    with pytest.raises(WorkspaceError, match="knots-3"):
        workspace.tables({"knots": "knots-3"})


def test_both_sides_can_be_read(workspace: Workspace) -> None:
    assert workspace.version_tables("knots")["skills"]["id"].tolist() == ["x:bowline"]
    assert workspace.version_tables("knots-2")["skills"]["id"].tolist() == ["x:hitch"]
    with pytest.raises(WorkspaceError, match=r"knots-2"):
        workspace.version_tables("knots-9")


def test_what_a_part_holds_beside_its_vocabulary_stays(tmp_path: Path) -> None:
    place = {"issuer": "x", "source": "s", "locator": "f:2"}
    rows = TableRows("x", "s")
    rows.append("skills", {"id": "x:bowline", "vocabulary": "x", "label": "bowline", **place})
    rows.append("skill_relations", {"subject": "x:bowline", "predicate": "related", "object": "x:bowline", **place})
    rows.append("credentials", {"id": "x:c", "name": "Knots", **place})
    workspace = Workspace.create(tmp_path / "both")
    with workspace.writing():
        workspace.put_part("knots", Reading(rows.tables(), Report("s")))
        workspace.put_version("knots-2", "knots", reading("hitch"))
    tables = workspace.tables({"knots": "knots-2"})
    assert tables["credentials"]["id"].tolist() == ["x:c"]
    assert tables["skills"]["id"].tolist() == ["x:hitch"]
    assert not len(tables["skill_relations"]), "what the version doesn't say isn't said"


def test_importing_the_part_again_leaves_the_choice_alone(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.choose_version("knots", "knots-2")
        workspace.put_part("knots", reading("sheet bend"))
    assert skills(workspace) == ["x:hitch", "x:jib"]
    assert workspace.version_tables("knots")["skills"]["id"].tolist() == ["x:sheet bend"]


def test_a_version_that_is_brought_again_stays_chosen(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.choose_version("knots", "knots-2")
        workspace.put_version("knots-2", "knots", reading("splice"))
    assert skills(workspace) == ["x:splice", "x:jib"]


def test_names_are_of_one_thing(workspace: Workspace) -> None:
    with workspace.writing():
        with pytest.raises(WorkspaceError, match="a part already"):
            workspace.put_version("sails", "knots", reading("a"))
        with pytest.raises(WorkspaceError, match="a version of knots"):
            workspace.put_version("knots-2", "sails", reading("a"))
        with pytest.raises(WorkspaceError, match="the name of a version"):
            workspace.put_part("knots-2", reading("a"))
        with pytest.raises(WorkspaceError, match="no part"):
            workspace.put_version("new", "ropes", reading("a"))


def test_the_chosen_version_is_not_removed_and_another_is_with_its_files(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.choose_version("knots", "knots-2")
        with pytest.raises(WorkspaceError, match="builds take"):
            workspace.remove_version("knots-2")
        workspace.choose_version("knots", "knots")
        workspace.remove_version("knots-2")
    assert workspace.versions() == ()
    assert sorted(path.name for path in (workspace.path / "parts").iterdir()) == ["knots~1", "sails~1"]


def test_a_part_goes_with_its_versions(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.remove_part("knots")
    assert workspace.versions() == ()
    assert skills(workspace) == ["x:jib"]


def test_what_a_killed_writer_left_goes_and_versions_stay(workspace: Workspace) -> None:
    left = workspace.path / "parts" / "knots-2~7"
    left.mkdir()
    with workspace.writing():
        pass
    assert not left.exists()
    assert len(workspace.versions()) == 1


def test_only_the_writer_changes_versions(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="writer"):
        workspace.put_version("v", "knots", reading("a"))
    with pytest.raises(WorkspaceError, match="writer"):
        workspace.choose_version("knots", "knots-2")
    with pytest.raises(WorkspaceError, match="writer"):
        workspace.remove_version("knots-2")


def test_a_list_without_versions_is_a_workspace_from_before_there_were_any(workspace: Workspace) -> None:
    path = workspace.path / "parts.json"
    card = json.loads(path.read_text())
    del card["versions"]
    path.write_text(json.dumps(card))
    assert workspace.versions() == ()
    assert skills(workspace) == ["x:bowline", "x:jib"]


@pytest.mark.parametrize("text", ["[]", '{"parts": [], "versions": [{}]}', '{"parts": [], "versions": 3}'])
def test_a_damaged_list_is_said_to_be_damaged(workspace: Workspace, text: str) -> None:
    (workspace.path / "parts.json").write_text(text)
    with pytest.raises(WorkspaceError, match=r"can't be read"):
        workspace.versions()
