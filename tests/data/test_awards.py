"""Issuers' exports of awards: states, dates, duplicates, and what never leaves the learner column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data import awards
from data.errors import WrongColumns
from data.reading import Reading, Report


def _read(folder: Path, text: str, *, today: date | None = None) -> Reading:
    path = folder / "awards.csv"
    path.write_text(text, encoding="utf-8")
    return awards.read(path, issuer="uni", today=today)


def test_an_award_is_verified_and_awarded_unless_it_says_otherwise(tmp_path: Path) -> None:
    table = _read(tmp_path, "learner,credential,date\nann,knots,2025-03-01\n").tables["awards"]
    row = table.iloc[0]
    assert (row["credential"], row["state"], row["known"], row["locator"]) == (
        "uni:knots", "awarded", "verified", "awards.csv:2",
    )  # fmt: skip


def test_states_and_other_issuers_credentials_are_taken_as_written(tmp_path: Path) -> None:
    text = "learner,credential,date,state,expires,known\nann,lf:LFCS,2020-01-01,Revoked,2023-01-01,uploaded\n"
    row = _read(tmp_path, text).tables["awards"].iloc[0]
    assert (row["credential"], row["state"], row["expires"], row["known"]) == (
        "lf:LFCS", "revoked", "2023-01-01", "uploaded",
    )  # fmt: skip


def test_an_award_without_a_stated_date_is_taken(tmp_path: Path) -> None:
    reading = _read(tmp_path, "learner,credential,date\nann,knots,\n")
    assert reading.report.read["awards"] == 1
    assert not reading.report.aside


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("ann,knots,31/12/2024,awarded,", "date: '31/12/2024' is not a date"),
        ("ann,knots,2024-02-30,awarded,", "date: '2024-02-30' is not a date of the calendar"),
        ("ann,knots,2024-01-01,passed,", "state: 'passed' is not known"),
        ("ann,knots,2024-01-01,awarded,2023-01-01", "expires (2023-01-01) before"),
        (",knots,2024-01-01,awarded,", "no learner"),
        ("ann,,2024-01-01,awarded,", "identifier is empty"),
    ],
)
def test_a_row_that_can_not_be_trusted_is_set_aside_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    reading = _read(tmp_path, f"learner,credential,date,state,expires\n{row}\nbob,knots,2024-01-01,,\n")
    assert [aside.locator for aside in reading.report.aside] == ["awards.csv:2"]
    assert why in reading.report.aside[0].reason
    assert reading.tables["awards"]["learner"].tolist() == ["bob"]


def test_the_same_award_twice_is_set_aside_and_the_first_is_named(tmp_path: Path) -> None:
    text = "learner,credential,date\nann,knots,2024-01-01\nann,bends,2024-01-01\nann,knots,2024-01-01\n"
    reading = _read(tmp_path, text)
    assert reading.report.read["awards"] == 2
    assert [str(aside) for aside in reading.report.aside] == [
        "awards.csv:4: the same award stands already at awards.csv:2"
    ]


def test_an_award_in_the_future_is_taken_and_remarked_upon(tmp_path: Path) -> None:
    reading = _read(tmp_path, "learner,credential,date\nann,knots,2030-01-01\n", today=date(2026, 1, 1))
    assert reading.report.read["awards"] == 1
    assert "2030-01-01" in reading.report.remarks[0]


def test_the_learner_is_named_in_no_locator_and_no_message(tmp_path: Path) -> None:
    mail = "ann@example.org"
    text = f"learner,credential,date\n{mail},knots,2024-01-01\n{mail},knots,2024-01-01\n{mail},knots,never\n"
    reading = _read(tmp_path, text, today=date(2020, 1, 1))
    table = reading.tables["awards"]
    said = [*map(str, reading.report.aside), *reading.report.remarks, *table["locator"], *table["origin"].fillna("")]
    assert table["learner"].tolist() == [mail]
    assert not [text for text in said if mail in text]


def test_a_file_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongColumns, match="'date' is missing"):
        _read(tmp_path, "learner,credential\nann,knots\n")


def test_a_long_file_comes_in_tables_of_bounded_length_and_twice_over_their_borders_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awards, "FRAME", 3)
    days = [f"2024-01-{day:02}" for day in range(1, 9)]
    file = tmp_path / "long.csv"
    rows = [*(f"ann,sea:KNOTS,{day}" for day in days), f"ann,sea:KNOTS,{days[1]}"]
    file.write_text("\n".join(["learner,credential,date", *rows]), "utf-8")
    report = Report("long.csv")
    found = list(awards.frames(file, report))
    assert [len(frame) for frame in found] == [3, 3, 2]
    assert [str(one) for one in report.aside] == ["long.csv:10: the same award stands already at long.csv:3"]
    assert report.read["awards"] == 8
    assert awards.read(file).tables["awards"]["date"].tolist() == days
