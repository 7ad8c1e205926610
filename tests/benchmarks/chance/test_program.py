"""The program from a file of awards to rows, on made awards and on real ones before their last period."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from conftest import BENCH
from tests.benchmarks.chance.__main__ import main
from tests.recommender.chance.processes import HORIZON, chains

BADGES = BENCH / "learners" / "stackexchange-badges" / "engineering" / "Badges.xml.gz"


HISTORIES = chains(1500)
NEWEST = date(2022, 1, 1) + timedelta(days=int(HISTORIES.dated.max()))


@pytest.fixture
def awards(tmp_path: Path) -> Path:
    histories, lines = HISTORIES, ["learner,credential,awarded"]
    for who, what, when in zip(histories.owners, histories.items, histories.dated, strict=True):
        lines.append(f"u{who},c{what},{date(2022, 1, 1) + timedelta(days=int(when))}")
    path = tmp_path / "awards.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_table_of_awards_becomes_a_row(awards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rows.json"
    told = ["--awards", str(awards), "--format", "csv", "--horizon", str(HORIZON), "--json", str(out)]
    assert main(told) == 0
    (row,) = json.loads(out.read_text())
    assert row["shown"]["skill"] > 0
    assert row["shown"]["calibration_error"] < 0.03
    assert 9 * row["learners"] < row["shown"]["items"] <= 10 * row["learners"]
    assert row["cut"] == (NEWEST - timedelta(days=HORIZON)).isoformat()
    assert sum(word["items"] for word in row["words"]) == row["shown"]["items"]
    assert "awarded within 60 days" in capsys.readouterr().out


def test_the_last_period_can_be_left_alone(awards: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    told = ["--awards", str(awards), "--format", "csv", "--horizon", str(HORIZON), "--json", str(out)]
    assert main([*told, "--validation-only"]) == 0
    rows = json.loads(out.read_text())
    assert len(rows) == 4
    assert max(row["cut"] for row in rows) == (NEWEST - timedelta(days=2 * HORIZON)).isoformat()


@pytest.mark.bench_data
def test_real_badges_are_read(tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    told = ["--awards", str(BADGES), "--format", "stackexchange", "--json", str(out)]
    assert main([*told, "--validation-only"]) == 0
    assert all(row["shown"]["calibration_error"] < 0.02 for row in json.loads(out.read_text()))
