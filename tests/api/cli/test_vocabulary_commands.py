"""`stackway vocabulary`: the example of its guide runs, and what it says is what happens."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.engine import Engine
from data.workspace import Workspace
from tests.api.cli.conftest import Ran, Stackway

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "vocabulary"
GUIDE = ROOT / "docs" / "vocabularies.md"
ASKED = ("--holds", "sea:DECKHAND", "--goal", "skipper", "--limit", "3", "--today", "2026-06-01")


@pytest.fixture(scope="session")
def sea_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the example's first version in force and built, the second beside it; tests get copies."""
    from api.assembly import build_workspace
    from api.imports import Request, import_files
    from api.vocabularies import add

    folder = tmp_path_factory.mktemp("versions") / "ws"
    import_files(folder, [EXAMPLE / "sea-1"], Request(kind="esco"))
    import_files(folder, [EXAMPLE / "catalogue.csv"], Request(issuer="sea"))
    build_workspace(folder, with_default=False)
    add(folder, "sea-2", [EXAMPLE / "sea-2"], kind="esco")
    return folder


@pytest.fixture
def vocabulary(bare: Stackway, sea_versions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stackway:
    """`stackway vocabulary ...` over a copy of that workspace."""
    copy = shutil.copytree(sea_versions, tmp_path / "ws", symlinks=True)
    monkeypatch.setenv("STACKWAY_WORKSPACE", str(copy))
    return lambda *words: bare("vocabulary", *words)


def in_force(vocabulary: Stackway) -> list[str]:
    return [one["name"] for one in vocabulary("list", "--json").json["vocabularies"] if one["in_force"]]


def served(vocabulary: Stackway) -> list[str]:
    return [one["name"] for one in vocabulary("list", "--json").json["vocabularies"] if one["serving"]]


def test_the_versions_are_listed_and_the_one_in_force_is_marked(vocabulary: Stackway) -> None:
    rows = vocabulary("list", "--json").json["vocabularies"]
    assert [(row["name"], row["of"], row["in_force"]) for row in rows] == [
        ("esco-sea-1", "esco-sea-1", True),
        ("sea-2", "esco-sea-1", False),
    ]
    assert "in force, served" in vocabulary("list").said


def test_the_differences_are_those_that_the_eye_sees(vocabulary: Stackway) -> None:
    found = vocabulary("diff", "esco", "sea-2", "--json").json
    ids = {
        name: [one.get("id") or one["concept"]["id"] for one in found[name]]
        for name in ("added", "withdrawn", "renamed")
    }
    assert ids == {
        "added": ["esco:skill/charts"],
        "withdrawn": ["esco:skill/flags"],
        "renamed": ["esco:skill/navigation"],
    }
    (merged,) = found["merged"]
    assert (merged["concept"]["id"], merged["into"]["id"]) == ("esco:skill/hitches", "esco:skill/knots")
    assert merged["how"] == "alternate label"
    assert found["counts"]["moved"] == 1
    said = vocabulary("diff", "esco", "sea-2").said
    assert "find the way at sea is now navigate at sea (esco:skill/navigation)" in said
    assert "inferred" in said


def test_a_version_does_not_differ_from_itself(vocabulary: Stackway) -> None:
    assert "They say the same." in vocabulary("diff", "sea-2", "sea-2").said


def test_a_dry_run_says_what_is_touched_and_why_a_list_changes_and_changes_nothing(vocabulary: Stackway) -> None:
    before = {path: path.read_bytes() for path in Path("ws").rglob("*") if path.is_file()}
    told = vocabulary("upgrade", "esco", "--to", "sea-2", "--dry-run", "--json", *ASKED).json
    codes = {one["id"]: [touch["code"] for touch in one["touches"]] for one in told["credentials"]}
    assert codes == {
        "sea:DECKHAND": ["merged"],
        "sea:SIGNALS": ["withdrawn"],
        "sea:CHARTS": ["label"],
        "sea:SKIPPER": ["label"],
    }
    changed = {one["credential"]: one for one in told["why"]["changed"]}
    assert changed["sea:CHARTS"]["how"] == "entered"
    assert changed["sea:SIGNALS"]["how"] == "left"
    assert "The goal asks for 'read electronic charts' (listed as essential) now" in changed["sea:CHARTS"]["causes"][0]
    assert "withdrawn in sea-2" in changed["sea:SIGNALS"]["causes"][0]
    assert told["published"] is False
    after = {path: path.read_bytes() for path in Path("ws").rglob("*") if path.is_file()}
    assert {path.as_posix() for path in before.keys() ^ after.keys()} <= {
        "ws/records.sqlite-wal",
        "ws/records.sqlite-shm",
    }
    assert all(after[path] == before[path] for path in before if path.name != "records.sqlite")
    assert in_force(vocabulary) == served(vocabulary) == ["esco-sea-1"]


def test_an_upgrade_is_served_explained_and_taken_back(vocabulary: Stackway, bare: Stackway) -> None:
    first = bare("recommend", "--goal", "skipper", "--json").json["snapshot"]
    said = vocabulary("upgrade", "esco", "--to", "sea-2").said
    assert "To go back: stackway vocabulary upgrade esco-sea-1 --to esco-sea-1" in said
    assert in_force(vocabulary) == served(vocabulary) == ["sea-2"]
    assert bare("recommend", "--goal", "skipper", "--json").json["snapshot"] != first
    why = vocabulary("explain", *ASKED).said
    assert "Chart Certificate (sea:CHARTS) entered the list as number 2" in why
    assert "added in sea-2" in why
    assert vocabulary("upgrade", "esco", "--to", "esco-sea-1").code == 0
    assert in_force(vocabulary) == served(vocabulary) == ["esco-sea-1"]
    assert bare("recommend", "--goal", "skipper", "--json").json["snapshot"] == first


def test_a_build_keeps_the_choice(vocabulary: Stackway, bare: Stackway) -> None:
    vocabulary("upgrade", "esco", "--to", "sea-2")
    made = bare("build", "--no-default-data", "--json").json
    assert in_force(vocabulary) == served(vocabulary) == ["sea-2"]
    assert any("carried on to sea-2" in remark for remark in made["remarks"])


def test_a_credential_keeps_its_merged_skill_and_its_reason_says_how(vocabulary: Stackway, bare: Stackway) -> None:
    vocabulary("upgrade", "esco", "--to", "sea-2")
    told = bare("explain", "sea:DECKHAND", "--goal", "deckhand", "--json").json
    origins = [e["origin"] for one in told["recommendations"] for r in one["reasons"] for e in r["evidence"]]
    assert any("esco:skill/hitches (make hitches) was merged into esco:skill/knots" in (o or "") for o in origins)


def test_a_skill_that_a_learner_has_is_known_by_its_older_identifier_too(vocabulary: Stackway, bare: Stackway) -> None:
    with Engine.open(Path("ws")) as engine:
        engine.records.know_already("ann", "esco:skill/hitches", datetime(2026, 6, 1, tzinfo=UTC))
    vocabulary("upgrade", "esco", "--to", "sea-2")
    older = bare("match", "deckhand", "--skill", "esco:skill/hitches", "--json").json
    assert [need["skill"] for need in older["have"]] == ["esco:skill/knots"]
    with Engine.open(Path("ws")) as engine:
        assert engine.already_known("ann") == {"esco:skill/knots"}


def test_why_a_list_would_change_can_be_asked_before(vocabulary: Stackway) -> None:
    told = vocabulary("explain", "--to", "sea-2", *ASKED, "--json").json
    assert {one["credential"]: one["how"] for one in told["why"]["changed"]}["sea:CHARTS"] == "entered"
    assert served(vocabulary) == ["esco-sea-1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("diff", "esco", "esco-9"), "is no vocabulary of this workspace"),
        (("upgrade", "esco", "--to", "esco-sea-1"), "in force already"),
        (("upgrade", "nothing", "--to", "sea-2"), "is no vocabulary of this workspace"),
        (("explain",), "Nothing was said of the learner"),
        (("explain", "--holds", "sea:NOTHING", "--to", "sea-2"), "No credential is called 'sea:NOTHING'"),
        (("explain", "--skill", "fly a kite", "--to", "sea-2"), "No skill is called 'fly a kite'"),
        (("explain", "--goal", "skipper"), "one snapshot only"),
        (("add", "sea-3", "--from", str(EXAMPLE / "catalogue.csv")), "holds neither skills nor occupations"),
        (("add", "esco-sea-1", "--from", str(EXAMPLE / "sea-2"), "--as", "esco"), "the name of a part already"),
        (("add", "../up", "--from", str(EXAMPLE / "sea-2"), "--as", "esco"), "can't be the name of a version"),
        (("add", "sea-3", "--from", "nowhere.zip", "--as", "esco"), "nowhere.zip"),
        (("add", "sea-3", "--from", "a", "--from", "b"), "Several files are one version of ESCO or O*NET only"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_what_makes_no_sense_is_said_with_what_to_do(vocabulary: Stackway, words: tuple[str, ...], said: str) -> None:
    ran: Ran = vocabulary(*words)
    assert ran.code == 1
    assert said in ran.said
    assert "Traceback" not in ran.err
    assert in_force(vocabulary) == ["esco-sea-1"]


def test_a_build_that_fails_leaves_the_version_that_was_in_force(vocabulary: Stackway) -> None:
    kept = Path("ws/records.sqlite").read_bytes()
    Path("ws/records.sqlite").write_bytes(b"no database at all" * 100)
    assert vocabulary("upgrade", "esco", "--to", "sea-2").code == 1
    Path("ws/records.sqlite").write_bytes(kept)
    assert in_force(vocabulary) == served(vocabulary) == ["esco-sea-1"]
    assert [path.name for path in Path("ws/snapshots").iterdir() if path.name.startswith(".new")] == []


def test_every_line_of_the_guide_runs(bare: Stackway, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "examples" / "vocabulary")
    blocks = re.findall(r"<!-- tested -->\s*```console\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    assert len(lines) >= 9
    for line in lines:
        ran = bare(*shlex.split(line)[1:])
        assert ran.code == 0, f"$ {line}\n{ran.said}"
        assert ran.out.strip(), line
    assert Workspace.open(tmp_path / "stackway-workspace").in_force()["esco-sea-1"] == "esco-sea-1"
