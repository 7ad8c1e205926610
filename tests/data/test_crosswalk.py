"""Nesta's crosswalk: joined by address, confidence between 0 and 1, unknown codes said."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import crosswalk
from data.errors import UnreadableFile, WrongColumns

SHIPPED = Path(crosswalk.__file__).parent / "shipped" / "esco-onet-crosswalk"
E = "http://data.europa.eu/esco/occupation/"
HEAD = "id,esco_occupation,onet_code,confidence,concept_uri\n"
ROWS = (
    f"1,ma\ufffdtre d'h\ufffdtel,11-9051.00,2.0,{E}a\n"
    f"2,waiter,35-3031.00,1.0,{E}b\n"
    f"3,waiter of old,35-3099.99,0.5,{E}c\n"
    f"4,again,35-3031.00,1.0,{E}b\n"
    f"5,no code,waiter,1.0,{E}d\n"
    f"6,no share,35-3031.00,7,{E}e\n"
    "7,no address,35-3031.00,1.0,waiter\n"
)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "walk.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    return file


def test_matches_are_joined_by_address_with_confidence_up_to_one(file: Path) -> None:
    found = crosswalk.read(file).tables["occupation_relations"]
    columns = ["subject", "predicate", "object", "confidence", "issuer", "locator"]
    assert list(found[columns].itertuples(index=False, name=None)) == [
        ("esco:occupation/a", "close match", "onet:11-9051.00", 1.0, "nesta", "walk.csv:2"),
        ("esco:occupation/b", "close match", "onet:35-3031.00", 0.5, "nesta", "walk.csv:3"),
        ("esco:occupation/c", "close match", "onet:35-3099.99", 0.25, "nesta", "walk.csv:4"),
    ]


def test_damaged_rows_are_set_aside_with_the_reason(file: Path) -> None:
    aside = crosswalk.read(file).report.aside
    assert [(one.locator, one.reason.split(":")[0]) for one in aside] == [
        ("walk.csv:5", "stands twice"),
        ("walk.csv:6", "no O*NET-SOC code"),
        ("walk.csv:7", "a confidence from 0 to 2 belongs here, not '7'"),
        ("walk.csv:8", "no address of an ESCO occupation"),
    ]


def test_codes_that_are_not_known_are_set_aside_where_it_is_said_which_are(file: Path) -> None:
    known = {"esco:occupation/a", "esco:occupation/b", "esco:occupation/c", "onet:11-9051.00", "onet:35-3031.00"}
    reading = crosswalk.read(file, known=known)
    assert reading.report.read == {"occupation_relations": 2}
    assert str(reading.report.aside[0]) == "walk.csv:4: unknown occupation: onet:35-3099.99"


def test_a_folder_with_two_tables_is_not_guessed_at(file: Path) -> None:
    (file.parent / "other.csv").write_text(HEAD)
    with pytest.raises(UnreadableFile, match="2 CSV files where one is expected"):
        crosswalk.read(file.parent)


def test_another_table_has_wrong_columns(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,name\n")
    with pytest.raises(WrongColumns, match="'concept_uri' is missing"):
        crosswalk.read(tmp_path / "x.csv")


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped data aren't there")
def test_the_shipped_crosswalk_is_read_whole() -> None:
    reading = crosswalk.read(SHIPPED)
    assert reading.report.read == {"occupation_relations": 1680}
    assert not reading.report.aside
