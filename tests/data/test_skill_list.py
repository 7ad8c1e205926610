"""An issuer's own skills out of a plain table: what is there is taken, what makes no sense is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import WrongColumns
from data.formats import Asked, format_of
from data.reading import Reading
from data.tables import rows_of

ESCO = "esco:skill/60000000-0000-4000-8000-000000000001"

ADDRESS = f"http://data.europa.eu/{ESCO.replace(':', '/')}"


def written(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def taken(path: Path, issuer: str = "acme") -> Reading:
    format_ = format_of(path)
    assert format_.name == "skills"
    return format_.read(path, Asked(issuer))


def relations(found: Reading) -> set[tuple[str, str, str]]:
    rows = rows_of(found.tables["skill_relations"]) if "skill_relations" in found.tables else []
    return {(row["subject"], row["predicate"], row["object"]) for row in rows}


def test_all_columns_are_taken(tmp_path: Path) -> None:
    found = taken(written(tmp_path, "id,label,description,alternates,broader,type,same_as\n"
        "S1,Ropework,All about ropes,,,group,\n"
        f"S2,Tie knots,,Knotting | Ropes ||Knotting,S1|acme:S3,Skill,{ESCO}|{ADDRESS}\n"
        "S3,Marine radio,,,ropework,technology,onet:tech/radio\n"))  # fmt: skip
    rows = {row["id"]: row for row in rows_of(found.tables["skills"])}
    assert list(rows) == ["acme:S1", "acme:S2", "acme:S3"]
    assert (rows["acme:S1"]["kind"], rows["acme:S1"]["description"]) == ("group", "All about ropes")
    assert list(rows["acme:S2"]["alt_labels"]) == ["Knotting", "Ropes"]
    assert {(row["vocabulary"], row["issuer"], row["status"]) for row in rows.values()} == {("acme", "acme", "active")}
    assert rows["acme:S3"]["locator"] == "own.csv:4"
    assert relations(found) == {
        ("acme:S2", "broader", "acme:S1"),
        ("acme:S2", "broader", "acme:S3"),
        ("acme:S2", "exact match", ESCO),
        ("acme:S3", "broader", "acme:S1"),
        ("acme:S3", "exact match", "onet:tech/radio"),
    }
    assert not found.report.aside


def test_a_label_alone_is_enough(tmp_path: Path) -> None:
    rows = rows_of(taken(written(tmp_path, "label\nTie knots\nC++ (basics)\n"))
                   .tables["skills"])  # fmt: skip
    assert [(row["id"], row["label"], row["kind"]) for row in rows] == [
        ("acme:tie-knots", "Tie knots", "skill"),
        ("acme:c-basics", "C++ (basics)", "skill"),
    ]


def test_columns_may_be_separated_by_semicolons_as_spreadsheets_do(tmp_path: Path) -> None:
    found = taken(written(tmp_path, "label;alternates\nTie knots;Knotting|Ropes\n"))
    assert [list(row["alt_labels"]) for row in rows_of(found.tables["skills"])] == [["Knotting", "Ropes"]]


def test_what_makes_no_sense_is_set_aside_with_line_and_reason(tmp_path: Path) -> None:
    found = taken(written(tmp_path, "id,label,broader,type,same_as\n"
        "S1,Knots,S1,skill,\n"
        "S1,Again,,,\n"
        "S2,,,,\n"
        "S3,Knots,nowhere|Knots,magic,some words\n"))  # fmt: skip
    assert [row["id"] for row in rows_of(found.tables["skills"])] == ["acme:S1", "acme:S3"]
    assert relations(found) == set()
    said = [str(one) for one in found.report.aside]
    for place, told in (
        ("own.csv:2", "broader 'S1' is the skill itself"),
        ("own.csv:3", "'acme:S1' stands at own.csv:2 already"),
        ("own.csv:4", "no label"),
        ("own.csv:5", "type left empty: 'magic' is not known"),
        ("own.csv:5", "same_as 'some words' is no identifier"),
        ("own.csv:5", "broader 'nowhere' is no row's"),
        ("own.csv:5", "broader 'Knots' is several rows"),
    ):
        assert any(one.startswith(place) and told in one for one in said), (place, told, said)


def test_other_tables_are_not_taken_for_skills(tmp_path: Path) -> None:
    for name, head in (("a.csv", "id,name,label\nA,Knots,x\n"), ("b.csv", "learner,credential,date,label\na,b,,x\n")):
        assert format_of(written(tmp_path, head, name)).name != "skills"


def test_a_file_without_any_label_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongColumns, match="no row has a label"):
        taken(written(tmp_path, "id,label\nS1,\n"))
