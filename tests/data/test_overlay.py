"""An overlay states what the published files don't, and everything it touches says so."""

from pathlib import Path

import pytest

from data import overlay
from data.errors import UnreadableFile, WrongColumns
from data.reading import Report
from data.tables import TableRows, Tables

HEADER = "credential,field,value,source,written,checked\n"


def tables() -> Tables:
    rows = TableRows(issuer="x", source="catalogue")
    rows.add(
        "credentials", locator="c.csv:2", origin="a.pdf p. 2", id="x:A", name="A", note="Cost unknown.", subjects=["s"]
    )
    rows.add("credentials", locator="c.csv:3", id="x:B", name="B")
    rows.add("offerings", locator="c.csv:3", id="x:B#1", credential="x:B", place="Bergen")
    return rows.tables()


def laid(tmp_path: Path, *lines: str) -> tuple[Tables, Report]:
    file = tmp_path / "overlay.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    report = Report("overlay")
    return overlay.apply(tables(), overlay.read(file, locate_as="o.csv", report=report), report), report


def test_a_fact_sets_the_field_and_leaves_its_source_in_note_origin_and_checked(tmp_path: Path) -> None:
    result, _ = laid(tmp_path, "x:A,validity_months,24,https://x.example,2026-11-23,never")
    row = result["credentials"].iloc[0]
    assert row["validity_months"] == 24
    assert row["checked"] == "never"
    assert row["note"].startswith("Cost unknown. ")
    assert "https://x.example" in row["note"]
    assert row["origin"] == "a.pdf p. 2; o.csv:2"


def test_what_no_fact_touches_stays_as_it_was(tmp_path: Path) -> None:
    result, _ = laid(tmp_path, "x:A,validity_months,24,https://x.example,2026-11-23,never")
    before, after = tables()["credentials"].iloc[1], result["credentials"].iloc[1]
    assert list(after.dropna()) == list(before.dropna())
    assert list(result["credentials"].iloc[0]["subjects"]) == ["s"]


def test_a_requirement_is_written_as_in_a_catalogue(tmp_path: Path) -> None:
    result, _ = laid(tmp_path, "x:B,requires,x:A,https://x.example,2026-11-23,never")
    assert result["credentials"].iloc[1]["requirement"] == '{"holds":"x:A"}'


def test_a_sign_up_page_makes_the_first_offering_where_there_is_none(tmp_path: Path) -> None:
    result, _ = laid(tmp_path, "x:A,signup_url,https://x.example/go,the page,2026-11-23,never")
    offering = result["offerings"].set_index("id").loc["x:A#1"]
    assert (offering["credential"], offering["signup_url"]) == ("x:A", "https://x.example/go")
    assert (offering["issuer"], offering["locator"]) == ("x", "o.csv:2")


def test_a_sign_up_page_joins_the_offering_that_is_there(tmp_path: Path) -> None:
    result, _ = laid(tmp_path, "x:B,signup_url,https://x.example/go,the page,2026-11-23,never")
    offering = result["offerings"].set_index("id").loc["x:B#1"]
    assert (offering["place"], offering["signup_url"]) == ("Bergen", "https://x.example/go")
    assert len(result["offerings"]) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x:A,colour,red,https://x.example,2026-11-23,never", "colour"),
        ("x:A,validity_months,long,https://x.example,2026-11-23,never", "whole number"),
        ("x:A,page_url,javascript:alert(1),https://x.example,2026-11-23,never", "web address"),
        ("x:A,requires,x:B and,https://x.example,2026-11-23,never", "requires"),
        ("x:A,validity_months,24,,2026-11-23,never", "no source"),
        ("x:A,validity_months,24,https://x.example,yesterday,never", "date"),
        ("x:Z,validity_months,24,https://x.example,2026-11-23,never", "no credential"),
    ],
)
def test_a_row_that_cannot_be_taken_is_set_aside_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    result, report = laid(tmp_path, line)
    assert [one.locator for one in report.aside] == ["o.csv:2"]
    assert why in report.aside[0].reason
    assert result["credentials"].iloc[0]["checked"] is None or result["credentials"]["checked"].isna().all()


def test_an_overlay_that_is_missing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        overlay.read(tmp_path / "none.csv")
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongColumns, match="credential"):
        overlay.read(tmp_path / "odd.csv")
