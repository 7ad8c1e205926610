"""US wages in the bureau's own columns: numbers, marks for what is withheld, notes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from data import oews
from data.errors import UnreadableFile, WrongColumns

SHIPPED = Path(oews.__file__).parent / "shipped" / "oews-2025"
HEAD = "AREA,AREA_TITLE,OCC_CODE,OCC_TITLE,TOT_EMP,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90,PERIOD,NOTE,ORIGIN\n"
ROWS = (
    '99,U.S.,15-1252,Developers,"1,600,000",80000,100000,"133,080.50",160000,#,May 2025,,cell 1\n'
    "99,U.S.,272011,Actors,**,*,*,*,*,*,May 2025,Paid by the hour.,cell 2\n"
    "01,Alabama,15-1252,Developers,100,1,2,3,4,5,May 2025,,\n"
    "99,U.S.,15-1252,Developers,1,1,1,1,1,1,May 2025,,\n"
    "99,U.S.,99,Nobody,1,1,1,1,1,1,May 2025,,\n"
    "99,U.S.,29-1141,Nurses,many,1,1,1,1,1,May 2025,,\n"
)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "wages.csv"
    file.write_text(HEAD + ROWS)
    return file


def test_wages_and_employment_are_read_as_numbers(file: Path) -> None:
    row = oews.read(file).tables["wages"].iloc[0]
    assert (row["occupation"], row["area"], row["area_name"], row["period"]) == (
        "soc:15-1252",
        "99",
        "U.S.",
        "May 2025",
    )
    assert (row["employment"], row["p10"], row["median"], row["currency"]) == (1_600_000, 80_000, 133_080.5, "USD")
    assert (row["issuer"], row["locator"], row["origin"]) == ("bls", "wages.csv:2", "cell 1")


def test_what_is_not_released_is_null_and_what_is_at_the_top_is_said(file: Path) -> None:
    wages = oews.read(file).tables["wages"]
    assert pd.isna(wages["p90"][0])
    assert wages["note"][0] == "p90: at or above the highest wage that is published"
    actors = wages.iloc[1]
    assert actors["occupation"] == "soc:27-2011"
    assert actors[["employment", "p10", "p25", "median", "p75", "p90"]].isna().all()
    assert actors["note"] == "Paid by the hour."


def test_damaged_rows_are_set_aside(file: Path) -> None:
    assert [(one.locator, one.reason.split(":")[0]) for one in oews.read(file).report.aside] == [
        ("wages.csv:5", "15-1252 stands twice for area 99; the first is taken"),
        ("wages.csv:6", "no occupation code and area"),
        ("wages.csv:7", "neither a number nor one of BLS's marks"),
    ]


def test_a_gzipped_table_reads_the_same(file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert oews.read(packed).tables["wages"]["locator"][0] == "packed.csv.gz:2"
    assert oews.read(packed).report.read == {"wages": 3}


def test_a_period_must_be_stated_somewhere(tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text("AREA,OCC_CODE,TOT_EMP,A_MEDIAN\n99,15-1252,5,7\n")
    with pytest.raises(WrongColumns, match=r"w\.csv:2: no period is stated.*'May 2025'"):
        oews.read(file)
    assert oews.read(file, period="May 2024").tables["wages"]["period"][0] == "May 2024"


def test_rows_of_single_industries_are_left_out_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text("AREA,OCC_CODE,TOT_EMP,A_MEDIAN,I_GROUP\n99,15-1252,5,7,cross-industry\n99,15-1252,2,7,sector\n")
    report = oews.read(file, period="May 2024").report
    assert report.read == {"wages": 1}
    assert report.remarks == ["1 rows of single industries are left out."]


def test_a_folder_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no tables"):
        oews.read(tmp_path)


@pytest.mark.skipif(not SHIPPED.exists(), reason="the shipped data aren't there")
def test_the_shipped_wages_know_what_developers_earn() -> None:
    wages = oews.read(SHIPPED).tables["wages"]
    national = wages[(wages["area"] == "0000000") & (wages["occupation"] == "soc:15-1252")]
    assert len(national) == 1
    assert 50_000 < national["p10"].iloc[0] < national["median"].iloc[0] < national["p90"].iloc[0]
