"""What goes wrong between an issuer's files and a built workspace, and that nothing is lost by it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.engine import Engine
from data.records import Records
from data.workspace import Workspace
from tests.api.cli.conftest import Stackway
from tests.world import DECKHAND, SKIPPER

DAY = ("--today", "2026-06-01")
SCRIPT = [sys.executable, "-c", "from api.cli import main; main()"]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def still_answers(stackway: Stackway) -> None:
    """The old state is whole: the skipper comes next."""
    told = stackway("recommend", "--holds", DECKHAND, "--goal", "skipper", *DAY, "--json").json
    assert told["recommendations"][0]["credential"] == SKIPPER


@pytest.mark.parametrize(
    ("words", "name", "content"),
    [
        (("--as", "esco"), "esco.zip", b"PK\x03\x04 cut short"),
        (("--as", "onet"), "onet.zip", b"PK\x03\x04 cut short"),
        (("--as", "catalogue"), "c.csv", "title,price\nKnots,3\n"),
        (("--as", "awards"), "a.csv", "who,what\nann,KNOTS\n"),
        (("--as", "crosswalk"), "x.csv", "a,b\n1,2\n"),
        (("--as", "oews"), "o.csv", "a,b\n1,2\n"),
        ((), "c.csv", b"id,name\nA,Caf\xe9\n"),
        (("--as", "catalogue"), "c.csv", "id|name\nA|Knots\n"),
        (("--as", "catalogue"), "c.csv", b"\x89PNG\r\n\x1a\n\0\0"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_and_the_old_state_stays(
    stackway: Stackway, tmp_path: Path, words: tuple[str, ...], name: str, content: str | bytes
) -> None:
    path = write(tmp_path / name, content)
    ran = stackway("import", path, "--issuer", "acme", *words)
    assert ran.code == 1, ran.said
    assert name in ran.err
    assert "Traceback" not in ran.err
    told = json.loads(stackway("import", path, "--issuer", "acme", *words, "--json").err.splitlines()[-1])
    assert told["hint"]
    still_answers(stackway)


def test_a_file_of_which_every_row_is_set_aside_ends_with_1_and_the_reasons(stackway: Stackway, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "learner,credential,date\nann,KNOTS,soon\nbob,KNOTS,later\n")
    ran = stackway("import", path, "--issuer", "acme")
    assert ran.code == 1
    assert "a.csv:2" in ran.said
    assert "a.csv:3" in ran.said
    assert len(stackway("import", path, "--issuer", "acme", "--json").json["imports"][0]["set_aside"]) == 2
    write(path, "learner,credential,date\nann,KNOTS,soon\nbob,KNOTS,2026-05-01\n")
    assert stackway("import", path, "--issuer", "acme").code == 0


def test_a_line_of_100_megabytes_is_set_aside_and_the_rest_is_read(stackway: Stackway, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    with path.open("wb") as file:
        file.write(b"id,name\nA,Anchors\nB,")
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b"\nC,Cables\n")
    told = stackway("import", path, "--issuer", "acme", "--json").json["imports"][0]
    assert told["read"]["credentials"] == 2
    assert told["set_aside"][0].startswith("c.csv:3")
    assert len(str(told)) < 2000
    path.write_bytes(b"id,name" + b"x" * 100_000_000)
    ran = stackway("import", path, "--issuer", "acme")
    assert ran.code == 1
    assert len(ran.err) < 2000


def test_credentials_that_ask_for_each_other_are_said_and_offered_to_nobody(stackway: Stackway, tmp_path: Path) -> None:
    rows = "id,name,requires,skills\nA,Ouro,B,tie knots\nB,Boros,A,tie knots\nSELF,Selfish,SELF,tie knots\n"
    write(tmp_path / "c.csv", rows)
    assert stackway("import", tmp_path / "c.csv", "--issuer", "acme").code == 0
    built = stackway("build", "--no-default-data", "--json")
    assert built.code == 0
    remarks = " ".join(built.json["remarks"])
    assert "acme:A" in remarks
    assert "acme:B" in remarks
    assert "acme:SELF" in remarks
    told = stackway("recommend", "--goal", "deckhand", *DAY, "--json").json
    assert not [one for one in told["recommendations"] if one["credential"].startswith("acme:")]
    assert stackway("explain", "acme:A", *DAY).code == 0
    assert "acme:A" in stackway("doctor").said
    still_answers(stackway)


def test_identifiers_met_twice_and_references_to_nothing_are_said_by_line(stackway: Stackway, tmp_path: Path) -> None:
    rows = (
        "id,name,requires,superseded_by,skills\n"
        "A,Anchors,,,tie knots\n"
        "A,Anchors again,,,tie knots\n"
        "B,Buoys,sea:NOPE,,tie knots\n"
        "C,Cables,,sea:GONE,no such skill as this one\n"
    )
    write(tmp_path / "c.csv", rows)
    told = stackway("import", tmp_path / "c.csv", "--issuer", "acme", "--json").json["imports"][0]
    assert [place.partition(" ")[0].rstrip(":") for place in told["set_aside"]] == ["c.csv:3"]
    remarks = stackway("build", "--no-default-data", "--json").json["remarks"]
    assert any(remark.startswith("c.csv:4") and "sea:NOPE" in remark for remark in remarks)
    told = stackway("recommend", "--goal", "deckhand", *DAY, "--json").json
    assert "acme:B" not in [one["credential"] for one in told["recommendations"]]
    still_answers(stackway)


def test_a_workspace_of_another_version_is_neither_read_nor_changed(stackway: Stackway, sea_workspace: Path) -> None:
    write(sea_workspace / "workspace.json", '{"layout": 99}')
    before = {path: path.read_bytes() for path in sea_workspace.rglob("*") if path.is_file()}
    for words in (
        ("recommend",),
        ("build",),
        ("import", sea_workspace / "workspace.json", "--as", "badges"),
        ("doctor",),
    ):
        ran = stackway(*words)
        assert ran.code == 1
        assert "99" in ran.err
        assert "another folder" in ran.said
    assert {path: path.read_bytes() for path in sea_workspace.rglob("*") if path.is_file()} == before


def test_a_snapshot_that_is_damaged_says_to_build_again(stackway: Stackway, sea_workspace: Path) -> None:
    folder = Workspace.open(sea_workspace).current_snapshot()
    for path in [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        ran = stackway("recommend", "--goal", "skipper", *DAY)
        assert ran.code == 1, path
        assert "stackway build" in ran.said, path.name
        path.write_bytes(whole)
    still_answers(stackway)


def test_a_folder_of_other_things_is_left_alone(stackway: Stackway, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    write(home / "letter.txt", "dear")
    ran = stackway("build", "-w", home)
    assert ran.code == 1
    assert "letter.txt" in ran.err
    assert [path.name for path in home.iterdir()] == ["letter.txt"]


def test_a_second_writer_is_told_to_wait_and_readers_go_on(
    stackway: Stackway, sea_workspace: Path, tmp_path: Path
) -> None:
    write(tmp_path / "c.csv", "id,name\nA,Anchors\n")
    held = (
        "import sys, pathlib\nfrom data.workspace import Workspace\n"
        "with Workspace.open(pathlib.Path(sys.argv[1])).writing():\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", held, str(sea_workspace)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        for words in (("import", tmp_path / "c.csv", "--issuer", "acme"), ("build", "--no-default-data")):
            ran = stackway(*words)
            assert ran.code == 1
            assert str(other.pid) in ran.err
            assert "Wait" in ran.err
        still_answers(stackway)
        other.kill()
    assert stackway("import", tmp_path / "c.csv", "--issuer", "acme").code == 0


def killed_after(seconds: float, *words: object) -> int:
    """Run a command and kill it so that it can't say goodbye; its exit code (negative: it was killed)."""
    running = subprocess.Popen([*SCRIPT, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        return running.wait()


def _took(*words: object) -> float:
    start = time.perf_counter()
    subprocess.run([*SCRIPT, *map(str, words)], check=True, capture_output=True)
    return time.perf_counter() - start


@pytest.mark.slow
def test_a_kill_in_the_middle_of_a_build_leaves_the_old_state_whole(sea_workspace: Path, tmp_path: Path) -> None:
    probe = shutil.copytree(sea_workspace, tmp_path / "probe", symlinks=True)
    write(tmp_path / "c.csv", "id,name,skills\nA,Anchors,tie knots\n")
    for folder in (probe, sea_workspace):
        subprocess.run(
            [*SCRIPT, "import", str(tmp_path / "c.csv"), "--issuer", "acme", "-w", str(folder)],
            check=True,
            capture_output=True,
        )
    whole = _took("build", "--no-default-data", "-w", probe)
    old, new = Workspace.open(sea_workspace).current_snapshot().name, Workspace.open(probe).current_snapshot().name
    assert old != new
    killed = 0
    for part in (0.4, 0.6, 0.75, 0.9):
        killed += killed_after(whole * part, "build", "--no-default-data", "-w", sea_workspace) < 0
        with Engine.open(sea_workspace) as engine:
            assert Workspace.open(sea_workspace).current_snapshot().name in (old, new)
            assert engine.credential(SKIPPER).name == "Skipper Certificate"
    assert killed >= 1
    _took("build", "--no-default-data", "-w", sea_workspace)
    with Engine.open(sea_workspace) as engine:
        assert engine.credential("acme:A").name == "Anchors"
    left = [path.name for path in (sea_workspace / "snapshots").iterdir()]
    assert len([name for name in left if name != "current"]) <= 2, left


@pytest.mark.slow
def test_a_kill_in_the_middle_of_an_import_loses_nothing_and_doubles_nothing(
    sea_workspace: Path, tmp_path: Path
) -> None:
    head, rows = "learner,credential,date\n", [f"learner-{n},{DECKHAND},2025-01-01\n" for n in range(4_000)]
    write(tmp_path / "first.csv", head + rows[0])
    write(tmp_path / "awards.csv", head + "".join(rows))
    write(tmp_path / "c.csv", "id,name\n" + "".join(f"C{n},Credential {n}\n" for n in range(1_000)))
    _took("import", tmp_path / "first.csv", "-w", sea_workspace)
    probe = shutil.copytree(sea_workspace, tmp_path / "probe", symlinks=True)
    files = ("import", tmp_path / "c.csv", tmp_path / "awards.csv", "--issuer", "acme", "-w")
    whole = _took(*files, probe)
    killed = 0
    for part in (0.5, 0.65, 0.8, 0.95):
        killed += killed_after(whole * part, *files, sea_workspace) < 0
        workspace = Workspace.open(sea_workspace)
        assert len(workspace.tables()["credentials"]) in (3, 1_003)
        with Records.open(workspace.records_url) as records:
            assert records.counts()["awards"] in (1, 4_000)
            assert records.awards_of("learner-0")
    assert killed >= 1
    _took(*files, sea_workspace)
    workspace = Workspace.open(sea_workspace)
    assert len(workspace.tables()["credentials"]) == 1_003
    with Records.open(workspace.records_url) as records:
        assert records.counts()["awards"] == 4_000
