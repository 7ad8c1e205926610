"""CASE: items are skills or courses, associations relations; every thing becomes a row or is set aside."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data import case
from data.errors import UnreadableFile
from data.heads import Head
from data.reading import Reading
from data.tables import rows_of

PACKAGE = Path(__file__).parent / "fixtures" / "case" / "package.json"
TODAY = date(2026, 9, 1)
ITEM = "case:20000000-0000-4000-8000-00000000000"


@pytest.fixture(name="found", scope="module")
def _found() -> Reading:
    return case.read(PACKAGE, today=TODAY)


def rows(found: Reading, table: str) -> list[dict[str, Any]]:
    return rows_of(found.tables[table])


def triples(found: Reading) -> set[tuple[str, str, str]]:
    return {(row["subject"], row["predicate"], row["object"]) for row in rows(found, "skill_relations")}


def written(folder: Path, value: Any, name: str = "case.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def item(number: int, **more: Any) -> dict[str, Any]:
    return {"identifier": f"20000000-0000-4000-8000-{number:012d}", "fullStatement": f"Tie knot {number}", **more}


def link(origin: int, kind: str, target: int) -> dict[str, Any]:
    ends = [{"identifier": f"20000000-0000-4000-8000-{number:012d}"} for number in (origin, target)]
    return {"associationType": kind, "originNodeURI": ends[0], "destinationNodeURI": ends[1]}


def test_an_item_is_a_skill_by_its_short_statement_with_the_full_one_as_description(found: Reading) -> None:
    bowline = rows(found, "skills")[1]
    assert bowline["id"] == f"{ITEM}2"
    assert (bowline["label"], bowline["kind"], bowline["vocabulary"]) == ("Tie a bowline", "skill", "case")
    assert bowline["description"] == "Tie a bowline, also behind the back and in the dark."
    assert bowline["alt_labels"] == ["SEA.A.2", "bowline"]
    assert bowline["iri"] == "https://case.example/CFItems/20000000-0000-4000-8000-000000000002"


def test_the_kind_comes_from_the_type_and_markup_is_left_out(found: Reading) -> None:
    cluster, _, knowledge = rows(found, "skills")[:3]
    assert cluster["kind"] == "group"
    assert (knowledge["kind"], knowledge["label"]) == ("knowledge", "Knows the load that a rope bears")


def test_a_code_of_one_letter_is_no_other_name(found: Reading) -> None:
    assert rows(found, "skills")[0]["alt_labels"] == []


def test_the_status_is_that_of_today(found: Reading) -> None:
    assert [row["status"] for row in rows(found, "skills")] == [None, None, "withdrawn", "replaced", "planned"]
    unasked = case.read(PACKAGE)
    assert [row["status"] for row in rows(unasked, "skills")] == [None, None, None, "replaced", None]


def test_associations_become_relations_in_the_direction_of_the_tables(found: Reading) -> None:
    assert triples(found) == {
        (f"{ITEM}2", "broader", f"{ITEM}1"),
        (f"{ITEM}5", "optional", f"{ITEM}2"),
        (f"{ITEM}4", "replaced by", f"{ITEM}5"),
        (f"{ITEM}2", "exact match", "esco:skill/60000000-0000-4000-8000-000000000001"),
        (f"{ITEM}2", "related", "case:70000000-0000-4000-8000-000000000001"),
    }


def test_a_course_is_a_credential_that_teaches_what_stands_below_it(found: Reading) -> None:
    [course] = rows(found, "credentials")
    assert (course["id"], course["name"], course["kind"]) == (f"{ITEM}6", "Deckhand's course", "course")
    assert (course["issuer_name"], course["level"], course["status"]) == ("Harbour University", "13", "active")
    [taught] = rows(found, "credential_skills")
    assert (taught["credential"], taught["skill"], taught["how"]) == (f"{ITEM}6", f"{ITEM}2", "stated")
    assert taught["label"] == "Tie a bowline"


def test_what_no_table_holds_is_counted_by_kind_and_listed(found: Reading) -> None:
    said = "\n".join(found.report.remarks)
    for kind in ("CFRubric", "CFDocument", "CFItemType", "CFSubject", "CFAssociation exemplar"):
        assert f"1 of the kind {kind}," in said
    assert "1 of the kind CFAssociation ext:assessedBy," in said
    aside = {one.locator: one.reason for one in found.report.aside}
    assert "package.json#/CFRubrics/0" in aside
    assert "package.json#/CFDefinitions/CFItemTypes/0" in aside
    assert "no statement" in aside["package.json#/CFItems/6"]
    assert "no identifier" in aside["package.json#/CFItems/7"]
    assert aside["package.json#/CFItems/8"] == "not an object but str"
    assert "'Rope code'" in aside["package.json#/CFAssociations/9"]
    assert "is taken from package.json#/CFAssociations/1" in aside["package.json#/CFAssociations/10"]


def test_every_item_and_association_is_a_row_or_set_aside(found: Reading) -> None:
    whole = json.loads(PACKAGE.read_text("utf-8"))
    places = {
        f"package.json#/{key}/{at}"
        for key in ("CFItems", "CFAssociations", "CFRubrics")
        for at in range(len(whole[key]))
    }
    taken = {row["locator"] for name in found.tables for row in rows(found, name)}
    assert places <= taken | {one.locator for one in found.report.aside}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda package: {"CFPackage": package},
        lambda package: [package],
        lambda package: {"CFPackages": [package]},
        lambda package: {"CFPackage": [package]},
        lambda package: {**package, "@context": "https://purl.imsglobal.org/spec/case/v1p0/context/imscasev1p0.jsonld"},
        lambda package: dict(reversed(package.items())),
    ],
)
def test_a_package_reads_the_same_whatever_stands_around_it(found: Reading, wrap: Any, tmp_path: Path) -> None:
    file = written(tmp_path, wrap(json.loads(PACKAGE.read_text("utf-8"))))
    assert case.recognises(Head(file))
    again = case.read(file, today=TODAY)
    for table in ("skills", "credentials", "credential_skills"):
        mine, its = ([{**row, "locator": "", "source": ""} for row in rows(one, table)] for one in (found, again))
        assert mine == its
    assert triples(again) == triples(found)
    assert len(again.report.aside) == len(found.report.aside)


def test_lists_lines_and_single_objects_are_read(tmp_path: Path) -> None:
    items = [item(1), item(2)]
    lines = tmp_path / "items.jsonl"
    lines.write_text("\n".join(json.dumps(one) for one in (*items, link(1, "isChildOf", 2))), encoding="utf-8")
    assert [row["locator"] for row in rows(case.read(lines), "skills")] == ["items.jsonl:1", "items.jsonl:2"]
    assert len(triples(case.read(lines))) == 1
    for value, place in (
        ({"CFItems": items}, "case.json#/CFItems/0"),
        (items, "case.json#/0"),
        ({"CFItem": item(1)}, "case.json#/CFItem"),
        (item(1), "case.json#"),
        ({"CFItem": item(1), "CFAssociations": [link(1, "isPeerOf", 2)]}, "case.json#/CFItem"),
    ):
        file = written(tmp_path, value)
        assert case.recognises(Head(file))
        assert rows(case.read(file), "skills")[0]["locator"] == place


def test_a_deprecated_framework_has_deprecated_skills(tmp_path: Path) -> None:
    document = {"identifier": "10000000-0000-4000-8000-000000000009", "creator": "x", "title": "x"}
    package = {"CFItems": [item(1)], "CFDocument": {**document, "adoptionStatus": "Deprecated"}}
    assert rows(case.read(written(tmp_path, package)), "skills")[0]["status"] == "deprecated"


def test_a_date_that_is_none_is_reported_and_the_skill_kept(tmp_path: Path) -> None:
    found = case.read(written(tmp_path, {"CFItems": [item(1, statusEndDate="someday")]}), today=TODAY)
    assert len(rows(found, "skills")) == 1
    assert "statusEndDate left empty" in found.report.aside[0].reason


def test_an_item_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    found = case.read(written(tmp_path, {"CFItems": [item(1), item(1)]}))
    assert len(rows(found, "skills")) == 1
    assert "is taken from case.json#/CFItems/0" in found.report.aside[0].reason


@pytest.mark.parametrize(
    "value", [{}, [], {"a": 1}, [1, 2], {"CFDefinitions": {}}, {"CFItems": 3}, {"CFPackage": None}]
)
def test_a_file_without_anything_of_case_is_refused(value: Any, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        case.read(written(tmp_path, value))


def test_a_long_package_is_never_held_whole(tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    noise = "x" * 2_000
    with file.open("w", encoding="utf-8") as stream:
        stream.write('{"CFPackage": {"CFItems": [')
        stream.write(",".join(json.dumps(item(at, notes=None, extensions={"x:y": noise})) for at in range(5_000)))
        stream.write("]}}")
    tracemalloc.start()
    found = case.read(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.report.read["skills"] == 5_000
    assert peak < file.stat().st_size


def test_a_small_file_of_nothing_but_brackets_takes_little_memory(tmp_path: Path) -> None:
    for content in ("[" * 20_000, '{"a":' * 20_000, '{"CFItems":' * 20_000):
        file = tmp_path / "deep.json"
        file.write_text(content, encoding="utf-8")
        tracemalloc.start()
        assert not case.recognises(Head(file)) or "CFItems" in content
        with pytest.raises(UnreadableFile):
            case.read(file)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 100_000_000  # the square of the depth would be a thousand million
