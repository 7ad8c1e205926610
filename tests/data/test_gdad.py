"""The UK digital roles are read whole: each role level an occupation, each skill once, the rest set aside aloud."""

from pathlib import Path

import pytest

from data import gdad
from data.errors import UnreadableFile, WrongColumns
from data.shipping import shipped_root

ROLES = """Role Family,Role,Role Description,Role Level,Role Level Description,Skill Name,Skill Description,Skill Level
Data,Data analyst,d,Senior data analyst,"Leads.
On two lines.",Data modelling,s,Expert
Data,Data analyst,d,Senior data analyst,Leads.,Presenting,s,Working
Data,Data analyst,d,Senior data analyst,Leads.,Presenting,s,Working
Data,Chief data officer,d,NOT IN USE,NOT IN USE,Presenting,s,NOT IN USE
Data,Data analyst,d,Junior data analyst,Learns.,Presenting,s,Awareness
"""
SKILLS = """Skill Name,Skill Description,Awareness
Data modelling,You draw models.,a
Presenting,You present.,b
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / gdad.ROLES).write_text(ROLES, encoding="utf-8")
    (tmp_path / gdad.SKILLS).write_text(SKILLS, encoding="utf-8")
    return tmp_path


def test_each_role_level_is_an_occupation_with_its_own_skills(folder: Path) -> None:
    tables = gdad.read(folder).tables
    assert tables["occupations"]["label"].tolist() == ["Senior data analyst", "Junior data analyst"]
    asked = list(zip(tables["occupation_skills"]["occupation"], tables["occupation_skills"]["skill"], strict=True))
    assert asked == [
        ("gdad:senior-data-analyst", "gdad:skill/data-modelling"),
        ("gdad:senior-data-analyst", "gdad:skill/presenting"),
        ("gdad:junior-data-analyst", "gdad:skill/presenting"),
    ]


def test_a_row_is_located_by_the_physical_line_on_which_it_begins(folder: Path) -> None:
    located = gdad.read(folder, locate_as="uk").tables["occupation_skills"]["locator"].tolist()
    assert located == [f"uk/{gdad.ROLES}:{line}" for line in (2, 4, 7)]


def test_unused_role_levels_and_repeated_rows_are_set_aside_with_their_line(folder: Path) -> None:
    report = gdad.read(folder, locate_as="uk").report
    assert [(one.locator.rsplit(":")[1], one.reason) for one in report.aside] == [
        ("5", "Senior data analyst asks for Presenting in an earlier row"),
        ("6", "Chief data officer: its role level is not in use"),
    ]


def test_a_skill_that_stands_twice_is_taken_once(folder: Path) -> None:
    (folder / gdad.SKILLS).write_text(SKILLS + "Presenting,Again.,c\n", encoding="utf-8")
    reading = gdad.read(folder)
    assert len(reading.tables["skills"]) == 2
    assert any("earlier row" in one.reason for one in reading.report.aside)


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    gdad.read(folder, progress=lambda what, done, total: told.append((what, done, total)))
    assert told[-1][1] == told[-1][2]


def test_a_missing_file_is_named_with_what_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=gdad.SKILLS):
        gdad.read(tmp_path)


def test_a_file_without_its_columns_is_refused(folder: Path) -> None:
    (folder / gdad.ROLES).write_text("Role,Level\na,b\n", encoding="utf-8")
    with pytest.raises(WrongColumns, match="Role Level"):
        gdad.read(folder)


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / gdad.SKILLS).write_bytes(SKILLS.replace("draw", "dr\xe4w").encode("latin-1"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        gdad.read(folder)


def test_the_shipped_framework_is_read_whole() -> None:
    """205 role levels are published; the 4 of the chief officers aren't in use and stand in 28 rows."""
    reading = gdad.read(shipped_root() / "uk-gdad-pcf")
    assert len(reading.tables["occupations"]) == 205 - 4
    assert len(reading.tables["skills"]) == 188
    assert sum("not in use" in one.reason for one in reading.report.aside) == 28
    assert set(reading.tables["occupation_skills"]["skill"]) <= set(reading.tables["skills"]["id"])
