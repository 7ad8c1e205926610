"""ESCO as the Commission publishes it: what is taken, and what known damage does."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from data import esco
from data.errors import UnreadableFile, WrongColumns
from data.esco_concepts import labels
from data.reading import Reading

E = "http://data.europa.eu/esco/"
SKILL, OCC, GROUP = E + "skill/", E + "occupation/", E + "isced-f/"
SHIPPED = Path(esco.__file__).parent / "shipped" / "esco-1.1.1"

SKILL_COLUMNS = ("conceptUri", "skillType", "preferredLabel", "altLabels", "hiddenLabels", "status", "description")
OCC_COLUMNS = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels", "hiddenLabels", "status", "description")
CLASSIFICATION: dict[str, list[tuple[str, ...]]] = {
    "skills_en.csv": [
        SKILL_COLUMNS,
        (
            SKILL + "s1",
            "skill/competence",
            " tie\u00a0knots ",
            "tie knots\nknotting\nKnotting",
            "bind",
            "released",
            "Ropes.",
        ),
        (SKILL + "s2", "knowledge", "rope\nlore", "", "", "released", ""),
        (SKILL + "s3", "", "splice", "", "", "released", ""),
        (SKILL + "s4", "skill/competence", "write Danish", "", "", "released", ""),
        (SKILL + "s1", "knowledge", "tie knots again", "", "", "released", ""),
        (SKILL + "s5", "knowledge", " ", "", "", "released", ""),
        ("urn:other", "knowledge", "elsewhere", "", "", "released", ""),
    ],
    "skillGroups_en.csv": [("conceptUri", "preferredLabel"), (GROUP + "06", "information technologies")],
    "languageSkillsCollection_en.csv": [("conceptUri",), (SKILL + "s4",)],
    "occupations_en.csv": [
        OCC_COLUMNS,
        (OCC + "o1", "7215", "rigger", "rope rigger\nrigger", "", "released", "Rigs."),
        (OCC + "o2", "7215", "head rigger", "", "", "released", ""),
    ],
}
RELATIONS: dict[str, list[tuple[str, ...]]] = {
    "broaderRelationsSkillPillar.csv": [
        ("conceptUri", "broaderUri"),
        (SKILL + "s2", GROUP + "06"),
        (SKILL + "s1", SKILL + "top"),
    ],
    "skillSkillRelations.csv": [
        ("originalSkillUri", "relationType", "relatedSkillUri"),
        (SKILL + "s1", "essential", SKILL + "s2"),
        (SKILL + "s1", "fond of", SKILL + "s2"),
    ],
    "broaderRelationsOccPillar.csv": [
        ("conceptUri", "broaderUri"),
        (E + "isco/C7215", E + "isco/C721"),
        (OCC + "o1", E + "isco/C7215"),
        (OCC + "o2", OCC + "o1"),
    ],
    "occupationSkillRelations.csv": [
        ("occupationUri", "relationType", "skillType", "skillUri"),
        (OCC + "o1", "essential", "skill/competence", SKILL + "s1"),
        (OCC + "o1", "optional", "knowledge", SKILL + "s2"),
        (OCC + "o1", "essential", "skill/competence", SKILL + "s1"),
        (OCC + "gone", "essential", "skill/competence", SKILL + "s1"),
        (OCC + "o1", "essential", "skill/competence", SKILL + "gone"),
    ],
}
HIERARCHY = (
    "Level 0 URI,Level 0 preferred term,Level 1 URI,Level 1 preferred term,Description,Level 0 code,Level 1 code\n"
    f"{SKILL}top,skills,,,,S\n"  # the last values are left off, as in the published file
    f"{SKILL}top,skills,{SKILL}hands,handling,With hands.,S,S1\n"
)


def csv_text(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def publish(folder: Path) -> Path:
    """The two zips, as the Commission names them."""
    folder.mkdir()
    for name, contents in (("v1.1.1_classification_en", CLASSIFICATION), ("v1.1.1_relations", RELATIONS)):
        with zipfile.ZipFile(folder / f"esco_{name}_csv.zip", "w") as archive:
            for member, rows in contents.items():
                archive.writestr(member, csv_text(rows))
            if contents is CLASSIFICATION:
                archive.writestr("skillsHierarchy_en.csv", HIERARCHY)
    return folder


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return publish(tmp_path / "esco-test")


@pytest.fixture(name="reading")
def _reading(folder: Path) -> Reading:
    return esco.read(folder)


def records(reading: Reading, table: str, *columns: str) -> list[tuple[Any, ...]]:
    frame = reading.tables[table].astype(object)
    return list(frame[list(columns)].where(frame[list(columns)].notna(), None).itertuples(index=False, name=None))


def test_skills_groups_and_languages_are_told_apart(reading: Reading) -> None:
    assert records(reading, "skills", "id", "label", "kind") == [
        ("esco:isced-f/06", "information technologies", "group"),
        ("esco:skill/top", "skills", "group"),
        ("esco:skill/hands", "handling", "group"),
        ("esco:skill/s1", "tie knots", "skill"),
        ("esco:skill/s2", "rope lore", "knowledge"),
        ("esco:skill/s3", "splice", "skill"),
        ("esco:skill/s4", "write Danish", "language"),
    ]


def test_other_labels_are_split_cleaned_and_given_once(reading: Reading) -> None:
    skills = reading.tables["skills"].set_index("id")
    assert list(skills.loc["esco:skill/s1", "alt_labels"]) == ["knotting", "bind"]
    assert labels("b", "a | b\n\n A \nc") == ["a", "c"]


def test_occupations_keep_the_isco_code_and_groups_of_isco_are_none(reading: Reading) -> None:
    assert records(reading, "occupations", "id", "label", "code", "iri") == [
        ("esco:occupation/o1", "rigger", "7215", OCC + "o1"),
        ("esco:occupation/o2", "head rigger", "7215", OCC + "o2"),
    ]
    assert records(reading, "occupation_relations", "subject", "predicate", "object") == [
        ("esco:occupation/o2", "broader", "esco:occupation/o1")
    ]


def test_relations_say_what_is_broader_essential_and_optional(reading: Reading) -> None:
    assert records(reading, "skill_relations", "subject", "predicate", "object") == [
        ("esco:skill/s2", "broader", "esco:isced-f/06"),
        ("esco:skill/s1", "broader", "esco:skill/top"),
        ("esco:skill/s1", "essential", "esco:skill/s2"),
    ]
    assert records(reading, "occupation_skills", "occupation", "skill", "relation") == [
        ("esco:occupation/o1", "esco:skill/s1", "essential"),
        ("esco:occupation/o1", "esco:skill/s2", "optional"),
    ]


def test_what_is_damaged_is_set_aside_by_file_and_line(reading: Reading) -> None:
    skills = "esco-test/esco_v1.1.1_classification_en_csv.zip!skills_en.csv"
    relations = "esco-test/esco_v1.1.1_relations_csv.zip!"
    # a label in line 2 holds two line breaks and one in line 5 holds one
    assert [(one.locator, one.reason) for one in reading.report.aside] == [
        (f"{skills}:9", "esco:skill/s1 stands twice; the first is taken"),
        (f"{skills}:10", "esco:skill/s5 has no preferred label"),
        (f"{skills}:11", "a concept without an ESCO address"),
        (f"{relations}skillSkillRelations.csv:3", "a kind of relation that isn't known: fond of"),
        (f"{relations}occupationSkillRelations.csv:4", "the same relation stands there already"),
        (f"{relations}occupationSkillRelations.csv:5", f"unknown occupation: {OCC}gone"),
        (f"{relations}occupationSkillRelations.csv:6", f"unknown skill: {SKILL}gone"),
    ]


def test_remarks_tell_the_version_the_untyped_skill_and_the_groups_left_out(reading: Reading) -> None:
    told = " ".join(reading.report.remarks)
    assert "ESCO 1.1.1." in told
    assert "1 skills state no type" in told
    assert "skills_en.csv:7" in told
    assert "2 rows that name ISCO groups" in told


def test_rows_say_whose_they_are_and_where_they_stand(folder: Path) -> None:
    reading = esco.read(folder, locate_as="esco-9", source="ESCO nine")
    assert records(reading, "occupations", "issuer", "source", "locator")[0] == (
        "esco",
        "ESCO nine",
        "esco-9/esco_v1.1.1_classification_en_csv.zip!occupations_en.csv:2",
    )
    assert reading.report.read["skills"] == 7


def test_a_list_of_zips_and_loose_files_read_alike(folder: Path, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    for archive in folder.iterdir():
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(loose)
    whole = esco.read(folder)
    for other in (esco.read(sorted(folder.iterdir())), esco.read(loose)):
        for table in ("skills", "occupations", "skill_relations", "occupation_skills"):
            shown = [column for column in whole.tables[table].columns if column not in ("source", "locator")]
            assert whole.tables[table][shown].equals(other.tables[table][shown])


def test_the_language_asked_for_is_read(folder: Path) -> None:
    german = csv_text([SKILL_COLUMNS, (SKILL + "s1", "knowledge", "Knoten", "", "", "released", "")])
    (folder / "skills_de.csv").write_text(german, encoding="utf-8")
    assert "esco:skill/s2" in set(esco.read(folder).tables["skills"]["id"])
    assert "Knoten" in set(esco.read(folder, language="de").tables["skills"]["label"])


def test_without_relations_the_concepts_are_read_and_the_lack_is_remarked(folder: Path) -> None:
    reading = esco.read(folder / "esco_v1.1.1_classification_en_csv.zip")
    assert reading.report.read == {"skills": 7, "occupations": 2}
    assert "There is no occupationSkillRelations file: what it holds is missing." in reading.report.remarks


def test_without_skills_nothing_is_read(folder: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"no file called skills_en\.csv.*Name the folder"):
        esco.read(folder / "esco_v1.1.1_relations_csv.zip")


def test_a_truncated_zip_is_refused(folder: Path) -> None:
    whole = folder / "esco_v1.1.1_relations_csv.zip"
    whole.write_bytes(whole.read_bytes()[:300])
    with pytest.raises(UnreadableFile, match="fetch the file again"):
        esco.read(folder)


def test_skills_without_labels_are_wrong_columns(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").write_text("conceptUri\n")
    (tmp_path / "occupations_en.csv").write_text("conceptUri\n")
    with pytest.raises(WrongColumns, match="'preferredLabel' is missing"):
        esco.read(tmp_path)


def test_progress_is_told_of_each_file(folder: Path) -> None:
    heard: set[str] = set()
    esco.read(folder, progress=lambda what, done, total: heard.add(what))
    assert heard == {*CLASSIFICATION, *RELATIONS, "skillsHierarchy_en.csv"}


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped data aren't there")
def test_the_shipped_esco_is_read_whole() -> None:
    reading = esco.read(SHIPPED)
    skills = reading.tables["skills"]
    # 13,896 skills, 640 groups and 7 that only the hierarchy names; 123,855 relations of which 67 dangle
    assert len(skills) == 13_896 + 640 + 7
    assert reading.report.read["occupations"] == 3007
    assert reading.report.read["occupation_skills"] == 123_855 - 67
    assert all("unknown occupation" in one.reason for one in reading.report.aside)
    assert not skills["label"].str.contains("\n").any()
