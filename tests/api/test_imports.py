"""Files that an issuer brings, told apart and kept where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import BadOption
from api.imports import Request, import_files, part_name
from data.errors import UnknownKind, UnreadableFile
from data.formats import format_of
from data.records import Records
from data.workspace import Workspace

CATALOGUE = "id,name\nKNOTS,Knots\nROPES,Ropes\n"
AWARDS = "learner,credential,date\nann,KNOTS,2025-01-01\n"
ACME = Request(issuer="acme")
EXAMPLE = Path(__file__).parents[2] / "examples" / "issuer"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.csv", CATALOGUE, "catalogue"),
        ("a.csv", " ID , Name ,extra\n1,x,y\n", "catalogue"),
        ("a.csv", AWARDS, "awards"),
        ("a.csv", "title,text\nSailor,ropes\n", "postings"),
        ("a.jsonl", '{"title": "Sailor"}\n', "postings"),
        ("a.json", '{"@type": "JobPosting"}', "postings"),
        ("a.json", '{"type": "Assertion", "badge": {}}', "badges"),
        ("a.jwt", "x.y.z", "badges"),
        ("shop/credentials.csv", CATALOGUE, "catalogue"),
    ],
)
def test_a_file_is_told_by_what_is_in_it(tmp_path: Path, name: str, text: str, kind: str) -> None:
    path = write(tmp_path, name, text)
    assert format_of(path.parent if "/" in name else path).name == kind


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "colour,size\nred,3\n"),
        ("a.csv", ""),
        ("a.json", '{"x": 1}'),
        ("a.zip", "PK"),
        ("d/a", ""),
    ],
)
def test_what_cant_be_told_is_asked_for(tmp_path: Path, name: str, text: str) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(UnknownKind) as caught:
        format_of(path.parent if name == "d/a" else path)
    assert "--as" in caught.value.hint


def test_json_that_cant_be_read_is_told_with_its_place_rather_than_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"line 2, column 7"):
        format_of(write(tmp_path, "a.json", '{"x": 1,\n "y": /* a comment */ 2}'))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", '{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Badge"}', "JSON Schema"),
        ("a.html", "<html><body>Badge of knots</body></html>", "no JobPosting"),
        ("a.json", '{"colour": "red"}', "the keys colour"),
    ],
)
def test_what_was_found_instead_is_said(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(UnknownKind, match=words):
        format_of(write(tmp_path, name, text))


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a"])
def test_a_file_that_isnt_there_is_said_so_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile):
        import_files(tmp_path / "ws", [tmp_path / name], ACME)
    assert not (tmp_path / "ws").exists()


def test_a_kind_that_there_isnt_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", CATALOGUE)
    with pytest.raises(UnknownKind):
        import_files(tmp_path / "ws", [path], Request(kind="boat", issuer="acme"))
    assert not (tmp_path / "ws").exists()


@pytest.mark.parametrize("issuer", ["Acme Inc", "a:b", "../up", "-x", "x" * 41, "é"])
def test_an_issuer_that_cant_begin_identifiers_is_refused(tmp_path: Path, issuer: str) -> None:
    path = write(tmp_path, "a.csv", CATALOGUE)
    with pytest.raises(BadOption) as caught:
        import_files(tmp_path / "ws", [path], Request(issuer=issuer))
    assert "--issuer acme" in caught.value.hint


def test_two_files_of_one_name_dont_silently_take_each_others_place(tmp_path: Path) -> None:
    one, two = write(tmp_path, "x/c.csv", CATALOGUE), write(tmp_path, "y/c.csv", "id,name\nSAILS,Sails\n")
    with pytest.raises(BadOption) as caught:
        import_files(tmp_path / "ws", [one, two], ACME)
    assert str(two) in caught.value.message
    assert not (tmp_path / "ws").exists()


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "c.csv", CATALOGUE)
    assert len(import_files(tmp_path / "ws", [path, path], ACME)) == 1


def test_names_in_other_letters_are_told_apart() -> None:
    names = {part_name("catalogue", "acme", Path(name)) for name in ("каталог.csv", "список.csv", "目录.csv", ".csv")}
    assert len(names) == 4
    long = {part_name("catalogue", "acme", Path("x" * 200 + end)) for end in ("a", "b")}
    assert len(long) == 2
    assert all(len(name) <= 100 and name.isascii() for name in names | long)


def test_a_newer_version_of_a_file_takes_the_place_of_the_older(tmp_path: Path) -> None:
    path = write(tmp_path, "c.csv", CATALOGUE)
    import_files(tmp_path / "ws", [path], ACME)
    write(tmp_path, "c.csv", "id,name\nSAILS,Sails\n")
    import_files(tmp_path / "ws", [path], ACME)
    assert list(Workspace.open(tmp_path / "ws").tables()["credentials"]["id"]) == ["acme:SAILS"]


def test_a_version_of_which_nothing_can_be_read_leaves_the_older(tmp_path: Path) -> None:
    path = write(tmp_path, "c.csv", CATALOGUE)
    import_files(tmp_path / "ws", [path], ACME)
    write(tmp_path, "c.csv", "id,name\n,\nX,\n")
    (done,) = import_files(tmp_path / "ws", [path], ACME)
    assert done.report.aside
    assert len(Workspace.open(tmp_path / "ws").tables()["credentials"]) == 2


def test_awards_go_to_the_records_once_and_their_report_stays(tmp_path: Path) -> None:
    catalogue = write(tmp_path, "c.csv", CATALOGUE)
    awards = write(tmp_path, "a.csv", AWARDS + ",KNOTS,2025-01-01\nben,KNOTS,soon\n")
    first = import_files(tmp_path / "ws", [awards, catalogue], ACME)
    assert [one.kind for one in first] == ["catalogue", "awards"]
    assert first[1].new_awards == 1
    assert import_files(tmp_path / "ws", [awards], ACME)[0].new_awards == 0
    workspace = Workspace.open(tmp_path / "ws")
    with Records.open(workspace.records_url) as records:
        assert [award.credential for award in records.awards_of("ann")] == ["acme:KNOTS"]
    kept = next(part for part in workspace.parts() if part.name.startswith("awards"))
    assert [row.locator for row in kept.aside] == ["a.csv:3", "a.csv:4"]
    tables = [path for path in (tmp_path / "ws" / "parts").rglob("*") if path.is_file()]
    assert not any(b"ben" in path.read_bytes() for path in tables)


def test_a_platform_export_is_read_once_its_guessed_columns_are_confirmed(tmp_path: Path) -> None:
    text = "Recipient Email,Badge Template Name,Issued At,State\nann@x.example,Knots,2025-01-01,accepted\n"
    path = write(tmp_path, "export.csv", text)
    try:
        kind = format_of(path).name
    except UnknownKind:
        pytest.fail("the columns of an export that a platform documents aren't known")
    assert kind == "platform"
    with pytest.raises(UnknownKind) as caught:
        import_files(tmp_path / "ws", [path], ACME)
    assert "--mapping" in caught.value.hint
    shown: list[str] = []
    request = Request(issuer="acme", mapping=tmp_path / "map.toml", confirm=lambda told: not shown.append(told))
    import_files(tmp_path / "ws", [path], request)
    assert len(shown) == 1
    assert (tmp_path / "map.toml").exists()
    import_files(tmp_path / "ws", [path], Request(issuer="acme", mapping=tmp_path / "map.toml"))


def test_the_made_up_issuer_is_read_whole(tmp_path: Path) -> None:
    done = import_files(tmp_path / "ws", [EXAMPLE / "catalogue.csv", EXAMPLE / "awards.csv"], ACME)
    assert not any(one.report.aside or one.report.remarks for one in done)
    assert done[0].report.read["credentials"] == 12
    with Records.open(Workspace.open(tmp_path / "ws").records_url) as records:
        assert len(records.learners("acme")) == 40
