"""`stackway evaluate`: from a file of awards, or the records, to a verdict, a table and a drawing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.api.cli.conftest import Stackway
from tests.recommender.evaluating.made import by_chance, frame, ordered

DAY = ("--today", "2026-01-01")


@pytest.fixture
def awards(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    frame(ordered()).to_csv(path, index=False)
    return path


def test_a_file_gets_a_verdict_and_a_drawing(bare: Stackway, awards: Path, tmp_path: Path) -> None:
    plot = tmp_path / "models.svg"
    ran = bare("evaluate", awards, *DAY, "--plot", plot)
    assert ran.code == 0
    assert "Stackway ranks ahead of popularity" in ran.said
    assert "the history can be trusted" in ran.said
    assert "nobody in it" in ran.said
    assert "The chance to earn a credential within 90 days" in " ".join(ran.said.split())
    drawing = plot.read_text()
    assert drawing.startswith("<svg")
    assert drawing.count("<rect") == 1 + 6
    assert "stackway: " in drawing


def test_a_gzipped_file_as_json(bare: Stackway, tmp_path: Path) -> None:
    path = tmp_path / "chance.csv.gz"
    path.write_bytes(gzip.compress(frame(by_chance()).to_csv(index=False).encode()))
    found = bare("evaluate", path, *DAY, "--json").json
    assert found["verdict"]["trust"] == "not better"
    assert found["counts"]["credentials"] == 20
    assert found["chance"]["trial"]["predicted"] == "awarded"
    assert {row["model"] for row in found["models"]} >= {"stackway", "popularity", "co-award", "transitions"}


def test_the_records_of_the_workspace_are_the_default(stackway: Stackway, awards: Path, tmp_path: Path) -> None:
    stackway("import", awards, "--issuer", "acme", "--yes", "-w", tmp_path / "w")
    found = stackway("evaluate", *DAY, "-w", tmp_path / "w", "--json").json
    assert found["counts"]["awards"] == 6000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("learner,credential,awarded\nada,knots,2025-01-01\nada,sails,2025-02-01\n", "single learner"),
        ("learner,credential,awarded\nada,knots,\nbob,sails,\n", "has a date"),
        ("learner,credential,awarded\n", "no rows below its header"),
        ("colour,size\nred,1\n", "learner, credential, awarded"),
    ],
)
def test_what_can_not_be_used_says_what_to_do(bare: Stackway, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "awards.csv"
    path.write_text(text)
    ran = bare("evaluate", path, *DAY)
    assert ran.code == 1
    assert said in ran.said


def test_a_gzipped_file_that_was_cut_short(bare: Stackway, tmp_path: Path) -> None:
    path = tmp_path / "awards.csv.gz"
    path.write_bytes(gzip.compress(frame(by_chance()).to_csv(index=False).encode())[:5000])
    ran = bare("evaluate", path, *DAY)
    assert ran.code == 1
    assert "can't be unpacked" in ran.said


def test_a_file_that_is_not_there(bare: Stackway) -> None:
    ran = bare("evaluate", "nowhere.csv")
    assert ran.code == 1
    assert "There is no file nowhere.csv" in ran.said
