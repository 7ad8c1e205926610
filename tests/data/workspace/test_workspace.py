"""A workspace keeps what it is given, in order, and says aloud what it can't do."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import WorkspaceError, WorkspaceMissing, WorkspaceVersion
from data.workspace import Workspace, locate
from tests.data.workspace.world import reading


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def labels(workspace: Workspace) -> list[str]:
    return list(workspace.tables()["skills"]["label"])


def test_the_option_wins_over_the_environment_and_the_environment_over_the_default() -> None:
    environ = {"STACKWAY_WORKSPACE": "/srv/e"}
    assert locate("/srv/o", environ) == Path("/srv/o")
    assert locate(None, environ) == Path("/srv/e")
    assert locate(None, {"STACKWAY_WORKSPACE": ""}) == Path("stackway-workspace")


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a file"])
def test_opening_what_is_no_workspace_says_what_to_run(tmp_path: Path, there: str) -> None:
    path = tmp_path / "w"
    if there == "an empty folder":
        path.mkdir()
    if there == "a file":
        path.write_text("hello")
    with pytest.raises(WorkspaceMissing, match=r"stackway build.*stackway demo"):
        Workspace.open(path)


def test_another_layout_is_refused_and_left_alone(workspace: Workspace) -> None:
    card = workspace.path / "workspace.json"
    card.write_text('{"layout": 99}')
    with pytest.raises(WorkspaceVersion, match="99"):
        Workspace.open(workspace.path)
    with pytest.raises(WorkspaceVersion):
        Workspace.create(workspace.path)
    assert json.loads(card.read_text()) == {"layout": 99}


@pytest.mark.parametrize("text", ["", "[]", "{", '"x"'])
def test_a_spoilt_card_is_said_aloud(workspace: Workspace, text: str) -> None:
    (workspace.path / "workspace.json").write_text(text)
    with pytest.raises(WorkspaceError, match=r"workspace\.json"):
        Workspace.open(workspace.path)


def test_a_folder_with_other_things_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match=r"thesis\.txt"):
        Workspace.create(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_creating_twice_keeps_what_is_there(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("bowline"))
    assert labels(Workspace.create(workspace.path)) == ["bowline of knots.csv"]


def test_a_part_comes_back_with_its_report(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("bowline", "hitch"))
    (info,) = workspace.parts()
    assert (info.name, info.source, dict(info.rows), dict(info.read)) == (
        "one",
        "knots.csv",
        {"skills": 2},
        {"skills": 2},
    )
    assert [str(row) for row in info.aside] == ["knots.csv:99: two values where the header has three"]
    assert info.remarks == ("a remark",)
    given = reading("bowline", "hitch").tables["skills"]
    assert workspace.part_tables("one")["skills"].equals(given)


def test_of_two_parts_with_the_same_skill_the_first_imported_stays_even_when_imported_again(
    workspace: Workspace,
) -> None:
    with workspace.writing():
        workspace.put_part("zebra", reading("bowline", source="zebra.csv"))
        workspace.put_part("ant", reading("bowline", "hitch", source="ant.csv"))
        workspace.put_part("zebra", reading("bowline", "sheet", source="zebra.csv"))
    assert [part.name for part in workspace.parts()] == ["zebra", "ant"]
    assert labels(workspace) == ["bowline of zebra.csv", "sheet of zebra.csv", "hitch of ant.csv"]


def test_a_part_can_be_removed_and_a_missing_one_is_named(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("bowline"))
        workspace.put_part("two", reading("hitch"))
        workspace.remove_part("one")
        with pytest.raises(WorkspaceError, match=r"'one'.*two"):
            workspace.remove_part("one")
    assert labels(workspace) == ["hitch of knots.csv"]
    with pytest.raises(WorkspaceError, match="'one'"):
        workspace.part_tables("one")
    assert len(list((workspace.path / "parts").iterdir())) == 1


def test_awards_are_not_kept_in_a_part(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("bowline", learner="ada-lovelace"))
    assert len(workspace.part_tables("one")["awards"]) == 0
    files = [path.read_bytes() for path in workspace.path.rglob("*") if path.is_file()]
    assert not any(b"ada-lovelace" in content for content in files)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a~1", "x" * 101, "a\0b"])
def test_a_name_that_would_leave_the_folder_is_refused(workspace: Workspace, name: str) -> None:
    with workspace.writing(), pytest.raises(WorkspaceError, match="name of a part"):
        workspace.put_part(name, reading("bowline"))
    assert workspace.parts() == ()


def test_nothing_changes_outside_of_writing(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"workspace\.writing"):
        workspace.put_part("one", reading("bowline"))
    with pytest.raises(WorkspaceError, match=r"workspace\.writing"), workspace.new_snapshot():
        pass


def test_a_missing_file_is_said_and_no_riddle(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("bowline"))
    (workspace.path / "parts" / "one~1" / "report.json").unlink()
    with pytest.raises(WorkspaceError, match="Import its file again"):
        workspace.parts()


def test_a_damaged_table_is_said(workspace: Workspace) -> None:
    with workspace.writing():
        workspace.put_part("one", reading("bowline"))
    (workspace.path / "parts" / "one~1" / "skills.parquet").write_bytes(b"PAR1 not really PAR1")
    with pytest.raises(WorkspaceError, match="damaged"):
        workspace.tables()


def build(workspace: Workspace, name: str, content: str) -> Path:
    with workspace.writing(), workspace.new_snapshot() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "arrays").write_text(content)
        return workspace.publish(folder, name)


def test_before_the_first_build_there_is_no_snapshot(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceMissing, match="stackway build"):
        workspace.current_snapshot()


def test_the_previous_snapshot_stays_and_older_ones_go(workspace: Workspace) -> None:
    for name in ("aaa", "bbb", "ccc"):
        assert build(workspace, name, name) == workspace.current_snapshot()
    assert (workspace.current_snapshot() / "deep" / "arrays").read_text() == "ccc"
    assert sorted(p.name for p in (workspace.path / "snapshots").iterdir()) == ["bbb", "ccc", "current"]


def test_the_same_snapshot_again_changes_nothing(workspace: Workspace) -> None:
    build(workspace, "aaa", "a")
    there = build(workspace, "bbb", "b")
    touched = (there / "deep" / "arrays").stat().st_ino
    assert build(workspace, "bbb", "b") == there
    assert (there / "deep" / "arrays").stat().st_ino == touched
    assert sorted(p.name for p in (workspace.path / "snapshots").iterdir()) == ["aaa", "bbb", "current"]


def test_a_damaged_snapshot_is_mended_by_building_it_again(workspace: Workspace) -> None:
    there = build(workspace, "aaa", "whole")
    (there / "deep" / "arrays").write_text("half")
    (there / "deep" / "arrays").unlink()
    build(workspace, "aaa", "whole")
    assert (workspace.current_snapshot() / "deep" / "arrays").read_text() == "whole"


def test_going_back_to_an_older_snapshot_works(workspace: Workspace) -> None:
    build(workspace, "aaa", "a")
    build(workspace, "bbb", "b")
    build(workspace, "aaa", "a")
    assert (workspace.current_snapshot() / "deep" / "arrays").read_text() == "a"


def test_a_build_that_fails_leaves_nothing(workspace: Workspace) -> None:
    build(workspace, "aaa", "a")
    with pytest.raises(ZeroDivisionError), workspace.writing(), workspace.new_snapshot() as folder:
        (folder / "half").write_text(str(1 // 0))
    assert sorted(p.name for p in (workspace.path / "snapshots").iterdir()) == ["aaa", "current"]


def test_a_foreign_or_empty_folder_is_not_published(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "f").write_text("f")
    with workspace.writing():
        with pytest.raises(WorkspaceError, match="new_snapshot"):
            workspace.publish(tmp_path / "x", "aaa")
        with workspace.new_snapshot() as folder, pytest.raises(WorkspaceError, match="empty"):
            workspace.publish(folder, "aaa")


def test_the_secret_is_made_once_and_only_its_owner_reads_it(workspace: Workspace) -> None:
    secret = workspace.secret()
    assert len(secret) == 32
    assert Workspace.open(workspace.path).secret() == secret
    assert stat.S_IMODE((workspace.path / "secret").stat().st_mode) == 0o600
    assert [p.name for p in workspace.path.iterdir() if p.name.startswith(".secret")] == []


def test_two_workspaces_have_two_secrets(tmp_path: Path) -> None:
    assert Workspace.create(tmp_path / "a").secret() != Workspace.create(tmp_path / "b").secret()


def test_opening_a_workspace_loads_no_table_library() -> None:
    script = "import sys, data.workspace; print([m for m in ('pandas', 'pyarrow', 'sqlalchemy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["put", "remove"])), max_size=8))
def test_parts_are_a_list_by_first_import(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str]]
) -> None:
    workspace = Workspace.create(tmp_path_factory.mktemp("w"))
    expected: list[str] = []
    with workspace.writing():
        for name, act in acts:
            if act == "put":
                workspace.put_part(name, reading(name))
                expected += [] if name in expected else [name]
            elif name in expected:
                workspace.remove_part(name)
                expected.remove(name)
    assert [part.name for part in workspace.parts()] == expected
    assert len(list(workspace.path.glob("parts/*"))) == len(expected)
