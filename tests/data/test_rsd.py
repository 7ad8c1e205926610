"""Rich skill descriptors: skills with their categories, occupations and alignments, in each form that OSMT writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import BENCH
from data import rsd
from data.errors import UnreadableFile, WrongColumns
from data.heads import Head
from data.reading import Reading
from data.tables import rows_of

HERE = Path(__file__).parent / "fixtures" / "rsd"
FILES = ("skills.json", "collection.json", "one.jsonld", "export.csv", "template.csv")
BOWLINE, HEMP = (f"rsd:10000000-0000-4000-8000-00000000000{at}" for at in (1, 2))
KNOTS = "esco:skill/60000000-0000-4000-8000-000000000001"
ROPE_WORK = "lightcast:KS1200B62W5ZF38RJ7TD"


@pytest.fixture(name="found", scope="module")
def _found() -> Reading:
    return rsd.read(HERE / "skills.json")


def rows(found: Reading, table: str) -> list[dict[str, Any]]:
    return rows_of(found.tables[table])


def triples(found: Reading) -> set[tuple[str, str, str]]:
    return {(row["subject"], row["predicate"], row["object"]) for row in rows(found, "skill_relations")}


def needs(found: Reading) -> set[tuple[str, str, str]]:
    return {(row["occupation"], row["relation"], row["skill"]) for row in rows(found, "occupation_skills")}


def reasons(found: Reading) -> dict[str, str]:
    return {one.locator: one.reason for one in found.report.aside}


def written(folder: Path, text: str, name: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", FILES)
def test_each_form_is_told_by_its_keys_or_columns(name: str) -> None:
    assert rsd.recognises(Head(HERE / name))


@pytest.mark.parametrize("name", FILES)
def test_the_same_skill_is_read_from_each_form(name: str) -> None:
    found = rsd.read(HERE / name)
    skill = rows(found, "skills")[0]
    assert (skill["label"], skill["description"]) == ("Bowline Tying", "Tie a bowline behind the back.")
    assert skill["id"] == (BOWLINE if name != "template.csv" else "rsd:bowline-tying")
    assert ("onet:53-5011.00", "optional", skill["id"]) in needs(found)
    assert {
        (skill["id"], "broader", "rsd:category/ropework"),
        (skill["id"], "close match", ROPE_WORK),
    } <= triples(found)


def test_keywords_are_no_other_names(found: Reading) -> None:
    assert rows(found, "skills")[0]["alt_labels"] == []
    assert any(remark.startswith("3 keywords weren't taken") for remark in found.report.remarks)


def test_a_skill_keeps_its_address_and_an_archived_one_is_withdrawn(found: Reading) -> None:
    by_id = {row["id"]: row for row in rows(found, "skills")}
    assert by_id[BOWLINE]["iri"] == "https://osmt.example/api/skills/10000000-0000-4000-8000-000000000001"
    assert (by_id[BOWLINE]["status"], by_id[HEMP]["status"]) == (None, "withdrawn")
    assert (by_id["rsd:category/ropework"]["kind"], by_id[ROPE_WORK]["vocabulary"]) == ("group", "lightcast")


def test_occupations_are_those_of_codes_once_each_and_a_damaged_code_is_reported(found: Reading) -> None:
    assert needs(found) == {("onet:53-5011.00", "optional", BOWLINE)}
    assert any("1 groups weren't taken" in remark for remark in found.report.remarks)
    assert any("'36831-0000' is no code of SOC or O*NET" in one.reason for one in found.report.aside)


def test_alignments_are_close_matches_where_the_address_is_known(found: Reading) -> None:
    assert {object_ for _, predicate, object_ in triples(found) if predicate == "close match"} == {ROPE_WORK, KNOTS}
    assert any("1 alignments to codes.example weren't taken" in remark for remark in found.report.remarks)
    assert any("'Nowhere' has no address" in one.reason for one in found.report.aside)


def test_what_is_no_skill_is_set_aside_with_its_place(found: Reading) -> None:
    why = reasons(found)
    assert why["skills.json#/2"] == f"{BOWLINE} is taken from skills.json#/0"
    assert why["skills.json#/3"] == "a skill without a name"
    assert why["skills.json#/4"] == "not an object but str"


def test_an_address_in_the_place_of_a_name_is_an_address() -> None:
    assert (HEMP, "close match", ROPE_WORK) in triples(rsd.read(HERE / "export.csv"))


def test_all_numbered_alignments_of_a_row_are_read() -> None:
    assert (BOWLINE, "close match", KNOTS) in triples(rsd.read(HERE / "export.csv"))


def test_rows_say_the_line_on_which_they_stand() -> None:
    assert [row["locator"] for row in rows(rsd.read(HERE / "export.csv"), "skills")][:1] == ["export.csv:2"]
    assert rows(rsd.read(HERE / "collection.json"), "skills")[0]["locator"] == "collection.json#/skills/0"


def test_a_column_without_a_name_does_no_harm(tmp_path: Path) -> None:
    head, *lines = (HERE / "export.csv").read_text("utf-8").splitlines()
    numbered = [f",{head}", *(f"{at},{line}" for at, line in enumerate(lines))]
    found = rsd.read(written(tmp_path, "\n".join(numbered), "export.csv"))
    assert triples(found) == triples(rsd.read(HERE / "export.csv"))


@pytest.mark.parametrize("head", ["O*NET-SOC Code,Title,Description", "SOC Group,SOC Code,SOC Title,SOC Definition"])
def test_a_list_of_occupations_is_told_and_refused_with_the_reason(head: str, tmp_path: Path) -> None:
    file = written(tmp_path, f"{head}\n{','.join('x' for _ in head.split(','))}\n", "list.csv")
    assert rsd.recognises(Head(file))
    with pytest.raises(UnreadableFile, match="names no skill"):
        rsd.read(file)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongColumns, match="RSD Name"):
        rsd.read(written(tmp_path, "a,b\n1,2\n", "x.csv"))


@pytest.mark.parametrize("value", ["{}", "[]", '[{"a": 1}]', "3", '{"skills": 3}', '{"type": "Badge", "name": "x"}'])
def test_other_json_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        rsd.read(written(tmp_path, value, "x.json"))


@pytest.mark.bench_data
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("osmt-repo/test__api-test__api__v3__search__skills__post.json", 50),
        ("laiser-datasets/osn_comp.csv", 690),
        ("laiser-datasets/osn_public_rel.csv", 100),
    ],
)
def test_real_exports_are_read(name: str, least: int) -> None:
    file = BENCH / "wgu-osmt-rsd" / name
    found = rsd.read(file)
    assert sum(row["vocabulary"] == "rsd" and row["kind"] == "skill" for row in rows(found, "skills")) >= least
    if file.suffix == ".json":
        assert {one["uuid"] for one in json.loads(file.read_text("utf-8"))} == {
            row["id"].removeprefix("rsd:") for row in rows(found, "skills") if row["kind"] == "skill"
        }
